"""The phone's outbox: only an answer that names a scan removes it."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.modules import call, open_modules

# A store that keeps everything, a phone with three scans, and a log of what was sent.
SETTING = """
    const store = { kept: [], addScan: async s => { store.kept.push(s.id) }, seal: async () => {} }
    const scan = (id, state = 'sealed') => ({ id, seq: +id.slice(1), odo: 10, state })
    const box = new m.Outbox(store, ['s1', 's2', 's3'].map(id => scan(id)))
    const sent = []
    const left = () => box.all().map(s => s.id)
    const settled = async () => {}
"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def outbox(page: Page, body: str) -> Any:
    return call(page, "door/outbox.js", SETTING + body)


def test_what_is_answered_goes_and_the_rest_stays(modules: Page) -> None:
    body = """
        await box.flush(async items => {
          sent.push(items.map(i => i.id))
          return sent.length === 1 ? [{ id: 's2' }, { id: 'stranger' }] : []
        }, settled)
        return [sent, left()]"""

    assert outbox(modules, body) == [[["s1", "s2", "s3"], ["s1", "s3"]], ["s1", "s3"]]


@pytest.mark.parametrize("answer", ["[]", "[{}]", "[{id: 'x'}]"])
def test_an_answer_that_names_nobody_removes_nobody(modules: Page, answer: str) -> None:
    body = f"await box.flush(async () => {answer}, settled); return left()"

    assert outbox(modules, body) == ["s1", "s2", "s3"]


def test_a_failed_journey_removes_nobody(modules: Page) -> None:
    body = """
        const failed = await box.flush(async () => { throw new Error('x') }, settled).catch(e => e.message)
        return [failed, left()]"""

    assert outbox(modules, body) == ["x", ["s1", "s2", "s3"]]


def test_what_cannot_be_settled_on_disk_is_not_forgotten(modules: Page) -> None:
    body = """
        await box.flush(async () => [{ id: 's1' }], async () => { throw new Error() }).catch(() => {})
        return left()"""

    assert outbox(modules, body) == ["s1", "s2", "s3"]


def test_two_who_send_at_once_share_the_journey(modules: Page) -> None:
    body = """
        const send = async items => { sent.push(items.length); return items.map(({ id }) => ({ id })) }
        await Promise.all([box.flush(send, settled), box.flush(send, settled)])
        return [sent, left()]"""

    assert outbox(modules, body) == [[3], []]


def test_a_scan_the_disk_refuses_is_still_sent(modules: Page) -> None:
    body = """
        store.addScan = async () => { throw new DOMException('full', 'QuotaExceededError') }
        const saved = await box.add(scan('s4'), {})
        const unsaved = box.hasUnsaved
        await box.flush(async items => items.map(({ id }) => ({ id })), settled)
        return [saved, unsaved, box.hasUnsaved, left()]"""

    assert outbox(modules, body) == [False, True, False, []]


def test_an_open_scan_waits_for_a_handshake_that_left_after_it(modules: Page) -> None:
    body = """
        await box.add(scan('s4', 'open'), {})
        await box.add({ ...scan('s5', 'open'), odo: 30 }, {})
        await box.seal({ server: 1 }, 20)
        await box.flush(async items => {
          sent.push(...items.map(i => [i.id, i.after ?? null, 'state' in i]))
          return items.map(({ id }) => ({ id }))
        }, settled)
        return [sent.slice(3), left(), box.hasOpen]"""

    assert outbox(modules, body) == [[["s4", {"server": 1}, False]], ["s5"], True]

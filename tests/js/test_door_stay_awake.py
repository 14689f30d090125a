"""The screen stays lit: what the browser takes away is asked for again."""

import pytest
from playwright.sync_api import Page

from tests.js.modules import call, open_modules


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def test_a_lock_that_was_taken_away_is_asked_for_when_seen_or_touched_again(modules: Page) -> None:
    script = """
        let asked = 0, lock
        const wakeLock = { request: async () => (asked++, lock = { released: false }) }
        Object.defineProperty(navigator, 'wakeLock', { value: wakeLock })
        const settle = () => new Promise(done => setTimeout(done))
        m.stayAwake(); await settle()
        dispatchEvent(new PointerEvent('pointerdown')); await settle()
        const held = asked
        lock.released = true
        document.dispatchEvent(new Event('visibilitychange')); await settle()
        const seen = asked
        lock.released = true
        dispatchEvent(new PointerEvent('pointerdown')); await settle()
        return [held, seen, asked]
    """
    assert call(modules, "door/stay-awake.js", script) == [1, 2, 3]


def test_where_it_is_refused_nothing_fails(modules: Page) -> None:
    script = """
        const request = async () => { throw new DOMException('low battery', 'NotAllowedError') }
        Object.defineProperty(navigator, 'wakeLock', { value: { request } })
        m.stayAwake()
        return new Promise(done => setTimeout(() => done('lit or not'), 20))
    """
    assert call(modules, "door/stay-awake.js", script) == "lit or not"

"""Whom this phone has let in and not told the server of yet: it knows them, also when reloaded."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.modules import call, open_modules

# A roster that says who is inside and notes who came, a clock that stands, and scans under way.
SETTING = """
    const noted = []
    const roster = {
      dayOf: () => 'today',
      stay: digest => digest === v[1] ? { at: 0, place: 1 } : null,
      note: (digest, arrival, list) =>
        noted.push([digest, arrival.at, arrival.place, ...(list ? [list, arrival.kind] : [])]),
    }
    const scan = { kind: 'entry', how: 'camera', place: 2, wall: 5_700, digest: 'd',
                   before: { server: 9_000, wall: 5_000 } }
    const outbox = { all: () => v[0].map(each => ({ ...scan, ...each })) }
    m.noteOwn({ roster, outbox, clock: { likely: () => 0 } })
    return noted
"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def noted(page: Page, *scans: dict[str, Any], inside: str = "") -> Any:
    return call(page, "door/own-scans.js", SETTING, list(scans), inside)


def test_who_was_let_in_is_known_with_time_and_door(modules: Page) -> None:
    assert noted(modules, {"id": "a", "verdict": "welcome"}) == [["d", 9_700, 2]]
    assert noted(modules, {"id": "a", "how": "forced", "verdict": "unlisted"}) == [["d", 9_700, 2]]


@pytest.mark.parametrize("verdict", ["again", "cancelled", "waitlisted", "wrong-day"])
def test_other_verdicts_let_nobody_in(modules: Page, verdict: str) -> None:
    assert noted(modules, {"id": "a", "verdict": verdict}) == []


def test_what_was_taken_back_let_nobody_in(modules: Page) -> None:
    undo = {"id": "b", "kind": "undo", "target": "a", "verdict": None}

    assert noted(modules, {"id": "a", "verdict": "welcome"}, undo) == []


def test_an_arrival_that_is_known_already_keeps_its_time(modules: Page) -> None:
    assert noted(modules, {"id": "a", "verdict": "welcome"}, inside="d") == []


def test_at_a_list_who_came_is_inside_and_who_left_is_not(modules: Page) -> None:
    came = {"id": "a", "verdict": "welcome", "list": 3}
    left = {"id": "b", "kind": "exit", "verdict": None, "list": 3}

    assert noted(modules, came) == [["d", 9_700, 2, 3, 1]]
    assert noted(modules, left, inside="d") == [["d", 9_700, 2, 3, 2]]
    assert noted(modules, left) == []

"""Several who change the site at once: each finds what the one before wrote."""

import time

import pytest
from flask import Flask

from eventapp.domain.event import focus_area_change as changes
from eventapp.domain.event.focus_area_change import FocusAreaText
from eventapp.domain.event.focus_area_list import list_in_order
from tests.builders import NOON
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 4
DELAY = 0.05  # seconds between taking the lock and reading the list


def adding(number: int) -> Task:
    name = f"Område {number}"
    text = FocusAreaText(name, name, "Område", "Area", 0, 0, NOON.date())

    def add() -> str:
        changes.add_area(text, actor=f"a{number}", now=NOON)
        return "added"

    return add


def test_areas_added_at_once_get_places_and_codes_of_their_own(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = changes.lock_site

    def lock_and_think() -> None:
        lock()
        time.sleep(DELAY)

    monkeypatch.setattr(changes, "lock_site", lock_and_think)

    assert run_concurrently(app, [adding(n) for n in range(AT_ONCE)]) == ["added"] * AT_ONCE
    areas = list_in_order()
    assert [area.position for area in areas] == [1, 2, 3, 4]
    assert {area.code for area in areas} == {"omrade", "omrade-2", "omrade-3", "omrade-4"}


def test_without_the_lock_some_fail(
    app_without_locks: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were this to pass, the one above would prove nothing."""
    monkeypatch.setattr(changes, "lock_site", lambda: time.sleep(DELAY))

    answers = run_concurrently(app_without_locks, [adding(n) for n in range(AT_ONCE)])

    assert answers != ["added"] * AT_ONCE

"""Every address is known, and every door has a guard."""

from pathlib import Path

import pytest
from flask import Flask

from eventapp.domain.permission import ALLOWED, Action
from tests.house.routes import lines

SNAPSHOT = Path(__file__).with_name("routes.txt")
pytestmark = pytest.mark.on_sqlite_alone


@pytest.fixture
def mode() -> str:
    return "demo"


def test_the_addresses_are_those_we_know(app: Flask) -> None:
    assert lines(app) == SNAPSHOT.read_text().splitlines()


def test_every_endpoint_wears_a_guard(app: Flask) -> None:
    bare = {
        name for name, view in app.view_functions.items() if not hasattr(view, "guarded_by")
    } - {"static"}

    assert bare == set()


def test_every_guard_asks_for_something_that_the_rules_know(app: Flask) -> None:
    asked = {view.guarded_by for view in app.view_functions.values() if hasattr(view, "guarded_by")}

    assert asked <= set(Action)


def test_every_action_has_a_rule() -> None:
    assert set(ALLOWED) == set(Action)


def test_get_and_nothing_else_is_answered_where_nothing_is_changed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        said = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert said in ({"GET"}, {"POST"}), rule.rule

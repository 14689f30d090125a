"""Every role and action has its words."""

from flask import Flask

from eventapp.domain.people.role_label import (
    ACTION_LABELS,
    LEVEL_LABELS,
    ROLE_LABELS,
    ROLE_SENTENCES,
    role_name,
)
from eventapp.domain.permission import GIVERS, Action, Level, Role


def test_nothing_lacks_its_words(app: Flask) -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert set(ACTION_LABELS) == set(Action)
    assert set(LEVEL_LABELS) == set(Level)
    assert {role for role, _level in GIVERS} <= set(ROLE_SENTENCES)
    assert len({str(label) for label in ACTION_LABELS.values()}) == len(Action)


def test_a_role_that_there_is_no_more_is_shown_as_it_is_stored(app: Flask) -> None:
    assert role_name("speaker") == "speaker"

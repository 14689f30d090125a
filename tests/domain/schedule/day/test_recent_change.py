"""What releases changed since yesterday: once a session, and nothing that was changed back."""

import pytest
from flask import Flask

from eventapp.domain.schedule.day.recent_change import changes_since_yesterday
from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import Event
from tests.builders.day import session_of, two_days
from tests.builders.moments import DAY, HOUR


@pytest.fixture
def event(app: Flask) -> Event:
    return two_days()


def rename(event: Event, title: str, new: str, *, days_before: int = 0) -> str:
    session = session_of(event, title)
    session.title = new
    db.session.flush()
    store_release(event, actor="organizer", note="", now=event.starts_at - days_before * DAY)
    db.session.commit()
    return session.code


def test_the_first_release_is_no_change(event: Event) -> None:
    assert changes_since_yesterday(event, event.starts_at) == {}


def test_what_was_changed_twice_is_told_once_from_first_to_last(event: Event) -> None:
    code = rename(event, "Ljus", "Ljuset", days_before=1)
    rename(event, "Ljuset", "Ljus på torget")

    (change,) = changes_since_yesterday(event, event.starts_at + HOUR).values()
    assert change.code == code
    assert change.before
    assert change.after
    assert (change.before.title, change.after.title) == ("Ljus", "Ljus på torget")


def test_what_was_changed_back_is_none(event: Event) -> None:
    rename(event, "Ljus", "Ljuset", days_before=1)
    rename(event, "Ljuset", "Ljus")
    assert changes_since_yesterday(event, event.starts_at + HOUR) == {}


def test_what_is_older_than_yesterday_is_known(event: Event) -> None:
    rename(event, "Ljus", "Ljuset", days_before=2)
    assert changes_since_yesterday(event, event.starts_at + HOUR) == {}

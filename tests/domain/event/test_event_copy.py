"""Copies of events: moved by the clock on the wall, and refused where that time does not exist."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from eventapp.domain.event.event_copy import copy_event
from eventapp.domain.event.local_time import NoSuchTime
from eventapp.extensions import db
from eventapp.models import Session
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_a_copy_keeps_the_times_of_day_across_the_clocks_change() -> None:
    event = an_event()
    session = a_session(event)
    assert session.starts_at == event.starts_at
    copy = copy_event(
        event, datetime(2027, 1, 12, 9, tzinfo=STOCKHOLM), actor="organizer", now=NOON
    )
    (copied,) = db.session.scalars(select(Session).where(Session.event_id == copy.id))
    moved = copied.starts_at.astimezone(STOCKHOLM)
    assert f"{moved:%Y-%m-%d %H:%M}" == "2027-01-12 09:00"
    assert copied.released is None


def test_a_copy_whose_session_would_be_at_a_missing_time_is_refused() -> None:
    event = an_event(starts_at=datetime(2027, 3, 20, 20, tzinfo=STOCKHOLM))
    event.ends_at = event.starts_at + 12 * HOUR
    a_session(event, starts_at=datetime(2027, 3, 21, 2, 30, tzinfo=STOCKHOLM))
    with pytest.raises(NoSuchTime):
        copy_event(event, datetime(2027, 3, 27, 20, tzinfo=STOCKHOLM), actor="organizer", now=NOON)
    db.session.rollback()

"""Which events may be reported: those of the period that are over."""

from datetime import timedelta

from flask import Flask

from eventapp.domain.report.event_list import find_by_public_id, list_events_over
from eventapp.extensions import db
from eventapp.models import EventState
from tests.builders import an_event
from tests.builders.moments import DAY, HOUR, NEXT_MONTH
from tests.builders.report import AFTER

FIRST, LAST = NEXT_MONTH.date(), NEXT_MONTH.date()


def test_events_of_the_period_that_are_over_by_time(app: Flask) -> None:
    later = an_event(starts_at=NEXT_MONTH + HOUR, ends_at=NEXT_MONTH + 2 * HOUR)
    first = an_event()
    an_event(starts_at=NEXT_MONTH + 3 * DAY, ends_at=NEXT_MONTH + 4 * DAY)
    an_event(state=EventState.CANCELLED)
    an_event(state=EventState.DRAFT)
    db.session.commit()

    assert [*list_events_over(FIRST, LAST, now=AFTER)] == [first, later]
    assert [*list_events_over(FIRST, LAST, now=NEXT_MONTH)] == []
    assert [*list_events_over(FIRST - timedelta(9), LAST - timedelta(1), now=AFTER)] == []


def test_focus_areas_narrow_the_list(app: Flask) -> None:
    school = an_event(focus_areas=["skolan"])
    an_event(focus_areas=["torget"])
    db.session.commit()

    assert [*list_events_over(FIRST, LAST, ["skolan", "annat"], now=AFTER)] == [school]


def test_an_event_is_found_by_its_public_id(app: Flask) -> None:
    event = an_event()
    assert find_by_public_id(event.public_id) is event
    assert find_by_public_id("ingen") is None

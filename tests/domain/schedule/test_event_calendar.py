"""The days of an event in calendars: their hours, their numbers, and when SEQUENCE rises."""

from datetime import UTC, datetime, timedelta

import pytest

from eventapp.domain.event.draft import EDITABLE_FIELDS, EventText, edit_event
from eventapp.domain.event.release import release_schedule
from eventapp.domain.schedule.event_calendar import event_calendar
from eventapp.extensions import db
from eventapp.models import Event, SessionKind
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of January 2027 in Stockholm."""
    return datetime(2027, 1, day, hour - 1, minute, tzinfo=UTC)


def hours(event: Event) -> list[tuple[datetime, datetime]]:
    return [(day.starts_at, day.ends_at) for day in event_calendar(event).current_days]


def edit(event: Event, **facts: object) -> None:
    values = {name: getattr(event, name) for name in EDITABLE_FIELDS} | facts
    text = EventText(slug="", **values)
    edit_event(event, text, version=event.version, actor="o", now=NOON)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "expected"),
    [
        (at(12, 9), at(12, 16), [(at(12, 9), at(12, 16))]),
        (at(12, 18), at(13, 2), [(at(12, 18), at(13, 2))]),
        (at(12, 9), at(13, 15), [(at(12, 9), at(12, 15)), (at(13, 9), at(13, 15))]),
        (at(12, 12), at(13, 12), [(at(12, 12), at(12, 17)), (at(13, 9), at(13, 12))]),
        (at(12, 13), at(13, 11, 30), [(at(12, 13), at(12, 17)), (at(13, 9), at(13, 11, 30))]),
        (at(12, 18), at(13, 12), [(at(12, 18), at(12, 19)), (at(13, 9), at(13, 12))]),
        (at(12, 9), at(14, 1), [(at(12, 9), at(12, 17)), (at(13, 9), at(14, 1))]),
    ],
    ids=["day", "night", "two days", "lunch to lunch", "nearly", "evening before", "party"],
)
def test_each_day_has_its_hours(
    starts_at: datetime, ends_at: datetime, expected: list[tuple[datetime, datetime]]
) -> None:
    assert hours(an_event(starts_at=starts_at, ends_at=ends_at)) == expected


def test_days_go_by_the_clock_where_the_clocks_change() -> None:
    event = an_event(
        starts_at=datetime(2027, 3, 27, 8, tzinfo=UTC),  # 9 o'clock
        ends_at=datetime(2027, 3, 28, 13, tzinfo=UTC),  # 15 o'clock, in summer
    )

    assert hours(event)[1][0] == datetime(2027, 3, 28, 7, tzinfo=UTC)


def test_hours_follow_the_released_schedule_and_sequence_rises_with_them() -> None:
    event = an_event(starts_at=at(12, 9), ends_at=at(14, 15))
    for starts_at in (at(12, 16), at(14, 8)):
        plenary = a_session(
            event,
            kind=SessionKind.PLENARY,
            starts_at=starts_at,
            ends_at=starts_at + 2 * HOUR,
            released=False,
        )
    before = event_calendar(event)

    release_schedule(event, actor="o", now=NOON)
    after = event_calendar(event)

    assert [day.number for day in before.current_days] == [1, 2, 3]
    assert hours(event) == [(at(12, 9), at(12, 18)), (at(14, 8), at(14, 15))]
    assert [day.number for day in after.current_days] == [1, 3]  # a day off keeps its number
    assert (before.sequence, after.sequence) == (0, 1)
    plenary.abstract = "Rättat"
    release_schedule(event, actor="o", now=NOON)
    assert event_calendar(event) == after


def test_sequence_rises_with_time_place_and_status_alone() -> None:
    event = an_event()
    seen = [event_calendar(event)]
    for facts in (
        {"title": "Nytt namn", "summary": "Nytt", "seats": 99},
        {"ends_at": event.ends_at + HOUR},
        {"venue_name": "Andra hallen"},
    ):
        edit(event, **facts)
        seen.append(event_calendar(event))

    assert [calendar.sequence for calendar in seen] == [0, 0, 1, 2]
    assert seen[0] == seen[1]
    assert seen[-1].changed_at == NOON


def test_what_an_older_release_changes_meanwhile_is_one_change_more() -> None:
    event = an_event()
    event.starts_at -= HOUR
    db.session.flush()

    calendar = event_calendar(event)

    assert calendar.sequence == 1
    assert calendar.current_days[0].starts_at == event.starts_at


def test_sessions_rise_with_their_place_and_not_with_the_time_of_the_event() -> None:
    event = an_event()
    session = a_session(event)
    edit(event, ends_at=event.ends_at + timedelta(minutes=30))
    db.session.refresh(session)
    first = session.calendar_sequence
    edit(event, venue_name="Andra hallen")
    db.session.refresh(session)

    assert (first, session.calendar_sequence) == (0, 1)

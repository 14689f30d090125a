"""Who has the newest calendar entries: only what letters tell of it."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.domain.event.calendar_status import (
    CalendarsOfPastEvent,
    CalendarStatus,
    NobodyIsBehind,
    calendar_status,
    send_newest,
)
from eventapp.domain.event.draft import EDITABLE_FIELDS, EventText, edit_event
from eventapp.domain.event.release import release_schedule
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Event, SessionKind
from eventapp.worker import handlers, loop
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_queue, a_registration, a_session, an_event

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters that left, in order."""
    letters: list[Letter] = []
    monkeypatch.setattr(handlers, "send", letters.append)
    return letters


def work(event_id: int, minutes: int) -> Event:
    """Let the letters go; the event as it is then."""
    db.session.commit()
    with standing_at(NOON + minutes * MINUTE):
        loop.run_all()
    return db.session.get_one(Event, event_id)


def test_a_letter_counts_once_it_has_left(sent: list[Letter]) -> None:
    event = an_event(seats=2)
    a_registration(event)
    a_registration(event)
    a_queue(event, 1)

    assert calendar_status(event) == CalendarStatus(0, 2, 0, 0, 0)
    event = work(event.id, 0)
    assert calendar_status(event) == CalendarStatus(2, 0, 0, 0, 0)


def test_a_move_is_on_its_way_and_then_there(sent: list[Letter]) -> None:
    event = an_event()
    a_registration(event)
    event = work(event.id, 0)
    values = {name: getattr(event, name) for name in EDITABLE_FIELDS}
    values["ends_at"] += HOUR
    later = EventText(slug="", **values)
    edit_event(event, later, version=event.version, actor="o", now=NOON)

    assert calendar_status(event) == CalendarStatus(0, 1, 0, 0, 0)
    event = work(event.id, 6)
    assert calendar_status(event) == CalendarStatus(1, 0, 0, 0, 0)


def test_other_hours_by_a_release_are_sent_when_somebody_asks_for_it(sent: list[Letter]) -> None:
    event = an_event(ends_at=NEXT_MONTH + DAY + 6 * HOUR)
    a_registration(event)
    event = work(event.id, 0)
    evening = event.starts_at + 11 * HOUR
    a_session(event, kind=SessionKind.PLENARY, starts_at=evening, released=False)
    release_schedule(event, actor="o", now=NOON)
    assert calendar_status(event) == CalendarStatus(0, 0, 1, 0, 0)
    sent.clear()

    assert send_newest(event, actor="o", now=NOON + MINUTE) == 1
    assert calendar_status(event) == CalendarStatus(0, 1, 0, 0, 0)
    with pytest.raises(NobodyIsBehind):
        send_newest(event, actor="o", now=NOON + MINUTE)
    event = work(event.id, 2)

    assert calendar_status(event) == CalendarStatus(1, 0, 0, 0, 0)
    (letter,) = sent
    assert [part.method for part in letter.calendars] == ["REQUEST", "REQUEST"]
    assert "SEQUENCE:1" in letter.calendars[0].ics.decode()


def test_nobody_gets_a_letter_about_an_event_that_is_over(sent: list[Letter]) -> None:
    event = an_event()
    a_registration(event)

    with pytest.raises(CalendarsOfPastEvent):
        send_newest(event, actor="o", now=event.ends_at)

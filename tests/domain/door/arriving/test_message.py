"""What is said to all doors: who has read it, when it ends, and that the log does not repeat it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.door.arriving import message
from eventapp.domain.door.arriving.message import (
    TooManyDoorMessages,
    list_messages,
    list_unread,
    send_message,
    withdraw_message,
)
from eventapp.domain.door.arriving.phone_report import PhoneReport, take_report
from eventapp.domain.door.closing import EventOver
from eventapp.extensions import db
from eventapp.models import AuditEntry, Device, DoorMessage, DoorMessageReading, Event
from tests.builders import HOUR, NOON, an_event
from tests.builders.door import a_phone

MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)


def say(event: Event, text: str, after: int = 0) -> DoorMessage:
    return send_message(event, text, actor="organizer", now=NOON + after * MINUTE)


def read_at(phone: Device, *messages: DoorMessage) -> None:
    take_report(
        phone, PhoneReport(0, None, [sent_message.code for sent_message in messages]), now=NOON
    )


def test_a_phone_shows_what_nobody_has_read_at_it_the_oldest_first(event: Event) -> None:
    first, _ = a_phone(event)
    second, _ = a_phone(event, "Norra porten")
    full, loops = say(event, "Garderoben är full."), say(event, "Hämta hörslingor.", 1)

    read_at(first, full)

    assert list_unread(first) == [loops]
    assert list_unread(second) == [full, loops]
    assert [(sent.message, sent.readers) for sent in list_messages(event)] == [
        (loops, frozenset()),
        (full, frozenset({first.id})),
    ]


def test_of_many_the_newest_are_shown(event: Event) -> None:
    phone, _ = a_phone(event)
    messages = [say(event, f"Nummer {n}", n) for n in range(message.MESSAGES_SHOWN + 2)]
    assert list_unread(phone) == messages[2:]
    assert [sent.message for sent in list_messages(event)] == messages[:1:-1]


def test_a_phone_that_is_paired_later_is_not_told_of_before(event: Event) -> None:
    say(event, "Garderoben är full.")
    phone, _ = a_phone(event, now=NOON + MINUTE)
    assert list_unread(phone) == []


def test_another_events_doors_hear_nothing_and_take_nothing_back(event: Event) -> None:
    sent_message = say(event, "Garderoben är full.")
    other = an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    phone, _ = a_phone(other)
    assert list_unread(phone) == []
    assert not withdraw_message(other, sent_message.code, actor="organizer", now=NOON)
    assert len(list_messages(event)) == 1


def test_what_is_taken_back_is_gone_with_its_readings(event: Event) -> None:
    phone, _ = a_phone(event)
    sent_message = say(event, "Garderoben är full.")
    read_at(phone, sent_message)
    code = sent_message.code

    assert withdraw_message(event, code, actor="organizer", now=NOON)
    assert not withdraw_message(event, code, actor="organizer", now=NOON)

    assert list_messages(event) == ()
    assert db.session.scalars(select(DoorMessageReading)).all() == []


def test_the_log_says_that_something_was_said_and_not_what(event: Event) -> None:
    sent_message = say(event, "Anna Ek ska till läkaren.")
    withdraw_message(event, sent_message.code, actor="organizer", now=NOON)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[-2:]
    assert [entry.action for entry in entries] == ["doors told", "doors untold"]
    assert "Anna" not in "".join(str(vars(entry)) for entry in entries)


def test_nothing_is_said_once_the_door_has_closed(event: Event) -> None:
    with pytest.raises(EventOver):
        send_message(event, "Hej", actor="organizer", now=event.ends_at + 3 * HOUR)


def test_nobody_reads_a_hundred_and_one(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "MESSAGES_MAX", 1)
    say(event, "Det första")
    with pytest.raises(TooManyDoorMessages):
        say(event, "Det andra")

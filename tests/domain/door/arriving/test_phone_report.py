"""What phones say of themselves: stored where it is news, and what they hear."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.door.arriving.message import send_message
from eventapp.domain.door.arriving.pause import pause_door
from eventapp.domain.door.arriving.phone_report import (
    REPORT_PRECISION,
    PhoneReport,
    is_new,
    list_news,
    take_report,
)
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import DoorMessageReading, Event
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.door import a_phone

SECOND = timedelta(seconds=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)


def test_a_phone_hears_how_many_have_a_place(event: Event) -> None:
    phone, _ = a_phone(event)
    for _ in range(2):
        a_registration(event)
    cancel(a_registration(event), now=NOON)
    assert list_news(phone).placed == 2


def test_it_is_stored_how_a_phone_is(event: Event) -> None:
    phone, _ = a_phone(event)
    take_report(phone, PhoneReport(11, NOON - 9 * SECOND, []), now=NOON)
    db.session.refresh(phone)
    assert (phone.waiting, phone.list_fetched_at, phone.reported_at) == (
        11,
        NOON - 9 * SECOND,
        NOON,
    )


def test_what_is_no_news_is_not_stored_again(event: Event) -> None:
    phone, _ = a_phone(event)
    same = PhoneReport(0, NOON, [])
    assert is_new(phone, same, now=NOON)
    take_report(phone, same, now=NOON)
    db.session.refresh(phone)

    assert not is_new(phone, same, now=NOON + SECOND)
    assert is_new(phone, same, now=NOON + REPORT_PRECISION)
    assert is_new(phone, PhoneReport(1, NOON, []), now=NOON + SECOND)
    assert is_new(phone, PhoneReport(0, NOON, ["a"]), now=NOON + SECOND)
    pause_door(event, phone.place, actor="organizer", now=NOON + SECOND)
    assert is_new(phone, same, now=NOON + 2 * SECOND)  # so that it is seen that the phone knows


def test_a_message_is_read_once_and_an_unknown_one_is_passed_over(event: Event) -> None:
    phone, _ = a_phone(event)
    sent_message = send_message(event, "Kön är kort.", actor="organizer", now=NOON)
    other = an_event(starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    theirs = send_message(other, "Kön är lång.", actor="organizer", now=NOON)
    for after in range(2):
        report = PhoneReport(0, None, [sent_message.code, theirs.code, "nothing"])
        take_report(phone, report, now=NOON + after * SECOND)
    readings = db.session.scalars(select(DoorMessageReading)).all()
    assert [(r.message_id, r.device_id, r.read_at) for r in readings] == [
        (sent_message.id, phone.id, NOON)
    ]

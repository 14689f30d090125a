"""What a phone may say of whoever it let in: their day, who of theirs is missing, or nothing."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from eventapp.domain.door.arriving import welcome
from eventapp.domain.door.arriving.welcome import Welcome, compose_welcome
from eventapp.extensions import db
from eventapp.models import Device, Event, Organisation, Registration, Visibility
from tests.builders import a_registration
from tests.builders.day import session_of, two_days
from tests.builders.door import a_digest, a_phone, a_scan
from tests.builders.moments import DAY, HOUR
from tests.builders.people import an_organisation
from tests.domain.door.sending import send

MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return two_days()


@pytest.fixture
def phone(event: Event) -> Device:
    return a_phone(event, now=event.starts_at - DAY)[0]


@pytest.fixture
def sigtuna(app: Flask) -> Organisation:
    return an_organisation("Sigtuna")


def let_in(phone: Device, guest: Registration, at: datetime, **facts: object) -> str:
    scan = a_scan(a_digest(guest), at=at, **facts)
    assert send(phone, scan) == ["stored"]
    return str(scan["id"])


def greet(phone: Device, scan: str, at: datetime) -> Welcome:
    return compose_welcome(phone, scan, "sv", now=at)


def test_own_sessions_of_the_day_that_are_left(event: Event, phone: Device) -> None:
    chosen = session_of(event, "Ljus")
    guest = a_registration(event, sessions=(chosen,))
    db.session.flush()
    scan = let_in(phone, guest, event.starts_at)
    assert [s.title for s in greet(phone, scan, event.starts_at).sessions] == [chosen.title]
    assert greet(phone, scan, chosen.ends_at).sessions == []
    assert greet(phone, scan, event.starts_at + DAY).sessions == []


def test_how_many_of_theirs_have_not_come_today(
    event: Event, phone: Device, sigtuna: Organisation
) -> None:
    theirs = [a_registration(event, organisation=sigtuna) for _ in range(4)]
    let_in(phone, theirs[0], event.starts_at - 23 * HOUR)
    first = let_in(phone, theirs[1], event.starts_at)
    counted = greet(phone, first, event.starts_at).of_theirs
    assert counted
    assert (counted.missing, counted.placed) == (3, 4)
    assert counted.organisation == "Sigtuna"

    undo = {"target": first, "at": event.starts_at}
    second = let_in(phone, theirs[2], event.starts_at + MINUTE)
    send(phone, a_scan(**undo))
    counted = greet(phone, second, event.starts_at + MINUTE).of_theirs
    assert counted
    assert counted.missing == 3


def test_whoever_hides_themselves_is_neither_spoken_of_nor_counted(
    event: Event, phone: Device, sigtuna: Organisation
) -> None:
    seen, hidden = (a_registration(event, organisation=sigtuna) for _ in range(2))
    hidden.visibility = Visibility.LIMITED
    db.session.flush()
    assert greet(phone, let_in(phone, hidden, event.starts_at), event.starts_at) == Welcome()
    # With the other one counted, it would say whether they are here.
    assert greet(phone, let_in(phone, seen, event.starts_at), event.starts_at).of_theirs is None


def test_a_phone_hears_only_of_those_whom_it_let_in_itself(event: Event, phone: Device) -> None:
    guest = a_registration(event, sessions=(session_of(event, "Ljus"),))
    db.session.flush()
    other, _ = a_phone(event, "Norra porten", now=event.starts_at - DAY)
    theirs = let_in(other, guest, event.starts_at, place=2)
    assert greet(other, theirs, event.starts_at).sessions
    for scan in (theirs, "A" * 22):
        assert greet(phone, scan, event.starts_at) == Welcome()
    shown = let_in(phone, guest, event.starts_at, verdict="wrong-day")
    assert greet(phone, shown, event.starts_at) == Welcome()


def test_of_very_many_nobody_is_counted(
    event: Event, phone: Device, sigtuna: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = [a_registration(event, organisation=sigtuna) for _ in range(3)]
    scan = let_in(phone, theirs[0], event.starts_at)
    monkeypatch.setattr(welcome, "COUNTED_MAX", 2)
    assert greet(phone, scan, event.starts_at).of_theirs is None

"""The second screen: figures that agree with a recount, and say nothing of anybody."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.door import device as devices
from eventapp.domain.door import scan_tally
from eventapp.domain.door.arriving.live_door import (
    ORGANISATION_MIN,
    QUIET_AFTER,
    opens_today,
    watch,
)
from eventapp.domain.door.arriving.pause import pause_door
from eventapp.domain.door.arriving.phone_report import PhoneReport, take_report
from eventapp.extensions import db
from eventapp.models import Event, RegistrationState
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.builders.people import an_organisation
from tests.domain.door.sending import send
from tests.views.organizer.counting import counted_statements

SECOND = timedelta(seconds=1)
TODAY = NOON.date()
STATEMENTS_MAX = 11


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(seats=99, starts_at=NOON - HOUR, ends_at=NOON + HOUR)


def test_it_counts_by_organisation_door_and_minute(event: Event) -> None:
    here, _ = a_phone(event)
    there, _ = a_phone(event, "Norra porten")
    sigtuna = an_organisation("Sigtuna")
    guests = [a_registration(event, organisation=sigtuna) for _ in range(ORGANISATION_MIN)]
    alone = a_registration(event, organisation=an_organisation("Bäck"))
    send(here, *(a_scan(a_digest(guest), place=1) for guest in (*guests[:2], alone)))
    waiting = a_registration(event)
    waiting.state = RegistrationState.WAITLISTED
    db.session.flush()
    send(there, a_scan(a_digest(guests[2]), place=2))
    send(there, a_scan(a_digest(waiting), place=2, verdict="waitlisted", how="forced"))
    scan_tally.store_tally(event)

    with counted_statements() as sent:
        door = watch(event, TODAY, now=NOON)

    assert (door.placed, door.came, door.lately, door.odd, door.whole) == (6, 5, 5, 1, True)
    assert [(share.name, share.came, share.placed) for share in door.organisations] == [
        ("Sigtuna", 3, 5),
        ("", 2, 1),
    ]
    assert [(live.gate.name, live.came) for live in door.gates] == [
        ("Entré", 3),
        ("Norra porten", 2),
    ]
    assert len(sent) <= STATEMENTS_MAX


def test_an_organisation_of_few_is_never_shown_by_itself(event: Event) -> None:
    few = an_organisation("Bäck")
    for _ in range(ORGANISATION_MIN - 1):
        a_registration(event, organisation=few)
    (share,) = watch(event, TODAY, now=NOON).organisations
    assert (share.name, share.placed) == ("", ORGANISATION_MIN - 1)


def test_phones_are_seen_wait_fall_quiet_and_hear_of_a_pause(event: Event) -> None:
    phone, _ = a_phone(event)
    a_phone(event)[0].revoked_at = NOON
    devices.invite(event, "Entré", actor="organizer", now=NOON)
    take_report(phone, PhoneReport(11, NOON - 9 * SECOND, []), now=NOON)

    (live,) = watch(event, TODAY, now=NOON + QUIET_AFTER).phones
    assert (live.device.waiting, live.seen_at, live.quiet) == (11, NOON, False)
    (live,) = watch(event, TODAY, now=NOON + QUIET_AFTER + SECOND).phones
    assert live.quiet

    pause_door(event, phone.place, actor="organizer", now=NOON + SECOND)
    assert not watch(event, TODAY, now=NOON + SECOND).phones[0].knows_of_pause
    take_report(phone, PhoneReport(0, None, []), now=NOON + 2 * SECOND)
    door = watch(event, TODAY, now=NOON + 2 * SECOND)
    assert door.phones[0].knows_of_pause
    assert door.waiting == 0


def test_the_programme_begins_on_the_first_day_alone(event: Event) -> None:
    assert opens_today(event, TODAY) == event.starts_at
    assert opens_today(event, TODAY + DAY) is None

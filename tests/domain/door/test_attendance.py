"""Who attended, by the scans that are stored."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from eventapp.domain.door.attendance import (
    attended_registration_ids,
    has_attended,
)
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.models import CheckIn, Event, Registration
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.presences import load_attendances
from tests.domain.door.sending import send
from tests.plans import executed, plan_of

SECOND = timedelta(seconds=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


def test_only_those_who_came_in_attended(event: Event) -> None:
    phone, _token = a_phone(event)
    guests = {
        name: a_registration(event, name=name)
        for name in ("came", "again", "turned away", "let in", "undone", "stayed away")
    }
    scan = a_scan(a_digest(guests["undone"]))
    send(
        phone,
        a_scan(a_digest(guests["came"])),
        a_scan(a_digest(guests["again"]), verdict="again"),
        a_scan(a_digest(guests["turned away"]), verdict="waitlisted"),
        a_scan(a_digest(guests["let in"]), verdict="wrong-day", how="forced"),
        scan,
        a_scan(target=scan["id"]),
    )

    attended = attended_registration_ids(event.id)

    assert {name for name, guest in guests.items() if guest.id in attended} == {
        "came",
        "again",
        "let in",
    }


def test_an_undoing_may_come_before_what_it_undoes(event: Event) -> None:
    phone, _token = a_phone(event)
    guest = a_registration(event)
    scan = a_scan(a_digest(guest))

    send(phone, a_scan(target=scan["id"]))
    send(phone, scan)

    assert load_attendances(event)[guest.id].first is None
    assert attended_registration_ids(event.id) == set()


def test_an_old_and_a_new_ticket_of_one_person_count_once(event: Event) -> None:
    phone, _token = a_phone(event)
    guest = a_registration(event)
    old = a_digest(guest)
    ticket.issue(event, guest, now=NOON)
    db.session.flush()

    send(phone, a_scan(old, how="forced"), a_scan(a_digest(guest), at=NOON + SECOND))

    presence = load_attendances(event)[guest.id]
    assert presence.first
    assert len(presence.conflicts) == 1
    assert attended_registration_ids(event.id) == {guest.id}


def test_no_scan_of_one_event_touches_another(event: Event) -> None:
    elsewhere = an_event()
    guest = a_registration(elsewhere)
    phone, _token = a_phone(event)

    send(phone, a_scan(a_digest(guest)))

    assert attended_registration_ids(elsewhere.id) == set()
    assert attended_registration_ids(event.id) == set()
    assert db.session.scalars(select(CheckIn.registration_id)).all() == [None]


@pytest.mark.on_sqlite_alone  # which has statistics only when somebody runs ANALYZE
@pytest.mark.parametrize("undone", [0, 2])
def test_statistics_do_not_make_all_scans_be_gone_through_for_each_person(
    event: Event, undone: int
) -> None:
    phone, _token = a_phone(event)
    scans = [a_scan(a_digest(a_registration(event, name=f"Nr {n}"))) for n in range(40)]
    send(phone, *scans, *(a_scan(target=scan["id"]) for scan in scans[:undone]))
    db.session.execute(text("ANALYZE"))

    with executed() as statements:
        came = db.session.scalars(select(Registration.id).where(has_attended())).all()

    assert len(came) == len(scans) - undone
    assert "INDEX check_ins_by_target (target=?)" in plan_of(*statements[-1])

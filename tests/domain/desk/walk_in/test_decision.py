"""Deciding about somebody who came without being registered: present from then on, and undone."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.desk.walk_in.decision import (
    DecisionStands,
    ReadPerson,
    WalkInCancelled,
    WalkInDecided,
    confirm_walk_in,
    forget_names,
    has_to_forget,
    match_walk_in,
    may_undo,
    refuse_walk_in,
    undo_decision,
)
from eventapp.domain.door.arriving.dashboard import count_day
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.door.desk_check_in import door_status
from eventapp.domain.record import disposal
from eventapp.domain.registration.address import is_stand_in
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.override import ReasonMissing
from eventapp.domain.registration.registration import Affiliation, AlreadyRegistered
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    CheckIn,
    Event,
    Job,
    JobKind,
    Registration,
    RegistrationState,
    WalkIn,
    WalkInState,
)
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.door import a_digest, a_noted_person, a_phone, a_scan, a_walk_in, read_scans
from tests.builders.door import send_walk_ins as send

ACTOR = "account"
MINUTE = timedelta(minutes=1)
LATER = NOON + HOUR
FORGED = "ab" * 16
VILMA = ReadPerson("Vilma Utan", "vilma@town.example", Affiliation("Exempelby"))


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(seats=2, starts_at=NOON - HOUR, ends_at=NOON + 6 * HOUR)


def confirm(walk_in: WalkIn, person: ReadPerson = VILMA, *, now: object = LATER) -> Registration:
    return confirm_walk_in(walk_in, person, actor=ACTOR, now=now)


def undo(walk_in: WalkIn, *, now: object = LATER + MINUTE) -> None:
    undo_decision(walk_in, actor=ACTOR, now=now)


def actions(action: AuditAction) -> int:
    return db.session.query(AuditEntry).filter_by(action=action).count()


def letters(kind: JobKind = JobKind.REGISTRATION_MAIL) -> list[Job]:
    return db.session.query(Job).filter_by(kind=kind).all()


def test_confirmed_they_have_come_when_the_door_noted_them(event: Event) -> None:
    walk_in = a_noted_person(event)

    person = confirm(walk_in)

    (arrival,) = door_status(person, now=LATER).arrivals
    (letter,) = letters()
    assert (person.state, person.organisation_name) == (RegistrationState.CONFIRMED, "Exempelby")
    assert (arrival.at, arrival.door) == (NOON, "Entré")
    assert attended_registration_ids(event.id) == {person.id}
    assert count_day(event, NOON.date()).came == 1
    assert person.tickets
    assert letter.due_at == LATER + 10 * MINUTE
    assert (walk_in.state, walk_in.registration_id) == (WalkInState.CONFIRMED, person.id)
    assert (actions(AuditAction.REGISTERED_AT_THE_DOOR), actions(AuditAction.PLACE_FORCED)) == (
        1,
        0,
    )


def test_nobody_loses_a_seat_to_them(event: Event) -> None:
    seated = [a_registration(event, name=name) for name in ("Ada", "Bea")]
    waiting = a_registration(event, name="Cia")
    walk_in = a_noted_person(event)

    person = confirm(walk_in)

    assert walk_in.over_capacity
    assert person.state is RegistrationState.CONFIRMED
    assert {other.state for other in seated} == {RegistrationState.CONFIRMED}
    assert waiting.state is RegistrationState.WAITLISTED
    assert actions(AuditAction.PLACE_FORCED) == 1
    undo(walk_in)
    assert waiting.state is RegistrationState.WAITLISTED  # nobody's seat was freed


def test_without_an_address_nobody_is_written_to_and_two_are_told_apart(event: Event) -> None:
    nameless = ReadPerson("Vilma Utan", "", Affiliation(""))

    first, second = (confirm(a_noted_person(event), nameless) for _ in range(2))

    assert is_stand_in(first.email)
    assert first.email != second.email
    assert letters() == []
    assert attended_registration_ids(event.id) == {first.id, second.id}


def test_after_the_event_they_have_come_and_get_no_letter(event: Event) -> None:
    walk_in = a_noted_person(event)

    person = confirm(walk_in, now=event.ends_at + HOUR)

    assert attended_registration_ids(event.id) == {person.id}
    assert letters() == []


def test_who_is_registered_by_name_and_address_is_not_registered_twice(event: Event) -> None:
    a_registration(event, name=VILMA.name, email=VILMA.email)
    walk_in = a_noted_person(event)
    with pytest.raises(AlreadyRegistered):
        confirm(walk_in)


def test_matched_with_who_was_registered_they_count_once(event: Event) -> None:
    known = a_registration(event, name="Vilma Utan")
    walk_in, twice = a_noted_person(event), a_noted_person(event, at=NOON + 5 * MINUTE)

    for noted in (walk_in, twice):
        match_walk_in(noted, known, actor=ACTOR, now=LATER)

    assert attended_registration_ids(event.id) == {known.id}
    assert len(door_status(known, now=LATER).arrivals) == 1
    assert count_day(event, NOON.date()).came == 1
    assert twice.entry_id is None
    undo(walk_in)
    assert attended_registration_ids(event.id) == set()
    assert known.state is RegistrationState.CONFIRMED


def test_matched_with_who_waits_they_get_a_place(event: Event) -> None:
    for name in ("Ada", "Bea"):
        a_registration(event, name=name)
    waiting = a_registration(event, name="Vilma Utan")

    match_walk_in(a_noted_person(event), waiting, actor=ACTOR, now=LATER)

    assert waiting.state is RegistrationState.CONFIRMED
    assert attended_registration_ids(event.id) == {waiting.id}


def test_who_has_cancelled_is_nobody_to_match(event: Event) -> None:
    known = a_registration(event)
    cancel(known, now=NOON - 2 * HOUR)
    with pytest.raises(WalkInCancelled):
        match_walk_in(a_noted_person(event), known, actor=ACTOR, now=LATER)


def test_undone_they_wait_again_and_nothing_is_left(event: Event) -> None:
    walk_in = a_noted_person(event)
    confirm(walk_in)

    undo(walk_in)

    assert (walk_in.state, walk_in.registration_id) == (WalkInState.WAITING, None)
    assert db.session.query(Registration).count() == 0
    assert letters() == []
    assert count_day(event, NOON.date()).came == 0
    assert confirm(walk_in).name == "Vilma Utan"  # and may be decided anew
    assert count_day(event, NOON.date()).came == 1


def test_what_has_happened_since_is_not_undone(event: Event) -> None:
    walk_in = a_noted_person(event)
    person = confirm(walk_in)
    person.version += 1
    with pytest.raises(DecisionStands):
        undo(walk_in)
    person.version -= 1
    assert not may_undo(walk_in, now=LATER + 10 * MINUTE)
    with pytest.raises(DecisionStands):
        undo(walk_in, now=LATER + 10 * MINUTE)


def test_a_refusal_needs_a_reason_and_is_logged_without_a_name(event: Event) -> None:
    walk_in = a_noted_person(event)
    with pytest.raises(ReasonMissing):
        refuse_walk_in(walk_in, reason=" ", actor=ACTOR, now=LATER)

    refuse_walk_in(walk_in, reason="Noted twice", actor=ACTOR, now=LATER)

    entry = db.session.query(AuditEntry).filter_by(action=AuditAction.WALK_IN_REFUSED).one()
    assert walk_in.state is WalkInState.REFUSED
    assert entry.details == {"walk_in": walk_in.code}
    undo(walk_in)
    assert walk_in.state is WalkInState.WAITING


def test_two_organizers_decide_once(event: Event) -> None:
    walk_in = a_noted_person(event)
    confirm(walk_in)
    with pytest.raises(WalkInDecided):
        confirm(walk_in, ReadPerson("Another", "", Affiliation("")))
    with pytest.raises(WalkInDecided):
        refuse_walk_in(walk_in, reason="Mistake", actor=ACTOR, now=LATER)
    with pytest.raises(WalkInDecided):
        match_walk_in(walk_in, a_registration(event), actor=ACTOR, now=LATER)


def test_the_sealed_name_goes_when_nothing_can_be_undone(event: Event) -> None:
    decided, waiting = a_noted_person(event), a_noted_person(event)
    confirm(decided)

    assert not has_to_forget(now=LATER + 9 * MINUTE)
    forget_names(now=LATER + 9 * MINUTE)
    db.session.refresh(decided)
    assert decided.sealed
    assert has_to_forget(now=LATER + 10 * MINUTE)
    forget_names(now=LATER + 10 * MINUTE)
    for walk_in in (decided, waiting):
        db.session.refresh(walk_in)
    assert (decided.sealed, bool(waiting.sealed)) == (None, True)
    assert not has_to_forget(now=LATER + 10 * MINUTE)


def test_the_scan_of_an_unknown_ticket_becomes_theirs(event: Event) -> None:
    """Let in and marked, then named: they are inside once, before the name is known and after."""
    phone, token = a_phone(event)
    scan = a_scan(FORGED, how="forced", verdict="unlisted")
    receive_scans(phone, read_scans(scan), now=NOON)
    send(event, token, item := a_walk_in(event, scan=scan["id"]))
    walk_in = db.session.query(WalkIn).filter_by(walk_in_id=item["id"]).one()
    assert count_day(event, NOON.date()).inside == 1

    person = confirm(walk_in)

    assert walk_in.entry_id == scan["id"]
    assert attended_registration_ids(event.id) == {person.id}
    assert (count_day(event, NOON.date()).came, count_day(event, NOON.date()).inside) == (1, 1)
    undo(walk_in)
    assert db.session.query(CheckIn).one().registration_id is None
    assert count_day(event, NOON.date()).inside == 1


def test_without_that_scan_the_desk_writes_one_down(event: Event) -> None:
    _phone, token = a_phone(event)
    item = a_walk_in(event, scan="A" * 22)
    send(event, token, item)
    walk_in = db.session.query(WalkIn).filter_by(walk_in_id=item["id"]).one()

    person = confirm(walk_in)

    assert door_status(person, now=LATER).arrivals[0].at_desk
    assert attended_registration_ids(event.id) == {person.id}


def test_a_scan_of_another_phone_is_nobodys_to_take(event: Event) -> None:
    """A phone cannot give the scan of another to somebody it names."""
    (other, _), (_phone, token) = a_phone(event, "Baksidan"), a_phone(event)
    scan = a_scan(FORGED, how="forced", verdict="unlisted")
    receive_scans(other, read_scans(scan), now=NOON)
    send(event, token, item := a_walk_in(event, scan=scan["id"]))
    walk_in = db.session.query(WalkIn).filter_by(walk_in_id=item["id"]).one()

    confirm(walk_in)

    assert walk_in.entry_id != scan["id"]
    assert db.session.query(CheckIn).filter_by(scan_id=scan["id"]).one().registration_id is None


def test_who_is_erased_afterwards_leaves_no_name(event: Event) -> None:
    walk_in = a_noted_person(event)
    person = confirm(walk_in)
    forget_names(now=LATER + HOUR)
    disposal.delete_letters(disposal.list_letters([person.id]))
    disposal.delete_registrations([person.id])
    db.session.expire_all()
    assert (walk_in.registration_id, walk_in.sealed) == (None, None)
    assert a_digest(a_registration(event))

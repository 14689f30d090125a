"""Registering somebody who rang or wrote: as anybody, and by whom stands in the log."""

import pytest
from sqlalchemy import func, select

from eventapp.domain.desk.registration import (
    DOUBLES_MAX,
    find_same_person,
    list_probable_doubles,
    may_register,
    register_for_somebody,
)
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.override import ReasonMissing
from eventapp.domain.registration.registration import AlreadyRegistered, RegistrationClosed
from eventapp.extensions import db
from eventapp.models import AuditEntry, Event, EventState, Job, JobKind, RegistrationState
from tests.builders import NEXT_WEEK, NOON, a_registration, an_applicant, an_event

pytestmark = pytest.mark.usefixtures("app")
REASON = "Ringde i går"


def actions() -> list[tuple[str, str, str]]:
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind != "event"))
    return [(entry.action, entry.actor, entry.reason) for entry in entries]


def test_who_rings_gets_a_seat_and_a_letter_as_anybody() -> None:
    reception = register_for_somebody(an_event(), an_applicant(), actor="me", reason="", now=NOON)

    assert reception.registration.state is RegistrationState.CONFIRMED
    assert actions() == [("registered by an organizer", "me", "")]
    (letter,) = db.session.scalars(select(Job))
    assert letter.kind is JobKind.REGISTRATION_MAIL


def test_the_queue_counts_for_them_too_and_one_mailbox_may_serve_many() -> None:
    event = an_event(seats=6)

    states = [
        register_for_somebody(
            event, an_applicant(email="kansli@town.example"), actor="me", reason="", now=NOON
        ).registration.state
        for _ in range(7)
    ]

    assert states == [RegistrationState.CONFIRMED] * 6 + [RegistrationState.WAITLISTED]


def test_after_closing_it_takes_a_reason() -> None:
    event = an_event()

    with pytest.raises(ReasonMissing):
        register_for_somebody(event, an_applicant(), actor="me", reason="", now=NEXT_WEEK)
    register_for_somebody(event, an_applicant(), actor="me", reason=REASON, now=NEXT_WEEK)

    assert actions() == [("registration forced", "me", REASON)]


def test_with_a_seat_nobody_is_passed_on_and_one_letter_tells_of_it() -> None:
    event = an_event(seats=1)
    a_registration(event)
    waiting = a_registration(event)
    before = db.session.scalar(select(func.count(Job.id))) or 0
    applicant = an_applicant()

    with pytest.raises(ReasonMissing):
        register_for_somebody(event, applicant, actor="me", reason="", now=NOON, with_seat=True)
    reception = register_for_somebody(
        event, applicant, actor="me", reason=REASON, now=NOON, with_seat=True
    )

    assert reception.registration.state is RegistrationState.CONFIRMED
    assert waiting.state is RegistrationState.WAITLISTED
    assert actions()[-2:] == [
        ("registered by an organizer", "me", REASON),
        ("place forced", "me", REASON),
    ]
    assert db.session.scalar(select(func.count(Job.id))) == before + 1


def test_with_a_seat_where_one_is_free_is_as_anybody() -> None:
    event = an_event(seats=1)

    register_for_somebody(
        event, an_applicant(), actor="me", reason=REASON, now=NOON, with_seat=True
    )

    assert actions() == [("registered by an organizer", "me", REASON)]


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED, EventState.POSTPONED])
def test_nobody_is_registered_for_what_is_not_published(state: EventState) -> None:
    event = an_event(state=state)

    assert not may_register(event, now=NOON)
    with pytest.raises(RegistrationClosed):
        register_for_somebody(event, an_applicant(), actor="me", reason=REASON, now=NOON)


def test_nobody_is_registered_for_what_is_over() -> None:
    event = an_event()

    with pytest.raises(RegistrationClosed):
        register_for_somebody(event, an_applicant(), actor="me", reason=REASON, now=event.ends_at)


def test_the_same_person_is_found_and_not_registered_twice() -> None:
    event, applicant = an_event(), an_applicant()
    registration = a_registration(event, name=applicant.name.upper(), email=applicant.email)

    assert find_same_person(event, applicant) == registration
    with pytest.raises(AlreadyRegistered):
        register_for_somebody(event, applicant, actor="me", reason="", now=NOON)
    cancel(registration, now=NOON)
    assert find_same_person(event, applicant) is None


def doubles(event: Event, name: str) -> list[str]:
    return [double.name for double in list_probable_doubles(event, an_applicant(name=name))]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Åsa Lindström", "Asa Lindstrom"),
        ("Åsa Lindström", "Lindström, Åsa"),
        ("Åsa Maria Lindström", "Åsa Lindström"),
        ("Kristina Eriksson", "Christina Ericsson"),
        ("Per Nyblad", "Per Nybladh"),
    ],
)
def test_names_that_may_be_one_persons_are_listed(name: str, other: str) -> None:
    event = an_event()
    a_registration(event, name=name)
    a_registration(an_event(), name=name)

    assert doubles(event, other) == [name]


@pytest.mark.parametrize("other", ["Eva Nyblad", "Per Nilsson", "Per", "Bo Ek"])
def test_other_names_are_not(other: str) -> None:
    event = an_event()
    a_registration(event, name="Per Nyblad")

    assert doubles(event, other) == []


def test_no_more_are_listed_than_one_reads() -> None:
    event = an_event(seats=20)
    for _ in range(DOUBLES_MAX + 2):
        a_registration(event, name="Per Nyblad")

    assert len(doubles(event, "Per Nyblad")) == DOUBLES_MAX

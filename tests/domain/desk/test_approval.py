"""Registrations that an organizer approves: a seat is held, then given, declined or passed on."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.delegation.overview import seat_counts_of
from eventapp.domain.desk.approval import DeclineReasonMissing, NotPending, approve, decline
from eventapp.domain.desk.cancellation import complete_cancellation, undo_cancellation
from eventapp.domain.desk.registration import register_for_somebody
from eventapp.domain.door.record_content import status_of
from eventapp.domain.door.verdict import TicketStatus
from eventapp.domain.event.attention import Matter, list_attention
from eventapp.domain.event.summary import summarise_event
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration import ticket
from eventapp.domain.registration.address import PLACES_PER_ADDRESS
from eventapp.domain.registration.address_correction import SentForm, correct_address
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.offer import list_events_with_lapsed_seats, withdraw_lapsed_seats
from eventapp.domain.registration.override import force_seats
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Availability,
    ChoiceState,
    Event,
    Job,
    JobKind,
    Promotion,
    Registration,
    RegistrationState,
)
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_applicant,
    an_application,
    an_event,
    an_organisation,
)
from tests.builders.delegation import the_delegation

pytestmark = pytest.mark.usefixtures("app")

PENDING, CONFIRMED, WAITLISTED, CANCELLED = (
    RegistrationState.PENDING,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.CANCELLED,
)
DAYS = 3


def an_approving_event(seats: int = 1, **facts: Any) -> Event:
    return an_event(seats=seats, approval_days=DAYS, **facts)


def approved(registration: Registration) -> Registration:
    approve(registration, actor="desk", now=NOON)
    return registration


def letters_to(registration: Registration) -> list[JobKind]:
    jobs = select(Job).where(Job.registration_id == registration.id).order_by(Job.id)
    return [job.kind for job in db.session.scalars(jobs)]


def test_a_seat_is_held_until_somebody_decides() -> None:
    session = a_session(event := an_approving_event(), seats=1)
    reception = an_application(event, an_applicant(sessions=(session,)))
    person = reception.registration

    assert (reception.answer, person.state) == (PENDING, PENDING)
    assert person.decide_by == NOON + DAYS * DAY
    assert status_of(person.state, 1, 1) is TicketStatus.WAITLISTED
    assert not ticket.has_ticket(person)
    assert [choice.state for choice in person.choices] == [ChoiceState.WISHED]
    assert event.availability is Availability.FULL
    assert an_application(event, an_applicant()).answer is WAITLISTED
    summary = summarise_event(event)
    assert (summary.seated, summary.pending, summary.waiting) == (1, 1, 1)

    approved(person)
    assert (person.state, person.approved_at) == (CONFIRMED, NOON)
    assert [choice.state for choice in person.choices] == [ChoiceState.CONFIRMED]
    assert letters_to(person) == [JobKind.REGISTRATION_MAIL] * 2
    with pytest.raises(NotPending):
        approved(person)


def test_whoever_is_declined_reads_why_and_the_next_is_decided_about() -> None:
    event = an_approving_event()
    person = a_registration(event)
    (waiting,) = a_queue(event, 1)
    for reason in ("", " "):
        with pytest.raises(DeclineReasonMissing):
            decline(person, actor="desk", reason=reason, now=NOON)

    declined = decline(person, actor="desk", reason="Mötet är för kommuner.", now=NOON)
    assert (person.state, person.decline_reason) == (CANCELLED, "Mötet är för kommuner.")
    assert waiting.state is WAITLISTED, "it can be undone yet"

    complete_cancellation(declined.code, now=NOON + UNDO_PERIOD)
    assert waiting.state is PENDING
    assert waiting.decide_by == NOON + UNDO_PERIOD + DAYS * DAY
    assert letters_to(person)[-1] is JobKind.CANCELLATION_MAIL
    assert letters_to(waiting) == [JobKind.REGISTRATION_MAIL] * 2
    assert not person.let_decision_lapse


def test_declining_can_be_undone() -> None:
    person = a_registration(an_approving_event())
    declined = decline(person, actor="desk", reason="Fullt.", now=NOON)
    undo_cancellation(declined, actor="desk", now=NOON)

    assert (person.state, person.decline_reason) == (PENDING, "")
    logged = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
    assert logged == AuditAction.DECLINE_UNDONE
    assert approved(person).state is CONFIRMED


def test_what_nobody_decides_about_lapses_and_passes_on() -> None:
    event = an_approving_event()
    person, late = a_registration(event), NOON + DAYS * DAY
    (waiting,) = a_queue(event, 1)
    (attention,) = [item for item in list_attention(now=NOON) if item.matter is Matter.PENDING]
    assert (attention.count, attention.by) == (1, late)

    assert list_events_with_lapsed_seats(now=late - timedelta(seconds=1)) == []
    assert list_events_with_lapsed_seats(now=late) == [event.slug]
    for _worker in range(2):
        withdraw_lapsed_seats(event.slug, now=late)

    assert (person.state, person.let_decision_lapse) == (CANCELLED, True)
    assert letters_to(person) == [JobKind.REGISTRATION_MAIL, JobKind.CANCELLATION_MAIL]
    assert waiting.state is PENDING


def test_who_withdraws_while_pending_passes_the_seat_on() -> None:
    event = an_approving_event()
    person = a_registration(event)
    (waiting,) = a_queue(event, 1)
    cancel(person, now=NOON)

    assert waiting.state is PENDING
    assert not person.let_decision_lapse


def test_close_to_the_start_the_event_is_the_deadline() -> None:
    event = an_approving_event()
    soon, event.registration_closes_at = event.starts_at - HOUR, event.ends_at
    assert a_registration(event, now=soon).decide_by == event.starts_at


def test_whom_an_organizer_registers_is_approved_also_from_the_queue() -> None:
    event = an_approving_event(promotion=Promotion.OFFER)
    first, second = (
        register_for_somebody(event, an_applicant(), actor="desk", reason="", now=NOON)
        for _ in range(2)
    )
    assert (first.registration.state, second.registration.state) == (CONFIRMED, WAITLISTED)
    force_seats(event, 2, actor="desk", reason="Större sal", now=NOON)
    assert second.registration.state is RegistrationState.OFFERED


def test_a_known_person_and_a_stranger_get_the_same_answer() -> None:
    event = an_approving_event(seats=9)
    person = approved(a_registration(event))
    again = an_application(event, an_applicant(name=person.name, email=person.email))
    stranger = an_application(event, an_applicant())

    assert (again.answer, stranger.answer) == (PENDING, PENDING)
    assert (again.added, person.state) == (False, CONFIRMED)


def test_one_address_holds_no_more_seats_than_elsewhere() -> None:
    event = an_approving_event(seats=9)
    people = [a_registration(event, email="k@t.example") for _ in range(PLACES_PER_ADDRESS + 1)]

    assert [person.decide_by is None for person in people] == [False] * PLACES_PER_ADDRESS + [True]
    assert summarise_event(event).seated == PLACES_PER_ADDRESS
    assert approved(people[-1]).state is CONFIRMED
    event.seats = PLACES_PER_ADDRESS + 1
    aside = a_registration(event, email="k@t.example")
    assert approved(aside).state is WAITLISTED
    cancel(people[0], now=NOON)
    assert aside.state is CONFIRMED, "it was approved already"


def test_a_delegations_seat_is_held_too_and_a_corrected_address_keeps_it() -> None:
    organisation = an_organisation()
    event = an_approving_event(seats=2, reserved={organisation: 1})
    applicant = an_applicant(organisation=organisation)
    reception = an_application(event, applicant)
    counts = seat_counts_of(the_delegation(event, organisation))
    assert (counts.taken, counts.left) == (1, 0)

    sent = SentForm(applicant, reception.registration.code, NOON)
    correct_address(event.slug, sent, "ny@town.example", now=NOON)
    assert (reception.registration.state, reception.registration.email) == (
        PENDING,
        "ny@town.example",
    )
    assert seat_counts_of(the_delegation(event, organisation)).taken == 1

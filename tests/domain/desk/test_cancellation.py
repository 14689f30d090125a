"""An organizer cancels somebody: seen at once, undone for ten minutes, for good after that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.delegation.overview import seat_counts_of
from eventapp.domain.desk.cancellation import (
    CancellationTakenEffect,
    complete_cancellation,
    find_undoable,
    force_cancel,
    list_due,
    undo_cancellation,
)
from eventapp.domain.desk.kitchen import count_needs
from eventapp.domain.desk.person import load_person
from eventapp.domain.desk.person_change import plan_erasure
from eventapp.domain.desk.undoable import list_recent
from eventapp.domain.door.record_content import status_of
from eventapp.domain.door.verdict import TicketStatus
from eventapp.domain.event.event_list import Which, list_for_desk
from eventapp.domain.event.lifecycle import postpone_event
from eventapp.domain.event.summary import summarise_event
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.record.disposal import delete_registrations
from eventapp.domain.registration import queue, ticket
from eventapp.domain.registration.cancellation import AlreadyCancelled, CancellationClosed, cancel
from eventapp.domain.registration.care_need import CareNeeds, has_needs
from eventapp.domain.registration.override import ReasonMissing, force_seats
from eventapp.domain.registration.registration import AlreadyRegistered
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    Cancellation,
    ChoiceState,
    Event,
    Job,
    JobKind,
    JobState,
    Promotion,
    Registration,
    RegistrationState,
)
from eventapp.worker import periodic
from tests.builders import HOUR, NOON, a_queue, a_registration, a_session, an_event, an_organisation
from tests.builders.delegation import the_delegation

pytestmark = pytest.mark.usefixtures("app")

JUST_BEFORE, LATER = NOON + UNDO_PERIOD - timedelta(seconds=1), NOON + UNDO_PERIOD
CONFIRMED, WAITLISTED, CANCELLED, OFFERED = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.CANCELLED,
    RegistrationState.OFFERED,
)


def desk_cancels(registration: Registration, reason: str = "Sjuk") -> Cancellation:
    return force_cancel(registration, actor="desk", reason=reason, now=NOON)


def undo(cancellation: Cancellation) -> None:
    undo_cancellation(cancellation, actor="desk", now=JUST_BEFORE)


def letters() -> list[JobKind]:
    jobs = db.session.scalars(select(Job).order_by(Job.id))
    return [job.kind for job in jobs if job.kind is not JobKind.REGISTRATION_MAIL]


def seated(event: Event) -> int:
    """How many seats the event's pages say are taken."""
    (row,) = list_for_desk(event.slug, Which.COMING, page=1, now=NOON).events
    summary = summarise_event(event)
    assert row.seated == summary.seated
    return row.seated


def test_an_organizer_cancels_after_the_last_day_too() -> None:
    person = a_registration(an_event(cancellation_closes_at=NOON - HOUR))
    with pytest.raises(CancellationClosed):
        cancel(person, now=NOON)

    desk_cancels(person)

    assert person.state is CANCELLED


def test_the_ticket_is_red_at_once_and_the_rest_waits_ten_minutes() -> None:
    session = a_session(event := an_event(seats=1), seats=1)
    person = a_registration(event, sessions=(session,), needs=CareNeeds(diet="vegan"))
    (waiting,) = a_queue(event, 1, sessions=(session,))

    cancellation = desk_cancels(person)
    assert list_due(now=JUST_BEFORE) == []

    assert status_of(person.state, 1, 1) is TicketStatus.CANCELLED
    assert (person.state, person.cancelled_at) == (CANCELLED, NOON)
    assert waiting.state is WAITLISTED
    assert (seated(event), count_needs(event).places) == (1, 0)
    assert has_needs(person)
    assert letters() == []
    assert find_undoable(person, now=JUST_BEFORE) is cancellation

    (code,) = list_due(now=LATER)
    for _worker in range(2):
        complete_cancellation(code, now=LATER)
    assert waiting.state is CONFIRMED
    assert [choice.state for choice in waiting.choices] == [ChoiceState.CONFIRMED]
    assert person.choices == []
    assert not has_needs(person)
    assert letters() == [JobKind.CANCELLATION_MAIL, JobKind.PROMOTION_MAIL]
    assert cancellation.before == {}
    with pytest.raises(CancellationTakenEffect):
        undo(cancellation)


def test_the_worker_lets_it_take_effect() -> None:
    desk_cancels(a_registration(an_event()))
    db.session.commit()

    periodic.run_due(now=LATER)
    assert (list_due(now=LATER), letters()) == ([], [JobKind.CANCELLATION_MAIL])


def test_undoing_restores_the_same_ticket_sessions_and_needs() -> None:
    session = a_session(event := an_event(seats=1), seats=1)
    person = a_registration(event, sessions=(session,), needs=CareNeeds(diet="vegan"))
    code = ticket.current_code(person)
    cancellation = desk_cancels(person)

    undo(cancellation)

    assert (person.state, person.cancelled_at) == (CONFIRMED, None)
    assert ticket.current_code(person) == code
    assert [choice.state for choice in person.choices] == [ChoiceState.CONFIRMED]
    assert has_needs(person)
    complete_cancellation(cancellation.code, now=LATER)
    assert (person.state, letters()) == (CONFIRMED, [])
    with pytest.raises(CancellationTakenEffect):
        undo(cancellation)
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_code == person.code)
    ).all()
    assert {"cancelled", "cancellation undone"} <= set(actions)


def test_more_seats_meanwhile_go_to_others_and_undoing_takes_none_back() -> None:
    event = an_event(seats=1)
    person = a_registration(event)
    first, second = a_queue(event, 2)
    cancellation = desk_cancels(person)

    force_seats(event, 2, actor="desk", reason="Större sal", now=NOON)
    assert (first.state, second.state) == (CONFIRMED, WAITLISTED)
    undo(cancellation)

    assert (person.state, second.state) == (CONFIRMED, WAITLISTED)
    assert seated(event) == 2


def test_someone_who_waited_gets_the_number_back_or_the_place_that_came_free() -> None:
    event = an_event(seats=0)
    first, second = a_queue(event, 2)
    number = first.queue_number
    cancellation = desk_cancels(first)
    assert queue.queue_position(second) == 1
    undo(cancellation)
    assert (first.state, first.queue_number) == (WAITLISTED, number)
    assert queue.queue_position(second) == 2

    cancellation, other = desk_cancels(first), desk_cancels(second)
    force_seats(event, 1, actor="desk", reason="Större sal", now=NOON)
    undo(cancellation)
    undo(other)
    assert (first.state, second.state) == (CONFIRMED, WAITLISTED)
    assert letters() == [JobKind.PROMOTION_MAIL]


def test_a_place_in_a_session_that_came_free_meanwhile_is_not_lost() -> None:
    session = a_session(event := an_event(), seats=1)
    holder = a_registration(event, sessions=(session,))
    person, behind = (a_registration(event, sessions=(session,)) for _ in range(2))
    cancellation = desk_cancels(person)

    cancel(holder, now=NOON)
    assert [choice.state for choice in person.choices] == [ChoiceState.WAITLISTED]
    assert [choice.state for choice in behind.choices] == [ChoiceState.CONFIRMED]
    cancel(behind, now=NOON)
    undo(cancellation)
    assert [choice.state for choice in person.choices] == [ChoiceState.CONFIRMED]


def test_an_offer_comes_back_as_it_was() -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER)
    leaving = a_registration(event)
    (waiting,) = a_queue(event, 1)
    cancel(leaving, now=NOON)
    ends = waiting.offer_ends_at
    cancellation = desk_cancels(waiting)
    assert not waiting.let_offer_lapse

    undo(cancellation)
    assert (waiting.state, waiting.offer_ends_at) == (OFFERED, ends)


def test_who_registers_anew_meanwhile_is_not_there_twice() -> None:
    event = an_event()
    person = a_registration(event)
    cancellation = desk_cancels(person)
    again = a_registration(event, name=person.name, email=person.email)

    with pytest.raises(AlreadyRegistered):
        undo(cancellation)
    assert (person.state, again.state) == (CANCELLED, CONFIRMED)


def test_close_to_the_start_it_takes_effect_as_the_event_begins() -> None:
    event = an_event()
    person, other = a_registration(event), a_registration(event)
    soon = event.starts_at - timedelta(minutes=4)
    cancellation = force_cancel(person, actor="desk", reason="Sjuk", now=soon)
    assert cancellation.undo_until == event.starts_at

    force_cancel(other, actor="desk", reason="Sjuk", now=event.starts_at + HOUR)
    assert letters() == [JobKind.CANCELLATION_MAIL]
    assert find_undoable(other, now=event.starts_at + HOUR) is None


def test_it_takes_a_reason_and_somebody_who_is_there() -> None:
    person = a_registration(an_event())
    with pytest.raises(ReasonMissing):
        desk_cancels(person, " ")
    desk_cancels(person)
    with pytest.raises(AlreadyCancelled):
        desk_cancels(person)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "cancelled")).one()
    assert (entry.actor, entry.reason) == ("desk", "Sjuk")


def test_a_delegations_seat_and_a_limited_option_count_as_taken_meanwhile() -> None:
    organisation = an_organisation()
    event = an_event(seats=5, reserved={organisation: 1}, option_limits={"hotell nej": 1})
    person = a_registration(event, organisation=organisation, answers={"hotell": "nej"})
    delegation = the_delegation(event, organisation)
    cancellation = desk_cancels(person)

    assert seat_counts_of(delegation).taken == 1
    assert queue.option_place.count_taken(event) == {"hotell nej": 1}
    complete_cancellation(cancellation.code, now=LATER)
    assert seat_counts_of(delegation).taken == 0
    assert queue.option_place.count_taken(event) == {"hotell nej": 0}


def test_letters_that_fell_due_meanwhile_are_made_good() -> None:
    event = an_event()
    person = a_registration(event)
    cancellation = desk_cancels(person)
    for job in db.session.scalars(select(Job)):  # the worker found nobody to write to
        job.state, job.done_at = JobState.DONE, NOON
    postpone_event(event, actor="desk", reason="Storm", now=NOON)
    assert letters() == []

    undo(cancellation)
    assert letters() == [JobKind.LOST_LINK_MAIL, JobKind.EVENT_NEWS_MAIL]


def test_erasing_waits_and_deleting_ends_it() -> None:
    event = an_event(seats=1)
    person = a_registration(event)
    cancellation = desk_cancels(person)
    assert [act.person for act in list_recent(event, now=NOON)] == [person.name]
    assert list_recent(event, now=LATER) == []
    held = load_person(person.code)
    assert held
    assert plan_erasure(held, now=NOON).going == []

    code = cancellation.code
    delete_registrations([person.id])
    db.session.expire_all()
    complete_cancellation(code, now=LATER)
    assert list_due(now=LATER) == []
    assert a_registration(event).state is CONFIRMED

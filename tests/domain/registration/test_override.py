"""What an organizer may do against the rules, and the trace it leaves."""

import pytest
from sqlalchemy import select

from eventapp.domain.registration.cancellation import AlreadyCancelled, cancel
from eventapp.domain.registration.override import (
    ReasonMissing,
    force_register,
    force_seat,
    force_seats,
)
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    ChoiceState,
    Event,
    Job,
    JobKind,
    Promotion,
    Registration,
    RegistrationState,
)
from tests.builders import (
    NEXT_WEEK,
    NOON,
    a_party,
    a_queue,
    a_registration,
    a_session,
    an_applicant,
    an_event,
)

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITLISTED, OFFERED, CANCELLED = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.CANCELLED,
)
REASON = "Talar på konferensen"


def a_full_event(waiting: int) -> tuple[Event, Registration, list[Registration]]:
    event = an_event(seats=1)
    return event, a_registration(event), a_queue(event, waiting)


def give_place(registration: Registration, reason: str = REASON) -> None:
    force_seat(registration, actor="organizer", reason=reason, now=NOON)


def promotions() -> list[Job]:
    return list(db.session.scalars(select(Job).where(Job.kind == JobKind.PROMOTION_MAIL)))


def test_a_forced_place_goes_past_the_queue_and_past_the_seats() -> None:
    event, seated, (first, second) = a_full_event(2)

    give_place(second)

    assert [registration.state for registration in (seated, first, second)] == [
        CONFIRMED,
        WAITLISTED,
        CONFIRMED,
    ]
    assert (second.queue_number, first.queue_number) == (None, 1)
    assert event.availability.value == "full"
    assert [job.payload["registration_id"] for job in promotions()] == [second.id]


def test_the_reason_is_kept_and_by_whom() -> None:
    _event, _seated, (first,) = a_full_event(1)

    give_place(first)

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "place forced")).one()
    assert (entry.actor, entry.reason) == ("organizer", REASON)
    assert entry.subject_code == first.code


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_no_rule_is_broken_without_a_reason(reason: str) -> None:
    _event, seated, (first,) = a_full_event(1)

    with pytest.raises(ReasonMissing):
        give_place(first, reason)
    assert (seated.state, first.state) == (CONFIRMED, WAITLISTED)


def test_after_a_forced_place_one_cancellation_lets_nobody_in() -> None:
    _event, seated, (first, second) = a_full_event(2)
    give_place(first)

    cancel(seated, now=NOON)
    assert second.state is WAITLISTED

    cancel(first, now=NOON)
    assert second.state is CONFIRMED


def test_forcing_twice_changes_and_tells_nothing_more() -> None:
    _event, _seated, (first,) = a_full_event(1)
    give_place(first)

    give_place(first)

    assert len(promotions()) == 1


def test_a_forced_place_meets_the_wishes_for_sessions() -> None:
    event = an_event(seats=0)
    session = a_session(event, seats=1)
    (waiting,) = a_queue(event, 1, sessions=(session,))

    give_place(waiting)

    assert [choice.state for choice in waiting.choices] == [ChoiceState.CONFIRMED]


def test_a_forced_place_for_one_of_a_party_frees_the_queue_for_the_rest() -> None:
    event = an_event(seats=2)
    leaving = [a_registration(event) for _ in range(2)]
    party = a_party(*a_queue(event, 2))
    cancel(leaving[0], now=NOON)  # one place free, and the party of two holds the queue
    assert {registration.state for registration in party} == {WAITLISTED}

    give_place(party[0])
    assert party[1].state is WAITLISTED

    cancel(leaving[1], now=NOON)
    assert party[1].state is CONFIRMED


def test_an_offer_can_be_made_a_place() -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER)
    leaving = a_registration(event)
    (first,) = a_queue(event, 1)
    cancel(leaving, now=NOON)
    assert first.state is OFFERED

    give_place(first)

    assert (first.state, first.offer_ends_at) == (CONFIRMED, None)


def test_what_is_cancelled_is_given_no_place() -> None:
    _event, seated, _waiting = a_full_event(1)
    cancel(seated, now=NOON)

    with pytest.raises(AlreadyCancelled):
        give_place(seated)


def test_a_late_registration_is_entered_for_a_reason_and_waits_like_anyones() -> None:
    event = an_event(seats=1)

    first, second = (
        force_register(event, an_applicant(), actor="organizer", reason=REASON, now=NEXT_WEEK)
        for _ in range(2)
    )

    assert (first.answer, second.answer) == (CONFIRMED, WAITLISTED)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registration forced")
    ).all()
    assert [(entry.actor, entry.reason) for entry in entries] == [("organizer", REASON)] * 2


def test_more_seats_let_in_those_who_wait_and_the_reason_is_kept() -> None:
    event, _seated, line = a_full_event(3)

    force_seats(event, 3, actor="organizer", reason="Större sal", now=NOON)

    assert [registration.state for registration in line] == [CONFIRMED, CONFIRMED, WAITLISTED]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "seats forced")).one()
    assert (entry.reason, entry.details) == ("Större sal", {"seats": 3})


def test_fewer_seats_take_no_place_from_anybody() -> None:
    event, seated, (first,) = a_full_event(1)

    force_seats(event, 0, actor="organizer", reason="Mindre sal", now=NOON)
    assert seated.state is CONFIRMED
    cancel(seated, now=NOON)

    assert first.state is WAITLISTED


def test_late_registration_and_other_seats_need_a_reason() -> None:
    event = an_event()

    with pytest.raises(ReasonMissing):
        force_register(event, an_applicant(), actor="organizer", reason="", now=NEXT_WEEK)
    with pytest.raises(ReasonMissing):
        force_seats(event, 3, actor="organizer", reason="", now=NOON)
    assert event.seats == 10

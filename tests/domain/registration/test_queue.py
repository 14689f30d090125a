"""What is counted under an event's lock, and given to those who wait."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from eventapp.domain.locking import lock_event
from eventapp.domain.registration import queue
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.extensions import db
from eventapp.models import (
    Availability,
    Job,
    JobKind,
    OrganisationKind,
    Promotion,
    Registration,
    RegistrationState,
)
from tests.builders import (
    DAY,
    HOUR,
    NEXT_MONTH,
    NOON,
    a_party,
    a_queue,
    a_registration,
    a_session,
    an_event,
    an_organisation,
    registrations_by_state,
)

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITLISTED, OFFERED = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
)


def test_seats_are_counted_by_delegation_with_offers_among_them() -> None:
    town, other = an_organisation(), an_organisation()
    event = an_event(seats=9, reserved={town: 2, other: 1})
    for organisation in (town, town, town, other, None):
        a_registration(event, organisation=organisation)
    registrations_by_state(event)["confirmed"][0].state = OFFERED

    seating = queue.count_seats(lock_event(event), now=NOON)

    assert seating.pool.seats == 9
    assert seating.pool.taken == {
        seating.delegations[town.id]: 3,
        seating.delegations[other.id]: 1,
        None: 1,
    }


def test_reserved_seats_are_counted_until_they_lapse() -> None:
    town = an_organisation()
    event = an_event(seats=3, reserved={town: 2}, reserved_until=NOON + HOUR)

    def free_for_others(now: object) -> int:
        return queue.count_seats(lock_event(event), now=now).pool.free_for(None)  # type: ignore[arg-type]

    assert free_for_others(NOON + HOUR - timedelta(microseconds=1)) == 1
    assert free_for_others(NOON + HOUR) == 3


def test_reserved_seats_without_a_date_are_kept_to_the_end() -> None:
    town = an_organisation()
    event = an_event(seats=3, reserved={town: 2}, reserved_until=None)

    assert queue.count_seats(lock_event(event), now=NEXT_MONTH - DAY).pool.free_for(None) == 1


def test_a_person_belongs_to_the_nearest_delegation_above_them() -> None:
    town = an_organisation()
    office = an_organisation(kind=OrganisationKind.ADMINISTRATION, parent=town)
    district = an_organisation(kind=OrganisationKind.ADMINISTRATION, parent=office)
    event = an_event(reserved={town: 1, office: 1})

    of = queue.count_seats(lock_event(event), now=NOON)
    people = [
        a_registration(event, organisation=organisation)
        for organisation in (town, office, district, None)
    ]

    assert [person.delegation_id for person in people] == [
        of.delegations[town.id],
        of.delegations[office.id],
        of.delegations[office.id],
        None,
    ]


def test_numbers_rise_and_are_never_used_again() -> None:
    event = an_event(seats=0)
    first, second = a_queue(event, 2)
    cancel(second, now=NOON)

    (third,) = a_queue(event, 1)

    assert (first.queue_number, third.queue_number) == (1, 3)


def test_raised_seats_go_to_the_first_in_line_and_each_is_told_once() -> None:
    event = an_event(seats=0)
    waiting = a_queue(event, 5)

    event.seats = 3
    served = reassign_free_seats(lock_event(event), now=NOON)

    assert served == waiting[:3]
    assert [registration.state for registration in waiting] == [CONFIRMED] * 3 + [WAITLISTED] * 2
    mails = db.session.scalars(select(Job).where(Job.kind == JobKind.PROMOTION_MAIL)).all()
    assert [job.payload["registration_id"] for job in mails] == [
        registration.id for registration in served
    ]


def test_lowered_seats_take_no_place_from_anybody_and_give_none() -> None:
    event = an_event(seats=3)
    seated = [a_registration(event) for _ in range(3)]
    (waiting,) = a_queue(event, 1)

    event.seats = 1
    cancel(seated[0], now=NOON)

    assert [registration.state for registration in seated[1:]] == [CONFIRMED] * 2
    assert waiting.state is WAITLISTED
    cancel(seated[1], now=NOON)
    cancel(seated[2], now=NOON)
    assert waiting.state is CONFIRMED


def test_settling_twice_gives_nothing_more() -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 2)

    assert reassign_free_seats(lock_event(event), now=NOON) == []


def test_a_delegations_own_seat_is_not_given_to_others_before_it_lapses() -> None:
    town = an_organisation()
    event = an_event(seats=1, reserved={town: 1}, reserved_until=NOON + DAY)
    stranger = a_registration(event)
    assert stranger.state is WAITLISTED

    reassign_free_seats(lock_event(event), now=NOON)
    assert stranger.state is WAITLISTED

    assert a_registration(event, organisation=town).state is CONFIRMED


def test_own_seats_pass_by_those_who_wait_for_a_common_one() -> None:
    town = an_organisation()
    event = an_event(seats=2, reserved={town: 1})
    leaving = a_registration(event, organisation=town)
    a_registration(event)
    stranger, colleague = a_registration(event), a_registration(event, organisation=town)

    cancel(leaving, now=NOON)

    assert (stranger.state, colleague.state) == (WAITLISTED, CONFIRMED)


def test_a_whole_party_waits_until_all_fit_and_then_comes_together() -> None:
    event = an_event(seats=2)
    leaving = [a_registration(event) for _ in range(2)]
    party = a_party(*a_queue(event, 2))
    (after,) = a_queue(event, 1)

    cancel(leaving[0], now=NOON)
    assert {registration.state for registration in (*party, after)} == {WAITLISTED}

    cancel(leaving[1], now=NOON)
    assert {registration.state for registration in party} == {CONFIRMED}
    assert after.state is WAITLISTED


def test_an_offered_place_has_a_deadline_that_never_passes_the_start() -> None:
    event = an_event(seats=0, promotion=Promotion.OFFER, offer_hours=48)
    first, second = a_queue(event, 2)

    event.seats = 1
    reassign_free_seats(lock_event(event), now=NOON)
    event.seats = 2
    reassign_free_seats(lock_event(event), now=NEXT_MONTH - HOUR)

    assert (first.state, first.offer_ends_at) == (OFFERED, NOON + 48 * HOUR)
    assert (second.state, second.offer_ends_at) == (OFFERED, NEXT_MONTH)
    kinds = db.session.scalars(select(Job.kind).where(Job.kind != JobKind.REGISTRATION_MAIL))
    assert list(kinds) == [JobKind.OFFER_MAIL] * 2


def test_those_moved_up_get_the_sessions_they_wished_for() -> None:
    event = an_event(seats=0)
    session = a_session(event, seats=1)
    first, second = a_queue(event, 2, sessions=(session,))

    event.seats = 2
    reassign_free_seats(lock_event(event), now=NOON)

    assert [registration.choices[0].state.value for registration in (first, second)] == [
        "confirmed",
        "waitlisted",
    ]


def test_ones_place_in_line_counts_those_who_still_wait() -> None:
    event = an_event(seats=0)
    first, second, third = a_queue(event, 3)
    cancel(first, now=NOON)

    assert [queue.queue_position(registration) for registration in (second, third)] == [1, 2]


@given(st.integers(1, 2000), st.data())
def test_the_word_for_seats_left_never_tells_more_than_it_should(
    seats: int, data: st.DataObject
) -> None:
    left = data.draw(st.integers(0, seats))

    word = queue.availability(left, seats)

    assert (word is Availability.FULL) == (left == 0)
    if left > 15:
        assert word is Availability.PLENTY
    if 0 < left <= 3:
        assert word is Availability.FEW


def test_two_cannot_wait_under_one_number() -> None:
    event = an_event(seats=0)
    first, second = a_queue(event, 2)

    second.queue_number = first.queue_number

    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()
    db.session.rollback()
    assert db.session.scalars(select(Registration)).all() == []


def test_seats_are_counted_without_going_through_the_people() -> None:
    """Else each registration would take longer than the one before it, under the event's lock."""
    words = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    if words == "EXPLAIN":  # which reads small tables as they are
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    query = queue.SEATS.params(event_id=1).compile(
        db.engine, compile_kwargs={"literal_binds": True}
    )
    plan = [str(tuple(row)) for row in db.session.execute(text(f"{words} {query}"))]

    assert any("registration_counts" in line for line in plan), plan
    assert not [line for line in plan if "seats_taken" in line or "SCAN registrations" in line]

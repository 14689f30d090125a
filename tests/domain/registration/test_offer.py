"""Offers: held for a time, taken up by one, or passed on to the next."""

from datetime import timedelta

import pytest

from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.offer import (
    NoOffer,
    OfferLapsed,
    accept,
    list_events_with_lapsed_seats,
    withdraw_lapsed_seats,
)
from eventapp.extensions import db
from eventapp.models import Event, EventState, JobKind, Promotion, RegistrationState
from eventapp.worker import periodic
from tests.builders import (
    DAY,
    HOUR,
    NEXT_MONTH,
    NOON,
    a_queue,
    a_registration,
    an_event,
    an_organisation,
)
from tests.domain.registration.traces import kinds_promised

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITLISTED, OFFERED, CANCELLED = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.CANCELLED,
)
DEADLINE = NOON + DAY
INSTANT = timedelta(microseconds=1)


def an_event_with_an_offer(waiting: int = 2) -> tuple[Event, list[object]]:
    """One seat, offered to the first of those who wait, until tomorrow noon."""
    event = an_event(seats=1, promotion=Promotion.OFFER, offer_hours=24)
    leaving = a_registration(event)
    line = a_queue(event, waiting)
    cancel(leaving, now=NOON)
    db.session.flush()
    return event, list(line)


def test_a_freed_seat_is_offered_to_the_first_and_to_nobody_else() -> None:
    _event, (first, second) = an_event_with_an_offer()

    assert (first.state, first.offer_ends_at) == (OFFERED, DEADLINE)
    assert second.state is WAITLISTED


def test_an_offered_seat_is_taken_in_the_eyes_of_a_newcomer() -> None:
    event, _line = an_event_with_an_offer(1)

    assert a_registration(event).state is WAITLISTED


def test_an_offer_is_taken_up_before_its_end_and_not_at_it() -> None:
    _event, (first,) = an_event_with_an_offer(1)

    with pytest.raises(OfferLapsed):
        accept(first, now=DEADLINE)
    accept(first, now=DEADLINE - INSTANT)

    assert (first.state, first.offer_ends_at) == (CONFIRMED, None)
    assert kinds_promised().count(JobKind.PROMOTION_MAIL) == 1


def test_an_offer_is_taken_up_once() -> None:
    _event, (first,) = an_event_with_an_offer(1)
    accept(first, now=NOON)

    with pytest.raises(NoOffer):
        accept(first, now=NOON)
    assert first.state is CONFIRMED
    assert kinds_promised().count(JobKind.PROMOTION_MAIL) == 1


def test_someone_without_an_offer_takes_up_nothing() -> None:
    _event, (_first, second) = an_event_with_an_offer()

    with pytest.raises(NoOffer):
        accept(second, now=NOON)


def test_a_declined_offer_goes_to_the_next_with_a_deadline_of_its_own() -> None:
    _event, (first, second) = an_event_with_an_offer()

    cancel(first, now=NOON + HOUR)

    assert first.state is CANCELLED
    assert not first.let_offer_lapse
    assert (second.state, second.offer_ends_at) == (OFFERED, DEADLINE + HOUR)


def test_a_lapsed_offer_goes_to_the_next_and_its_holder_is_told() -> None:
    event, (first, second) = an_event_with_an_offer()

    withdraw_lapsed_seats(event.slug, now=DEADLINE)

    assert (first.state, first.let_offer_lapse) == (CANCELLED, True)
    assert second.state is OFFERED
    assert kinds_promised()[-2:] == [JobKind.CANCELLATION_MAIL, JobKind.OFFER_MAIL]


def test_an_offer_that_has_not_lapsed_stays() -> None:
    event, (first, second) = an_event_with_an_offer()

    withdraw_lapsed_seats(event.slug, now=DEADLINE - INSTANT)

    assert (first.state, second.state) == (OFFERED, WAITLISTED)


def test_an_offer_that_lapsed_and_was_passed_on_cannot_be_taken_up() -> None:
    event, (first, second) = an_event_with_an_offer()
    withdraw_lapsed_seats(event.slug, now=DEADLINE)

    with pytest.raises(OfferLapsed):
        accept(first, now=DEADLINE)
    assert second.state is OFFERED


def test_several_lapsed_offers_pass_on_to_as_many() -> None:
    event = an_event(seats=3, promotion=Promotion.OFFER, offer_hours=24)
    leaving = [a_registration(event) for _ in range(3)]
    line = a_queue(event, 5)
    for registration in leaving:
        cancel(registration, now=NOON)

    withdraw_lapsed_seats(event.slug, now=DEADLINE)

    assert [registration.state for registration in line] == [CANCELLED] * 3 + [OFFERED] * 2


def test_the_timetable_finds_events_with_lapsed_offers() -> None:
    event, _line = an_event_with_an_offer()
    db.session.flush()

    assert list_events_with_lapsed_seats(now=DEADLINE - INSTANT) == []
    assert list_events_with_lapsed_seats(now=DEADLINE) == [event.slug]


def test_the_timetable_finds_events_whose_reserved_seats_lapsed_while_someone_waits() -> None:
    town = an_organisation()
    waited_for = an_event(seats=1, reserved={town: 1}, reserved_until=NOON + HOUR)
    a_queue(waited_for, 1)
    an_event(seats=1, reserved={town: 1}, reserved_until=NOON + HOUR)

    assert list_events_with_lapsed_seats(now=NOON) == []
    assert list_events_with_lapsed_seats(now=NOON + HOUR) == [waited_for.slug]


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.POSTPONED])
def test_the_timetable_leaves_events_alone_that_do_not_take_place(state: EventState) -> None:
    event, _line = an_event_with_an_offer()
    event.state = state
    db.session.flush()

    assert list_events_with_lapsed_seats(now=DEADLINE) == []


def test_the_timetable_settles_offers_until_the_event_ends() -> None:
    event, _line = an_event_with_an_offer()

    assert list_events_with_lapsed_seats(now=event.ends_at - INSTANT) == [event.slug]
    assert list_events_with_lapsed_seats(now=event.ends_at) == []


def test_offers_that_nobody_answered_before_the_beginning_lapse_after_it() -> None:
    event = an_event(seats=2, promotion=Promotion.OFFER, offer_hours=4000)
    leaving = [a_registration(event) for _ in range(2)]
    line = a_queue(event, 3)
    for registration in leaving:
        cancel(registration, now=NOON)
    assert [registration.offer_ends_at for registration in line[:2]] == [event.starts_at] * 2
    db.session.commit()

    periodic.run_due(now=event.starts_at)

    assert [registration.state for registration in line] == [CANCELLED, CANCELLED, CONFIRMED]


@pytest.mark.parametrize("before", [HOUR - INSTANT, timedelta(0), -HOUR])
def test_a_place_freed_about_the_beginning_is_given_outright(before: timedelta) -> None:
    event = an_event(
        seats=1, promotion=Promotion.OFFER, cancellation_closes_at=NEXT_MONTH + 4 * HOUR
    )
    leaving = a_registration(event)
    (waiting,) = a_queue(event, 1)

    cancel(leaving, now=event.starts_at - before)

    assert (waiting.state, waiting.offer_ends_at) == (CONFIRMED, None)


def test_an_offer_is_never_made_for_less_than_an_hour() -> None:
    event = an_event(seats=1, promotion=Promotion.OFFER, cancellation_closes_at=NEXT_MONTH)
    leaving = a_registration(event)
    (waiting,) = a_queue(event, 1)

    cancel(leaving, now=event.starts_at - HOUR)

    assert (waiting.state, waiting.offer_ends_at) == (OFFERED, event.starts_at)


def test_keeping_the_timetable_settles_and_commits() -> None:
    town = an_organisation()
    event = an_event(seats=1, reserved={town: 1}, reserved_until=NOON + HOUR)
    (waiting,) = a_queue(event, 1)
    db.session.commit()

    periodic.run_due(now=NOON + HOUR)
    db.session.rollback()

    assert waiting.state is CONFIRMED
    periodic.run_due(now=NOON + HOUR)
    assert kinds_promised().count(JobKind.PROMOTION_MAIL) == 1


def test_someone_who_was_offered_a_place_gets_sessions_and_gives_them_back() -> None:
    event, (first, second) = an_event_with_an_offer()

    withdraw_lapsed_seats(event.slug, now=DEADLINE)

    assert first.choices == []
    assert second.holds_seat

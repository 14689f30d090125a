"""Many at once: never one too many, nobody forgotten, nobody sent two letters."""

from collections import Counter
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.config import Settings
from eventapp.domain.registration import link, queue
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import (
    ChoiceState,
    Event,
    Job,
    JobKind,
    Promotion,
    Registration,
    Session,
    SessionChoice,
)
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_event,
    registrations_by_state,
)
from tests.races.crowd import Action, ActionResult, ConcurrentUsers

# One race at a time: each takes all the processors there are.
pytestmark = pytest.mark.xdist_group("races")

SEATS, APPLICANTS = 50, 200


@pytest.fixture
def settings(app: Flask) -> Settings:
    settings: Settings = app.extensions["settings"]
    return settings


def applications(event: Event, count: int, sessions: tuple[str, ...] = ()) -> list[Action]:
    return [
        Action("register", event.slug, NOON, email=f"{n}@town.example", sessions=sessions)
        for n in range(count)
    ]


def by(
    registration: Registration,
    kind: str,
    *,
    now: datetime = NOON,
    sessions: tuple[Session, ...] = (),
) -> Action:
    return Action(
        kind,
        registration.event.slug,
        now,
        token=link.personal_token(registration),
        sessions=tuple(session.code for session in sessions),
    )


def promised(kind: JobKind) -> list[int]:
    """Whom jobs of this kind are about, in order."""
    db.session.rollback()
    jobs = db.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id))
    return [job.payload["registration_id"] for job in jobs]


def assert_settled(event: Event) -> None:
    """No seat too many, none idle while somebody waits, and no number twice."""
    db.session.rollback()
    by_state = registrations_by_state(event)
    seated = len(by_state["confirmed"]) + len(by_state["offered"])
    waiting = [registration.queue_number for registration in by_state["waitlisted"]]
    assert seated <= event.seats
    assert not waiting or seated == event.seats
    assert len(waiting) == len(set(waiting))
    assert event.availability is queue.availability(event.seats - seated, event.seats)


def assert_sessions_settled(event: Event) -> None:
    db.session.rollback()
    for session in db.session.scalars(select(Session).where(Session.event_id == event.id)):
        rows = db.session.scalars(
            select(SessionChoice).where(SessionChoice.session_id == session.id)
        ).all()
        seated = sum(row.state is ChoiceState.CONFIRMED for row in rows)
        waiting = [row.queue_number for row in rows if row.state is ChoiceState.WAITLISTED]
        assert seated <= (session.seats or 0)
        assert not waiting or seated == session.seats
        assert len(waiting) == len(set(waiting))


def failures(outcomes: list[ActionResult]) -> list[str]:
    return [outcome.answer for outcome in outcomes if outcome.failed]


def test_fifty_seats_and_two_hundred_at_once(settings: Settings, crowd: ConcurrentUsers) -> None:
    event = an_event(seats=SEATS)
    db.session.commit()

    outcomes = crowd.run(settings, applications(event, APPLICANTS))

    assert failures(outcomes) == []
    assert Counter(outcome.answer for outcome in outcomes) == {"confirmed": 50, "waitlisted": 150}
    in_order = sorted(outcomes, key=lambda outcome: outcome.held_at)
    assert [outcome.number for outcome in in_order] == [None] * 50 + list(range(1, 151))
    assert_settled(event)
    jobs = promised(JobKind.REGISTRATION_MAIL)
    assert len(jobs) == len(set(jobs)) == APPLICANTS
    assert db.session.scalar(select(func.count()).select_from(Job)) == APPLICANTS


def test_who_was_answered_before_another_asked_stands_before_them(
    settings: Settings, crowd: ConcurrentUsers
) -> None:
    event = an_event(seats=0)
    db.session.commit()

    outcomes = crowd.run(settings, applications(event, 80))

    assert failures(outcomes) == []
    for earlier in outcomes:
        for later in outcomes:
            if earlier.done_at < later.asked_at:
                assert (earlier.number or 0) < (later.number or 0)


def test_the_same_crowd_goes_wrong_without_the_locks(
    settings: Settings, crowd_without_locks: ConcurrentUsers
) -> None:
    """The control: were this to pass, the two above would prove nothing."""
    event = an_event(seats=SEATS)
    db.session.commit()

    outcomes = crowd_without_locks.run(settings, applications(event, APPLICANTS))

    confirmed = sum(outcome.answer == "confirmed" for outcome in outcomes)
    assert confirmed > SEATS or failures(outcomes)


def test_one_person_who_asks_twenty_times_at_once_is_registered_once(
    settings: Settings, crowd: ConcurrentUsers
) -> None:
    event = an_event(seats=5)
    db.session.commit()

    outcomes = crowd.run(
        settings, [Action("register", event.slug, NOON, email="same@town.example")] * 20
    )

    assert failures(outcomes) == []
    assert len(registrations_by_state(event)["confirmed"]) == 1
    assert len(promised(JobKind.REGISTRATION_MAIL)) == 1
    assert len(promised(JobKind.PERSONAL_LINK_MAIL)) == 4  # five letters an hour in all


def of_one_address(event: Event) -> list[Action]:
    return [
        Action("register", event.slug, NOON, email="kansli@town.example", name=f"Person {n // 2}")
        for n in range(40)
    ]


def test_twenty_persons_of_one_address_get_five_places_however_fast_they_ask(
    settings: Settings, crowd: ConcurrentUsers
) -> None:
    event = an_event(seats=50)
    db.session.commit()

    outcomes = crowd.run(settings, of_one_address(event))

    assert failures(outcomes) == []
    by_state = registrations_by_state(event)
    assert len(by_state["confirmed"]) == 5
    assert len(by_state["pending"]) == 15
    soon = select(func.count()).select_from(Job).where(Job.due_at < NOON + HOUR)
    assert db.session.scalar(soon) == 5


def test_without_the_locks_an_address_gets_more_than_its_places(
    settings: Settings, crowd_without_locks: ConcurrentUsers
) -> None:
    """The control: were this to pass, the one above would prove nothing."""
    event = an_event(seats=50)
    db.session.commit()

    outcomes = crowd_without_locks.run(settings, of_one_address(event))

    assert len(registrations_by_state(event)["confirmed"]) > 5 or failures(outcomes)


def test_ten_who_cancel_at_once_let_ten_in_each_by_one_letter(
    settings: Settings, crowd: ConcurrentUsers
) -> None:
    event = an_event(seats=10)
    leaving = [a_registration(event) for _ in range(10)]
    waiting = [registration.id for registration in a_queue(event, 10)]
    db.session.commit()

    outcomes = crowd.run(settings, [by(registration, "cancel") for registration in leaving])

    assert failures(outcomes) == []
    assert sorted(promised(JobKind.PROMOTION_MAIL)) == sorted(waiting)
    assert promised(JobKind.PROMOTION_MAIL) == waiting  # in the order they waited
    assert len(promised(JobKind.CANCELLATION_MAIL)) == 10
    assert {registration.id for registration in registrations_by_state(event)["confirmed"]} == set(
        waiting
    )
    assert_settled(event)


def test_one_place_given_back_from_many_windows_is_given_back_once(
    settings: Settings, crowd: ConcurrentUsers
) -> None:
    event = an_event(seats=1)
    leaving = a_registration(event)
    first, second = a_queue(event, 2)
    first_id, second_state = first.id, second.state
    db.session.commit()

    outcomes = crowd.run(settings, [by(leaving, "cancel")] * 16)

    assert Counter(outcome.answer for outcome in outcomes) == {
        "cancelled": 1,
        "already-cancelled": 15,
    }
    assert promised(JobKind.PROMOTION_MAIL) == [first_id]
    assert second.state is second_state


def test_some_come_while_others_leave(settings: Settings, crowd: ConcurrentUsers) -> None:
    event = an_event(seats=20)
    here = [a_registration(event) for _ in range(20)] + a_queue(event, 10)
    db.session.commit()
    leaving = [by(registration, "cancel") for registration in here[::2]]

    coming = applications(event, 40)
    outcomes = crowd.run(
        settings, [action for pair in zip(coming, leaving, strict=False) for action in pair]
    )

    assert failures(outcomes) == []
    assert_settled(event)
    moved_up = promised(JobKind.PROMOTION_MAIL)
    assert len(moved_up) == len(set(moved_up))
    assert sum(map(len, registrations_by_state(event).values())) == 30 + len(leaving)


def test_sessions_stay_right_while_people_change_leave_and_come(
    settings: Settings, crowd: ConcurrentUsers
) -> None:
    event = an_event(seats=30)
    session, other = a_session(event, seats=4), a_session(event, seats=4)
    here = [a_registration(event, sessions=((session, other)[n % 2],)) for n in range(24)]
    db.session.commit()

    changing = [
        by(registration, "choose", sessions=((other, session)[n % 2],))
        for n, registration in enumerate(here)
    ]
    leaving = [by(registration, "cancel") for registration in here[::3]]
    coming = applications(event, 12, (session.code,))
    outcomes = crowd.run(settings, [*changing[:12], *leaving, *coming, *changing[12:]])

    assert failures(outcomes) == []
    refused = {outcome.answer for outcome in outcomes} - {
        "changed",
        "cancelled",
        "confirmed",
        "waitlisted",
    }
    assert refused <= {"already-cancelled", "stale-version"}
    assert_settled(event)
    assert_sessions_settled(event)


def test_an_offer_is_taken_up_or_passed_on_and_never_both(
    settings: Settings, crowd: ConcurrentUsers
) -> None:
    event = an_event(seats=8, promotion=Promotion.OFFER, offer_hours=24)
    leaving = [a_registration(event) for _ in range(8)]
    offered = a_queue(event, 8)
    a_queue(event, 12)
    for registration in leaving:
        cancel(registration, now=NOON)
    db.session.commit()

    deadline = NOON + DAY
    in_time = deadline.replace(microsecond=0) - (DAY / 86400)
    outcomes = crowd.run(
        settings,
        [
            action
            for registration in offered
            for action in (
                by(registration, "accept", now=in_time),
                Action("run timetable", event.slug, deadline),
            )
        ],
    )

    assert failures(outcomes) == []
    assert_settled(event)
    taken = promised(JobKind.PROMOTION_MAIL)
    gone = set(promised(JobKind.CANCELLATION_MAIL)) - {registration.id for registration in leaving}
    assert len(taken) == len(set(taken))
    assert set(taken) | gone == {registration.id for registration in offered}
    assert not set(taken) & gone
    assert {outcome.answer for outcome in outcomes} <= {
        "confirmed",
        "offer-lapsed",
        "timetable run",
    }

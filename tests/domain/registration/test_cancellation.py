"""Cancelling: seats go to those who wait, needs are deleted, and everybody learns of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.registration import queue
from eventapp.domain.registration.cancellation import AlreadyCancelled, CancellationClosed, cancel
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.extensions import db
from eventapp.models import (
    CareNeed,
    ChoiceState,
    Job,
    JobKind,
    RegistrationState,
)
from tests.builders import (
    DAY,
    NEXT_MONTH,
    NEXT_WEEK,
    NOON,
    a_queue,
    a_registration,
    a_session,
    an_applicant,
    an_application,
    an_event,
)
from tests.domain.registration.traces import actions_recorded, kinds_promised

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITLISTED = RegistrationState.CONFIRMED, RegistrationState.WAITLISTED
PENDING = RegistrationState.PENDING
INSTANT = timedelta(microseconds=1)


def test_nobody_cancels_once_the_event_is_over() -> None:
    event = an_event(cancellation_closes_at=NEXT_MONTH + 2 * DAY)
    registration = a_registration(event)

    with pytest.raises(CancellationClosed):
        cancel(registration, now=event.ends_at)
    cancel(registration, now=event.ends_at - INSTANT)


def test_cancelling_lets_the_head_of_the_queue_in_and_tells_both() -> None:
    event = an_event(seats=1)
    leaving = a_registration(event)
    first, second = a_queue(event, 2)
    db.session.query(Job).delete()

    cancel(leaving, now=NOON)

    assert (first.state, first.queue_number) == (CONFIRMED, None)
    assert (second.state, second.queue_number) == (WAITLISTED, 2)
    assert kinds_promised() == [JobKind.CANCELLATION_MAIL, JobKind.PROMOTION_MAIL]
    assert actions_recorded().count("cancelled") == 1


def test_who_leaves_and_returns_goes_last() -> None:
    event = an_event(seats=1)
    a_registration(event)
    applicant = an_applicant()
    leaving = an_application(event, applicant).registration
    staying = a_registration(event)

    cancel(leaving, now=NOON)
    back = an_application(event, applicant).registration

    assert back is not leaving
    assert (staying.queue_number, back.queue_number) == (2, 3)


def test_leaving_the_queue_frees_no_seat() -> None:
    event = an_event(seats=1)
    a_registration(event)
    first, second = a_queue(event, 2)

    cancel(first, now=NOON)

    assert second.state is WAITLISTED
    assert queue.queue_position(second) == 1


def test_cancelling_deletes_the_needs_at_once() -> None:
    event = an_event()
    leaving = a_registration(event, needs=CareNeeds(diet="glutenfritt"))
    assert db.session.get(CareNeed, leaving.id)

    cancel(leaving, now=NOON)

    assert db.session.scalars(select(CareNeed)).all() == []


def test_cancelling_passes_the_session_seats_on() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    leaving, waiting = (a_registration(event, sessions=(session,)) for _ in range(2))

    cancel(leaving, now=NOON)

    assert leaving.choices == []
    assert waiting.choices[0].state is ChoiceState.CONFIRMED
    assert JobKind.SESSION_PLACE_MAIL in kinds_promised()


@pytest.mark.parametrize(
    ("moment", "refused"), [(NEXT_WEEK - INSTANT, False), (NEXT_WEEK, True)], ids=["before", "at"]
)
def test_one_cancels_by_oneself_until_the_last_day_to_cancel(moment: object, refused: bool) -> None:
    registration = a_registration(an_event())

    if refused:
        with pytest.raises(CancellationClosed):
            cancel(registration, now=moment)  # type: ignore[arg-type]
    else:
        cancel(registration, now=moment)  # type: ignore[arg-type]
    assert registration.living is refused


def test_one_cancels_once() -> None:
    registration = a_registration(an_event())
    cancel(registration, now=NOON)

    with pytest.raises(AlreadyCancelled):
        cancel(registration, now=NOON)
    assert kinds_promised().count(JobKind.CANCELLATION_MAIL) == 1

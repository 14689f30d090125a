"""Sessions with limited seats: the same rules as the event, and nobody overtakes."""

import pytest
from sqlalchemy import func, select

from eventapp.domain.locking import lock_event
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.domain.registration.session_choice import drop
from eventapp.extensions import db
from eventapp.models import (
    Availability,
    Badge,
    ChoiceState,
    Job,
    JobKind,
    Registration,
    Session,
    SessionChoice,
    Visibility,
)
from tests.builders import HOUR, NOON, a_registration, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITLISTED, WISHED = ChoiceState.CONFIRMED, ChoiceState.WAITLISTED, ChoiceState.WISHED


def choose(registration: Registration, *sessions: Session) -> None:
    wishes = RegistrationChange(
        name=registration.name,
        role="",
        visibility=Visibility.NORMAL,
        badge=Badge.NONE,
        sessions=tuple(session.code for session in sessions),
    )
    change(registration, wishes, version=registration.version, now=NOON)
    db.session.flush()


def states(session: Session) -> list[tuple[ChoiceState, int | None]]:
    rows = db.session.scalars(
        select(SessionChoice)
        .where(SessionChoice.session_id == session.id)
        .order_by(SessionChoice.registration_id)
    )
    return [(row.state, row.queue_number) for row in rows]


def test_the_last_seat_goes_to_the_first_and_the_rest_wait_by_number() -> None:
    event = an_event()
    session = a_session(event, seats=1)

    for _ in range(3):
        a_registration(event, sessions=(session,))

    assert states(session) == [(CONFIRMED, None), (WAITLISTED, 1), (WAITLISTED, 2)]


def test_a_session_without_a_limit_has_room_for_all() -> None:
    event = an_event()
    session = a_session(event, seats=None)

    for _ in range(5):
        a_registration(event, sessions=(session,))

    assert {state for state, _ in states(session)} == {CONFIRMED}
    assert session.availability is Availability.PLENTY


def test_a_session_with_no_seats_lets_everybody_wait() -> None:
    event = an_event()
    session = a_session(event, seats=0)

    a_registration(event, sessions=(session,))

    assert states(session) == [(WAITLISTED, 1)]


def test_someone_who_waits_for_the_event_only_wishes() -> None:
    event = an_event(seats=1)
    session = a_session(event, seats=1)
    a_registration(event)

    a_registration(event, sessions=(session,))

    assert states(session) == [(WISHED, None)]
    assert session.last_queue_number == 0


def test_a_wish_takes_no_seat_from_those_who_are_in() -> None:
    event = an_event(seats=1)
    session = a_session(event, seats=1)
    inside = a_registration(event)
    a_registration(event, sessions=(session,))

    choose(inside, session)

    assert states(session) == [(CONFIRMED, None), (WISHED, None)]


def test_a_freed_seat_goes_to_the_first_in_line_who_is_told_once() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    leaving, first, second = (a_registration(event, sessions=(session,)) for _ in range(3))

    choose(leaving)

    assert [registration.choices[0].state for registration in (first, second)] == [
        CONFIRMED,
        WAITLISTED,
    ]
    mails = db.session.scalars(select(Job).where(Job.kind == JobKind.SESSION_PLACE_MAIL)).all()
    assert [job.payload for job in mails] == [
        {"registration_id": first.id, "session_id": session.id}
    ]


def test_who_leaves_a_session_and_comes_back_overtakes_nobody() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    leaving, waiting = (a_registration(event, sessions=(session,)) for _ in range(2))

    choose(leaving)
    choose(leaving, session)

    assert (waiting.choices[0].state, leaving.choices[0].state) == (CONFIRMED, WAITLISTED)
    assert leaving.choices[0].queue_number == 2


def test_who_waits_and_leaves_lets_those_behind_keep_their_numbers() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    _, leaving, staying = (a_registration(event, sessions=(session,)) for _ in range(3))

    choose(leaving)

    assert (staying.choices[0].state, staying.choices[0].queue_number) == (WAITLISTED, 2)


def test_changing_between_parallel_sessions_frees_the_one_and_takes_the_other() -> None:
    event = an_event()
    first, other = a_session(event, seats=1), a_session(event, seats=1)
    mover = a_registration(event, sessions=(first,))
    waiting = a_registration(event, sessions=(first,))

    choose(mover, other)

    assert [(c.session, c.state) for c in mover.choices] == [(other, CONFIRMED)]
    assert [(c.session, c.state) for c in waiting.choices] == [(first, CONFIRMED)]


def test_two_who_change_places_both_get_what_they_waited_for() -> None:
    event = an_event()
    first, other = a_session(event, seats=1), a_session(event, seats=1)
    anna = a_registration(event, sessions=(first,))
    bo = a_registration(event, sessions=(other,))

    choose(anna, other)  # waits: bo has it
    choose(bo, first)

    assert [c.state for c in (*anna.choices, *bo.choices)] == [CONFIRMED, CONFIRMED]


def test_the_word_for_seats_left_follows_and_pages_are_told() -> None:
    event = an_event()
    session = a_session(event, seats=4)
    words, revision = [], event.revision
    for _ in range(4):
        a_registration(event, sessions=(session,))
        words.append(session.availability)

    assert words == [Availability.FEW] * 3 + [Availability.FULL]
    assert event.revision >= revision + 2


def test_a_freed_seat_that_nobody_waits_for_is_told_as_free() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    leaving = a_registration(event, sessions=(session,))
    assert session.availability is Availability.FULL

    cancel(leaving, now=NOON)

    assert session.availability is Availability.FEW


def test_several_sessions_of_one_day_are_settled_each_for_itself() -> None:
    event = an_event()
    early = a_session(event, seats=1)
    late = a_session(event, seats=1, starts_at=event.starts_at + 2 * HOUR)
    a_registration(event, sessions=(early,))

    second = a_registration(event, sessions=(early, late))

    assert {c.session.code: c.state for c in second.choices} == {
        early.code: WAITLISTED,
        late.code: CONFIRMED,
    }


def test_nobody_gets_a_seat_in_a_session_that_is_over() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    seated, waiting = (a_registration(event, sessions=(session,)) for _ in range(2))

    drop(lock_event(event), seated, list(seated.choices), now=session.ends_at)

    assert waiting.choices[0].state is WAITLISTED


def test_dropping_what_one_only_waited_for_passes_nothing_on() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    _, waiting = (a_registration(event, sessions=(session,)) for _ in range(2))

    drop(lock_event(event), waiting, list(waiting.choices), now=NOON)

    assert db.session.scalar(select(func.count()).select_from(SessionChoice)) == 1
    kinds = set(db.session.scalars(select(Job.kind)))
    assert kinds == {JobKind.REGISTRATION_MAIL}

"""Adding people to sessions and taking them out: seats, queues, collisions and letters."""

from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.desk import session_seat
from eventapp.domain.errors import StaleVersion
from eventapp.domain.registration.session_choice import SessionsCollide, UnknownSession
from eventapp.extensions import db
from eventapp.models import ChoiceState, Job, JobKind, Registration
from tests.builders import HOUR, NOON, a_registration, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def by(registration: Registration, **more: Any) -> dict[str, Any]:
    return {"version": registration.version, "actor": "acc", "now": NOON, **more}


def test_a_seat_is_given_told_by_letter_and_taken_away_again() -> None:
    event = an_event()
    session, person = a_session(event, seats=1), a_registration(event)

    assert session_seat.add_to_session(person, session.code, **by(person)) is ChoiceState.CONFIRMED
    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.SESSION_PLACE_MAIL)).all()
    assert [job.payload["registration_id"] for job in jobs] == [person.id]

    session_seat.remove_from_session(person, session.code, actor="acc", now=NOON)
    assert person.choices == []
    with pytest.raises(UnknownSession):
        session_seat.remove_from_session(person, session.code, actor="acc", now=NOON)


def test_in_a_full_session_one_waits_and_whoever_is_taken_out_makes_room() -> None:
    event = an_event()
    session = a_session(event, seats=1)
    seated, waiting = a_registration(event, sessions=(session,)), a_registration(event)

    state = session_seat.add_to_session(waiting, session.code, **by(waiting))
    assert state is ChoiceState.WAITLISTED
    session_seat.remove_from_session(seated, session.code, actor="acc", now=NOON)

    assert waiting.choices[0].state is ChoiceState.CONFIRMED


def test_two_sessions_at_one_time_take_a_reason_and_are_shown_as_colliding() -> None:
    event = an_event()
    first, other = a_session(event), a_session(event)
    later = a_session(event, starts_at=event.starts_at + HOUR)
    person = a_registration(event, sessions=(first,))

    session_seat.add_to_session(person, later.code, **by(person))
    with pytest.raises(SessionsCollide):
        session_seat.add_to_session(person, other.code, **by(person))
    session_seat.add_to_session(person, other.code, **by(person, reason="Byter i pausen"))

    clashes = {
        seat.choice.session.title: list(seat.clashes)
        for seat in session_seat.list_chosen_seats(person)
    }
    assert clashes == {first.title: [other.title], other.title: [first.title], later.title: []}


def test_what_one_has_already_is_not_offered_and_seats_left_are_counted() -> None:
    event = an_event()
    own, free = a_session(event, seats=3), a_session(event, seats=3)
    person = a_registration(event, sessions=(own,))

    assert [
        (s.code, s.left) for s in session_seat.list_offered_sessions(event, without=person)
    ] == [(free.code, 3)]
    assert {s.code: s.left for s in session_seat.list_offered_sessions(event)} == {
        own.code: 2,
        free.code: 3,
    }


def test_a_stale_page_and_an_unknown_session_change_nothing() -> None:
    event = an_event()
    session, person = a_session(event), a_registration(event)

    with pytest.raises(StaleVersion):
        session_seat.add_to_session(person, session.code, **by(person, version=99))
    with pytest.raises(UnknownSession):
        session_seat.add_to_session(person, "none", **by(person))

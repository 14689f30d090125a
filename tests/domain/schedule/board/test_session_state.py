"""A session as plain values, and back."""

import json

import pytest

from eventapp.domain.schedule.board.session_state import SessionChangedSince, apply_state, state_of
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.extensions import db
from eventapp.models import Room, Session, SessionSpeaker, Speaker
from tests.builders import a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_all_that_is_written_of_a_session_goes_through_json_and_back() -> None:
    event = an_event()
    session = a_session(event, seats=7, abstract="Text", references=["a"], cancelled=True)
    session.room = create_part(Room, event, {"name": "Eken"})
    session.appearances = [SessionSpeaker(speaker=create_part(Speaker, event, {"name": "Bo"}))]
    db.session.flush()
    state = json.loads(json.dumps(state_of(session)))
    other = Session(event_id=event.id, code="annan")
    apply_state(other, state)
    db.session.add(other)
    db.session.flush()
    db.session.expire_all()
    assert state_of(other) == state
    assert other.released is None


def test_a_room_of_another_event_is_refused() -> None:
    session = a_session(an_event())
    strange = create_part(Room, an_event(), {"name": "Eken"})
    with pytest.raises(SessionChangedSince):
        apply_state(session, {"room_id": strange.id})

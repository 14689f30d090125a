"""What was done on the board is undone and done again, by whoever did it, and over nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from eventapp.domain.schedule.board.act import (
    ActGone,
    find_turnable,
    redo_act,
    undo_act,
)
from eventapp.domain.schedule.board.placement import (
    Placement,
    Push,
    delete_sessions,
    duplicate_sessions,
    move_sessions,
    place_session,
    unplace_sessions,
)
from eventapp.domain.schedule.board.session_state import SessionChangedSince, state_of
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.models import Event, Room, Session, SessionSpeaker, Speaker
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")
ME: dict[str, Any] = {"actor": "me", "now": NOON}
OTHER: dict[str, Any] = {"actor": "other", "now": NOON}


@pytest.fixture
def event() -> Event:
    return an_event()


def versions(*sessions: Session) -> dict[str, int]:
    return {session.code: session.version for session in sessions}


def states(event: Event) -> dict[str, dict[str, object]]:
    db.session.expire_all()
    return {session.code: state_of(session) for session in list_sessions(event)}


def later(event: Event, session: Session, hours: int = 1) -> None:
    move_sessions(event, versions(session), Push(HOUR * hours), **ME)


def undo(event: Event) -> None:
    act = find_turnable(event, list_sessions(event), actor="me")[0]
    assert act is not None
    undo_act(event, act.id, **ME)


def redo(event: Event) -> None:
    act = find_turnable(event, list_sessions(event), actor="me")[1]
    assert act is not None
    redo_act(event, act.id, **ME)


def a_full_session(event: Event) -> Session:
    room = create_part(Room, event, {"name": "Eken"})
    speakers = [create_part(Speaker, event, {"name": name}) for name in ("Åsa", "Bo")]
    session = a_session(event, released=False, abstract="Text", known=["a", "b"])
    session.room = room
    session.appearances = [
        SessionSpeaker(speaker=speaker, position=n) for n, speaker in enumerate(speakers)
    ]
    db.session.flush()
    return session


def test_every_kind_of_act_is_undone_and_done_again_to_the_letter(event: Event) -> None:
    session = a_full_session(event)
    acts: list[Callable[[], None]] = [
        lambda: later(event, session),
        lambda: place_session(
            event,
            session,
            Placement(
                event.starts_at,
                event.starts_at + HOUR / 4,
                None,
                5,
                session.appearances[0].speaker.code,
            ),
            version=session.version,
            **ME,
        ),
        lambda: duplicate_sessions(event, versions(session), **ME),
        lambda: unplace_sessions(event, versions(*list_sessions(event)), **ME),
        lambda: delete_sessions(event, versions(*list_sessions(event)), **ME),
    ]
    history = [states(event)]
    for act in acts:
        act()
        history.append(states(event))
    assert history[-1] == {}
    for state in reversed(history[:-1]):
        undo(event)
        assert states(event) == state
    assert find_turnable(event, list_sessions(event), actor="me")[0] is None
    for state in history[1:]:
        redo(event)
        assert states(event) == state


def test_ten_steps_and_more_are_undone(event: Event) -> None:
    session = a_session(event)
    for _ in range(12):
        later(event, session)
    for _ in range(12):
        undo(event)
    assert list_sessions(event)[0].starts_at == event.starts_at


def test_what_somebody_changed_since_is_not_undone(event: Event) -> None:
    session = a_session(event)
    later(event, session)
    act = find_turnable(event, list_sessions(event), actor="me")[0]
    assert act is not None
    move_sessions(event, versions(session), Push(HOUR), **OTHER)
    with pytest.raises(SessionChangedSince):
        undo_act(event, act.id, **ME)
    assert find_turnable(event, list_sessions(event), actor="me")[0] is None
    assert session.starts_at == event.starts_at + 2 * HOUR


def test_another_field_changed_since_stays_and_the_place_is_undone(event: Event) -> None:
    session = a_session(event)
    later(event, session)
    session.title = "Nytt namn"
    undo(event)
    assert (session.title, session.starts_at) == ("Nytt namn", event.starts_at)


def test_each_undoes_their_own_acts_alone(event: Event) -> None:
    mine, theirs = a_session(event), a_session(event)
    later(event, mine)
    move_sessions(event, versions(theirs), Push(HOUR), **OTHER)
    undo(event)
    assert (mine.starts_at, theirs.starts_at) == (event.starts_at, event.starts_at + HOUR)
    act = find_turnable(event, list_sessions(event), actor="other")[0]
    assert act is not None
    with pytest.raises(ActGone):
        undo_act(event, act.id, **ME)


def test_a_new_act_ends_what_could_be_done_again(event: Event) -> None:
    session = a_session(event)
    later(event, session)
    undo(event)
    later(event, session, 2)
    assert find_turnable(event, list_sessions(event), actor="me")[1] is None


def test_a_room_that_was_removed_meanwhile_is_not_brought_back(event: Event) -> None:
    session = a_full_session(event)
    room = session.room
    there = Placement(session.starts_at, session.ends_at, None)
    place_session(event, session, there, version=session.version, **ME)
    assert room is not None
    db.session.delete(room)
    db.session.flush()
    with pytest.raises(SessionChangedSince):
        undo(event)


def test_undoing_gives_a_new_version_so_that_others_forms_are_stale(event: Event) -> None:
    session = a_session(event)
    later(event, session)
    undo(event)
    assert session.version == 3

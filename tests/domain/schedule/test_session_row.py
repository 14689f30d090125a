"""Several new sessions: with what they name, added once."""

import pytest

from eventapp.domain.schedule.board.act import find_turnable, undo_act
from eventapp.domain.schedule.schedule_part import create_part, list_parts
from eventapp.domain.schedule.session import list_sessions
from eventapp.domain.schedule.session_row import SessionRow, create_sessions
from eventapp.models import Event, Room, SessionKind, Speaker, Track
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def a_row(
    event: Event, title: str, kind: SessionKind = SessionKind.CHOICE, later: int = 0, **of: object
) -> SessionRow:
    starts_at = event.starts_at + later * HOUR
    return SessionRow(title, kind, starts_at, starts_at + HOUR, **of)  # type: ignore[arg-type]


def test_rooms_tracks_and_speakers_are_found_by_name_or_added_once() -> None:
    event = an_event()
    eken = create_part(Room, event, {"name": "Eken"})
    rows = [
        a_row(event, "Ett", room="eken", track="Unga", speakers=("Åsa Ek", "Bo")),
        a_row(event, "Två", room="Linden", track="unga", speakers=("Bo", "bo")),
    ]
    create_sessions(event, rows, actor="me", now=NOON)
    first, second = list_sessions(event)
    assert first.room == eken
    assert [room.name for room in list_parts(Room, event)] == ["Eken", "Linden"]
    assert second.room
    assert not second.room.wheelchair  # nobody has said so
    assert [track.name for track in list_parts(Track, event)] == ["Unga"]
    assert len(list_parts(Speaker, event)) == 2
    assert [part.speaker.name for part in second.appearances] == ["Bo"]


def test_those_to_choose_at_one_time_share_a_letter_that_no_other_time_has() -> None:
    event = an_event()
    a_session(event, choice_group="a", starts_at=event.starts_at + 2 * HOUR)
    rows = [a_row(event, "Ett"), a_row(event, "Två"), a_row(event, "Tre", later=1)]
    rows += [a_row(event, "Fyra", later=2), a_row(event, "Fika", SessionKind.SERVICE, 3)]
    create_sessions(event, rows, actor="me", now=NOON)
    letters = {session.title: session.choice_group for session in list_sessions(event)}
    assert letters["Ett"] == letters["Två"] == "B"
    assert (letters["Tre"], letters["Fyra"], letters["Fika"]) == ("C", "a", "")


def test_adding_them_is_one_act_that_can_be_undone() -> None:
    event = an_event()
    create_sessions(event, [a_row(event, "Ett"), a_row(event, "Två")], actor="me", now=NOON)
    act = find_turnable(event, list_sessions(event), actor="me")[0]
    assert act is not None
    undo_act(event, act.id, actor="me", now=NOON)
    assert list_sessions(event) == []

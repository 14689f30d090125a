"""Placing sessions: one or several, against their versions, and none that visitors know deleted."""

from typing import Any

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.release import release_schedule
from eventapp.domain.schedule.board.act import SessionInUse
from eventapp.domain.schedule.board.placement import (
    NothingChosen,
    Placement,
    Push,
    delete_sessions,
    duplicate_sessions,
    move_sessions,
    place_session,
    unplace_sessions,
)
from eventapp.domain.schedule.conflict import find_conflicts, list_sessions_outside
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import SessionGone, list_sessions
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Event,
    Material,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    SpeakerRole,
)
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")
BY: dict[str, Any] = {"actor": "organizer", "now": NOON}


@pytest.fixture
def event() -> Event:
    return an_event()


def versions(*sessions: Session) -> dict[str, int]:
    return {session.code: session.version for session in sessions}


def titles(event: Event) -> list[str]:
    return [session.title for session in list_sessions(event)]


def test_a_session_is_placed_against_its_version_and_a_stale_one_changes_nothing(
    event: Event,
) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    session = a_session(event)
    at = event.starts_at + HOUR
    there = Placement(at, at + HOUR / 2, room)
    place_session(event, session, there, version=1, **BY)
    assert (session.starts_at, session.ends_at, session.room) == (at, at + HOUR / 2, room)

    elsewhere = Placement(at + HOUR, at + 2 * HOUR, None)
    with pytest.raises(StaleVersion):
        place_session(event, session, elsewhere, version=1, **BY)
    assert session.starts_at == at
    assert session.version == 2


def test_a_session_that_somebody_has_deleted_meanwhile_is_gone(event: Event) -> None:
    session = a_session(event, released=False)
    there = Placement(session.starts_at, session.ends_at, None)
    db.session.execute(db.delete(Session).where(Session.id == session.id))
    with pytest.raises(SessionGone):
        place_session(event, session, there, version=1, **BY)


def test_placing_it_where_it_stands_is_no_change(event: Event) -> None:
    session = a_session(event)
    place_session(
        event, session, Placement(session.starts_at, session.ends_at, None), version=1, **BY
    )
    assert session.version == 1


def test_a_session_goes_on_without_one_of_its_speakers(event: Event) -> None:
    asa, bo = (create_part(Speaker, event, {"name": name}) for name in ("Åsa", "Bo"))
    session = a_session(event)
    session.appearances = [SessionSpeaker(speaker=asa), SessionSpeaker(speaker=bo, position=1)]
    there = Placement(session.starts_at, session.ends_at, None, without=asa.code)
    place_session(event, session, there, version=1, solves=True, **BY)
    assert [part.speaker.name for part in session.appearances] == ["Bo"]


def test_several_move_together_and_one_stale_stops_them_all(event: Event) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    first, second = a_session(event), a_session(event, starts_at=event.starts_at + HOUR)
    move_sessions(event, versions(first, second), Push(HOUR, to_room=True, room=room), **BY)
    assert first.starts_at == event.starts_at + HOUR
    assert second.room is room

    stale = {first.code: 1, second.code: second.version}
    with pytest.raises(StaleVersion):
        move_sessions(event, stale, Push(HOUR), **BY)
    assert second.starts_at == event.starts_at + 2 * HOUR
    with pytest.raises(NothingChosen):
        move_sessions(event, {}, Push(HOUR), **BY)


def test_what_has_no_place_collides_with_nothing_and_lies_outside_nothing(event: Event) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    first = a_session(event)
    second = a_session(event)
    first.room = second.room = room
    outside = a_session(event, starts_at=event.ends_at + HOUR)
    assert find_conflicts(list_sessions(event))
    unplace_sessions(event, versions(second, outside), **BY)
    assert find_conflicts(list_sessions(event)) == []
    assert list_sessions_outside(event, list_sessions(event)) == []


def test_a_draft_without_a_place_is_not_released_and_a_known_one_is_called_off(
    event: Event,
) -> None:
    known, new = a_session(event), a_session(event, released=False)
    release_schedule(event, **BY)
    unknown = a_session(event, released=False)
    unplace_sessions(event, versions(known, unknown), **BY)
    release = release_schedule(event, **BY)
    shown = {session["code"]: session["cancelled"] for session in release.schedule["sessions"]}
    assert shown == {known.code: True, new.code: False}
    assert unknown.released is None


def test_a_duplicate_has_its_texts_and_speakers_and_no_place(event: Event) -> None:
    speaker = create_part(Speaker, event, {"name": "Åsa"})
    session = a_session(event, title="Vägar in", abstract="Hur det börjar", seats=7)
    session.appearances = [
        SessionSpeaker(speaker=speaker, role=SpeakerRole.MODERATOR, confirmed_digest="so")
    ]
    db.session.flush()
    duplicate_sessions(event, versions(session), **BY)
    duplicate = next(s for s in list_sessions(event) if s.code != session.code)
    assert (duplicate.title, duplicate.abstract, duplicate.seats) == (
        "Vägar in",
        "Hur det börjar",
        7,
    )
    assert [part.speaker.name for part in duplicate.appearances] == ["Åsa"]
    assert [(p.role, p.confirmed_digest) for p in duplicate.appearances] == [
        (SpeakerRole.MODERATOR, "")
    ]
    assert (duplicate.placed, duplicate.released) == (False, None)


def test_only_what_nobody_knows_of_is_deleted(event: Event) -> None:
    known, mistake = a_session(event), a_session(event, released=False)
    delete_sessions(event, versions(mistake), **BY)
    assert titles(event) == [known.title]
    actions = db.session.scalars(db.select(AuditEntry.action)).all()
    assert actions.count(AuditAction.SESSION_DELETED) == 1
    with pytest.raises(SessionInUse):
        delete_sessions(event, versions(known), **BY)


def test_a_session_with_files_stays(event: Event) -> None:
    session = a_session(event, released=False)
    file = {"title": "Bilder", "filename": "a.pdf", "media_type": "application/pdf"}
    db.session.add(Material(event_id=event.id, session=session, checksum="0", size=1, **file))
    db.session.flush()
    with pytest.raises(SessionInUse):
        delete_sessions(event, versions(session), **BY)
    assert titles(event) == [session.title]

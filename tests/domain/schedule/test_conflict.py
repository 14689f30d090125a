"""Collisions of rooms, speakers and seats in a draft: found, and overridden for a reason."""

from itertools import combinations

import pytest

from eventapp.domain.schedule.conflict import (
    ConflictKind,
    ConflictNotFound,
    find_conflicts,
    list_seat_warnings,
    list_sessions_outside,
    override_conflict,
    override_reasons,
)
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import list_session_lines, list_sessions
from eventapp.extensions import db
from eventapp.models import Event, Room, Session, SessionKind, SessionSpeaker, Speaker
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event() -> Event:
    return an_event()


def in_room(event: Event, room: Room, *, hours: float = 0, **facts: object) -> Session:
    starts_at = event.starts_at + hours * HOUR
    return a_session(event, starts_at=starts_at, room=room, **facts)  # type: ignore[arg-type]


def kinds(event: Event) -> list[tuple[ConflictKind, str]]:
    return [(conflict.kind, conflict.name) for conflict in find_conflicts(list_sessions(event))]


def test_a_room_is_in_conflict_while_two_sessions_overlap_in_it(event: Event) -> None:
    oak, linden = (create_part(Room, event, {"name": name}) for name in ("Eken", "Linden"))
    in_room(event, oak)
    in_room(event, linden)
    in_room(event, oak, hours=1)  # begins when the first ends
    in_room(event, oak, cancelled=True)
    assert kinds(event) == []

    in_room(event, oak, hours=0.5, ends_at=event.starts_at + HOUR)
    assert kinds(event) == [(ConflictKind.ROOM, "Eken")]


def test_a_speaker_is_in_conflict_when_in_two_rooms_at_once(event: Event) -> None:
    speaker = create_part(Speaker, event, {"name": "Åsa"})
    for session in (a_session(event), a_session(event)):
        db.session.add(SessionSpeaker(session_id=session.id, speaker_id=speaker.id))
    db.session.flush()
    db.session.expire_all()

    assert kinds(event) == [(ConflictKind.SPEAKER, "Åsa")]


def test_an_overridden_conflict_comes_back_when_a_session_moves(event: Event) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    _first, second = in_room(event, room), in_room(event, room)
    (conflict,) = find_conflicts(list_sessions(event))
    override_conflict(event, conflict.key, actor="o", reason="delas av", now=NOON)

    def reasons() -> list[str]:
        conflicts = find_conflicts(list_sessions(event), override_reasons(event))
        return [conflict.reason for conflict in conflicts]

    assert reasons() == ["delas av"]
    with pytest.raises(ConflictNotFound):
        override_conflict(event, conflict.key, actor="o", reason="igen", now=NOON)
    second.ends_at += HOUR
    assert reasons() == [""]


def test_sessions_before_or_after_the_event_are_named_unless_they_are_services(
    event: Event,
) -> None:
    early = event.starts_at - HOUR / 2
    a_session(event)
    a_session(event, kind=SessionKind.SERVICE, starts_at=early)
    a_session(event, starts_at=early, cancelled=True)
    outside = [a_session(event, starts_at=early), a_session(event, starts_at=event.ends_at)]

    assert list_sessions_outside(event, list_sessions(event)) == outside


def test_seats_are_warned_of_beyond_the_room_and_below_those_taken(event: Event) -> None:
    room = create_part(Room, event, {"name": "Eken", "seats": 10})
    fits = in_room(event, room, seats=10)
    large, cut = in_room(event, room, seats=12), a_session(event, seats=3)
    a_session(event)

    warnings = list_seat_warnings(list_sessions(event), {cut.id: 5, fits.id: 10})

    figures = [(row.session, row.beyond_room, row.beyond_seats) for row in warnings]
    assert figures == [(large, 2, 0), (cut, 0, 2)]


def test_conflicts_are_those_of_comparing_each_with_each(event: Event) -> None:
    oak, linden = (create_part(Room, event, {"name": name}) for name in ("Eken", "Linden"))
    speaker = create_part(Speaker, event, {"name": "Åsa"})
    for number, (start, minutes) in enumerate([(0, 90), (0, 30), (30, 60), (60, 30), (75, 15)] * 3):
        starts_at = event.starts_at + start * HOUR / 60
        room = (oak, linden, None)[number % 3]
        ends_at = starts_at + minutes * HOUR / 60
        session = a_session(event, starts_at=starts_at, ends_at=ends_at, room=room)
        if number % 2:
            db.session.add(SessionSpeaker(session_id=session.id, speaker_id=speaker.id))
    db.session.flush()
    db.session.expire_all()
    sessions = list_sessions(event)
    expected = [
        (first.code, second.code)
        for first, second in combinations(sessions, 2)
        if first.starts_at < second.ends_at and second.starts_at < first.ends_at
        for common in (
            first.room is not None and first.room is second.room,
            first.appearances and second.appearances,
        )
        if common
    ]

    pairs = [(c.first.code, c.second.code) for c in find_conflicts(list_session_lines(event))]

    assert len(expected) > 10
    assert pairs == expected

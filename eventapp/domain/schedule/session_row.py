"""Several new sessions at once: a row for each, with rooms, tracks and speakers by their names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from string import ascii_uppercase
from typing import TypeVar

from eventapp.domain import locking
from eventapp.domain.people.folding import fold
from eventapp.domain.schedule.board.act import store_act
from eventapp.domain.schedule.schedule_part import list_parts
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.models import (
    BoardActKind,
    Event,
    Room,
    Session,
    SessionKind,
    SessionSpeaker,
    Speaker,
    Track,
)

NamedPart = TypeVar("NamedPart", Room, Track, Speaker)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session to add: a room, a track and speakers that are not there yet come with it."""

    title: str
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    track: str = ""
    speakers: tuple[str, ...] = ()


def create_sessions(
    event: Event, rows: Sequence[SessionRow], *, actor: str, now: datetime
) -> Sequence[Session]:
    """Add a session for each row to the draft; it can be undone on the board. Flushes.

    Sessions to choose that begin at the same time get the same letter.
    """
    locked = locking.lock_event(event)
    rooms, tracks, speakers = _named(Room, event), _named(Track, event), _named(Speaker, event)
    letter = _letters(event)
    sessions = []
    for row in rows:
        session = Session(
            event_id=event.id,
            title=row.title,
            kind=row.kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            room=rooms(row.room) if row.room else None,
            track=tracks(row.track) if row.track else None,
            choice_group=letter(row.starts_at) if row.kind is SessionKind.CHOICE else "",
        )
        people = {id(speaker): speaker for speaker in map(speakers, row.speakers)}
        session.appearances = [
            SessionSpeaker(speaker=speaker, position=position)
            for position, speaker in enumerate(people.values())
        ]
        db.session.add(session)
        db.session.flush()
        sessions.append(session)
    store_act(locked, BoardActKind.ADD, {}, sessions, actor=actor, now=now)
    return sessions


def _named(kind: type[NamedPart], event: Event) -> Callable[[str], NamedPart]:
    """What finds a room, track or speaker by name, whatever its case, or adds one."""
    by_name = {fold(part.name): part for part in reversed(list_parts(kind, event))}
    # Nobody has said whether a wheelchair comes in, so visitors are not told that it does.
    unsaid: dict[str, bool] = {"wheelchair": False} if kind is Room else {}

    def find_or_add(name: str) -> NamedPart:
        if fold(name) not in by_name:
            by_name[fold(name)] = kind(event_id=event.id, name=name, **unsaid)
            db.session.add(by_name[fold(name)])
            db.session.flush()
        return by_name[fold(name)]

    return find_or_add


def _letters(event: Event) -> Callable[[datetime], str]:
    """What gives the letter of those to choose that begin at a time, or else a free one."""
    chosen = [s for s in list_sessions(event) if s.kind is SessionKind.CHOICE and s.choice_group]
    by_time = {session.starts_at: session.choice_group for session in chosen}
    taken = {session.choice_group.upper() for session in chosen}
    names = (f"{letter}{number or ''}" for number in count() for letter in ascii_uppercase)

    def letter_of(starts_at: datetime) -> str:
        if starts_at not in by_time:
            by_time[starts_at] = next(name for name in names if name not in taken)
            taken.add(by_time[starts_at])
        return by_time[starts_at]

    return letter_of

"""Placing sessions on the board: one, or several at once; each act can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, StaleVersion, check_version
from eventapp.domain.schedule.board.act import capture, store_act, store_deletion
from eventapp.domain.schedule.board.session_state import SPEAKERS, apply_state, state_of
from eventapp.domain.schedule.session import LOADED_PARTS, check_session
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_code
from eventapp.models import BoardActKind, Event, Room, Session

# How long a session may be drawn out to by the board.
LONGEST = timedelta(hours=24)


class NothingChosen(Refusal):
    """No session was chosen for an act on several."""

    code = "nothing-chosen"
    sentence = _l("Choose at least one session.")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a session is to stand. `seats` None leaves them; `without` is a speaker's code."""

    starts_at: datetime
    ends_at: datetime
    room: Room | None
    seats: int | None = None
    without: str = ""


@dataclass(frozen=True, slots=True)
class Push:
    """How several sessions move together; `room` is where all go, if `to_room`."""

    later: timedelta = timedelta()
    to_room: bool = False
    room: Room | None = None


def place_session(
    event: Event,
    session: Session,
    placement: Placement,
    *,
    version: int,
    solves: bool = False,
    actor: str,
    now: datetime,
) -> None:
    """Place, move or resize a session in the draft. Raises SessionGone, StaleVersion. Flushes."""
    locked = locking.lock_event(event)
    check_session(session, version)
    before = capture([session])
    session.starts_at, session.ends_at = placement.starts_at, placement.ends_at
    session.room, session.placed = placement.room, True
    if placement.seats is not None:
        session.seats = placement.seats
    if placement.without:
        parts = [p for p in session.appearances if p.speaker.code != placement.without]
        session.appearances = parts
    db.session.flush()
    kind = BoardActKind.SOLVE if solves else BoardActKind.MOVE
    store_act(locked, kind, before, [session], actor=actor, now=now)


def move_sessions(
    event: Event, versions: Mapping[str, int], push: Push, *, actor: str, now: datetime
) -> None:
    """Move several sessions together, and give a place to those that have none.

    `versions` has the version of each by code. Raises StaleVersion, NothingChosen. Flushes.
    """
    locked = locking.lock_event(event)
    sessions = _load(event, versions)
    before = capture(sessions)
    for session in sessions:
        session.starts_at += push.later
        session.ends_at += push.later
        session.placed = True
        if push.to_room:
            session.room = push.room
    db.session.flush()
    store_act(locked, BoardActKind.MOVE, before, sessions, actor=actor, now=now)


def unplace_sessions(
    event: Event, versions: Mapping[str, int], *, actor: str, now: datetime
) -> None:
    """Take sessions off the board; they keep what is written of them, and how long they last.

    Raises StaleVersion, NothingChosen. Flushes.
    """
    locked = locking.lock_event(event)
    sessions = _load(event, versions)
    before = capture(sessions)
    for session in sessions:
        session.placed = False
    db.session.flush()
    store_act(locked, BoardActKind.UNPLACE, before, sessions, actor=actor, now=now)


def duplicate_sessions(
    event: Event, versions: Mapping[str, int], *, actor: str, now: datetime
) -> None:
    """Add sessions like these, without a place. Raises StaleVersion, NothingChosen. Flushes."""
    locked = locking.lock_event(event)
    duplicates = [_duplicate(session) for session in _load(event, versions)]
    db.session.flush()
    store_act(locked, BoardActKind.DUPLICATE, {}, duplicates, actor=actor, now=now)


def delete_sessions(
    event: Event, versions: Mapping[str, int], *, actor: str, now: datetime
) -> None:
    """Delete sessions that were never released.

    Raises SessionInUse, StaleVersion, NothingChosen. Flushes.
    """
    locked = locking.lock_event(event)
    store_deletion(locked, _load(event, versions), actor=actor, now=now)


def _load(event: Event, versions: Mapping[str, int]) -> Sequence[Session]:
    if not versions:
        raise NothingChosen
    sessions = db.session.scalars(
        select(Session)
        .where(Session.event_id == event.id, Session.code.in_(versions))
        .options(*LOADED_PARTS)
        .order_by(Session.starts_at, Session.id)
    ).all()
    if len(sessions) < len(versions):
        raise StaleVersion
    for session in sessions:
        check_version(session, versions[session.code])
    return sessions


def _duplicate(session: Session) -> Session:
    duplicate = Session(event_id=session.event_id, code=new_code(), version=1)
    state = state_of(session)
    # What a speaker has confirmed is the one session, not another like it.
    parts = [{**part, "confirmed_digest": ""} for part in state[SPEAKERS]]
    apply_state(duplicate, {**state, SPEAKERS: parts})
    duplicate.placed = duplicate.cancelled = False
    db.session.add(duplicate)
    return duplicate

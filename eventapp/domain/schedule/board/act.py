"""Acts on the board: stored with what undoes them, undone and done again by whoever did them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.record.values import Logged
from eventapp.domain.schedule.board.session_state import (
    SessionChangedSince,
    State,
    apply_state,
    state_of,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, BoardAct, BoardActKind, Event, Room, Session

# How many acts of each account and event can be undone.
ACTS_MAX = 30
# What the log has of a change: codes and names, no long texts.
LOGGED = ("title", "starts_at", "ends_at", "placed", "seats", "cancelled")


class ActGone(Refusal):
    """There is no such act, or it has been undone already."""

    code = "act-gone"
    sentence = _l("It has been undone already.")


class SessionInUse(Refusal):
    """Visitors know the session, or something is tied to it."""

    code = "session-in-use"
    sentence = _l(
        "The session has been published, or has files. Call it off instead, so that those who "
        "know of it are told."
    )


@dataclass(frozen=True, slots=True)
class Turnable:
    """The act that `undo_act` would undo now, or `redo_act` do again: what it was, and to what."""

    id: int
    kind: BoardActKind
    titles: tuple[str, ...]


def capture(sessions: Sequence[Session]) -> dict[str, State]:
    """What sessions are before an act, by code."""
    return {session.code: state_of(session) for session in sessions}


def store_act(
    locked: LockedEvent,
    kind: BoardActKind,
    before: Mapping[str, State],
    sessions: Sequence[Session],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Store what an act did to sessions: `before` it, and as they are now; and log it.

    A session that differs gets a new version. What was undone before can not be done again.
    """
    changes = []
    for session in sessions:
        changed = _difference(session, before.get(session.code))
        if changed:
            changes.append(changed)
            if changed["before"] is not None:
                session.version += 1
    _store(locked.event, kind, changes, actor=actor, now=now)


def store_deletion(
    locked: LockedEvent, sessions: Sequence[Session], *, actor: str, now: datetime
) -> None:
    """Delete sessions that nobody knows of. Raises SessionInUse. Flushes."""
    changes = []
    for session in sessions:
        changes.append(_change(session, state_of(session), None))
        _delete(session)
    _store(locked.event, BoardActKind.DELETE, changes, actor=actor, now=now)


def undo_act(event: Event, number: int, *, actor: str, now: datetime) -> None:
    """Undo one's own act. Raises ActGone, SessionChangedSince. Flushes."""
    _turn(event, number, undo=True, actor=actor, now=now)


def redo_act(event: Event, number: int, *, actor: str, now: datetime) -> None:
    """Do one's own act again that was undone. Raises ActGone, SessionChangedSince. Flushes."""
    _turn(event, number, undo=False, actor=actor, now=now)


def find_turnable(
    event: Event, sessions: Sequence[Session], *, actor: str
) -> tuple[Turnable | None, Turnable | None]:
    """What can be undone, and what can be done again, of one's own acts.

    The first is the latest act whose sessions are still as it left them; the second the one that
    was undone last, if its sessions are still as that left them.
    """
    acts = _acts(event, actor)
    undone = [act for act in acts if act.undone]
    undoable = _first([act for act in acts if not act.undone], sessions, "after")
    return undoable, _first(undone[-1:], sessions, "before")


def latest_of_others(event: Event, *, actor: str, since: datetime) -> BoardAct | None:
    """What another account did last on the board, if that was after `since`."""
    return db.session.scalar(
        select(BoardAct)
        .where(BoardAct.event_id == event.id, BoardAct.actor != actor, BoardAct.created_at > since)
        .order_by(BoardAct.id.desc())
        .limit(1)
    )


def _acts(event: Event, actor: str) -> Sequence[BoardAct]:
    """One's own acts, the latest first."""
    return db.session.scalars(
        select(BoardAct)
        .where(BoardAct.event_id == event.id, BoardAct.actor == actor)
        .order_by(BoardAct.id.desc())
    ).all()


def _first(acts: Sequence[BoardAct], sessions: Sequence[Session], at: str) -> Turnable | None:
    by_code = {session.code: session for session in sessions}
    for act in acts:
        if all(_is_at(by_code.get(change["code"]), change[at]) for change in act.changes):
            titles = tuple(change["title"] for change in act.changes)
            return Turnable(act.id, act.kind, titles)
    return None


def _is_at(session: Session | None, state: State | None) -> bool:
    """Whether the session is what an act made of it, or is not there because of it."""
    if session is None or state is None:
        return session is None and state is None
    return state_of(session, state) == state


def _turn(event: Event, number: int, *, undo: bool, actor: str, now: datetime) -> None:
    locking.lock_event(event)
    act = db.session.scalar(
        select(BoardAct).where(
            BoardAct.id == number,
            BoardAct.event_id == event.id,
            BoardAct.actor == actor,
            BoardAct.undone.is_(not undo),
        )
    )
    if act is None:
        raise ActGone
    codes = [change["code"] for change in act.changes]
    chosen = select(Session).where(Session.event_id == event.id, Session.code.in_(codes))
    by_code = {session.code: session for session in db.session.scalars(chosen)}
    source, target = ("after", "before") if undo else ("before", "after")
    if not all(_is_at(by_code.get(change["code"]), change[source]) for change in act.changes):
        raise SessionChangedSince
    for change in act.changes:
        session = by_code.get(change["code"])
        _turn_session(event, session, change, change[target], actor=actor, now=now)
    act.undone = undo
    db.session.flush()


def _turn_session(
    event: Event,
    session: Session | None,
    change: dict[str, Any],
    state: State | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Bring one session to a state of an act, and log it."""
    before: dict[str, Logged] = {} if session is None else _logged(session)
    if state is None and session is not None:
        _delete(session)
        session = None
    elif state is not None:
        if session is None:
            # Beyond any version that a form may have been opened with.
            session = Session(event_id=event.id, code=change["code"])
            session.version = change["version"]
            _fill(session, state)
        else:
            apply_state(session, state)
        session.version += 1
        db.session.flush()
        db.session.expire(session, ["room", "track"])
    after = {} if session is None else _logged(session)
    action = AuditAction.SESSION_DELETED if session is None else AuditAction.SESSION_EDITED
    audit.record_change(
        action, event, before=before, after=after, actor=actor, now=now, session=change["code"]
    )


def _fill(session: Session, state: State) -> None:
    """Write all that there is on a new session."""
    apply_state(session, state)
    db.session.add(session)


def _delete(session: Session) -> None:
    if session.released is not None:
        raise SessionInUse
    try:
        with db.session.begin_nested():
            db.session.delete(session)
            db.session.flush()
    except IntegrityError:  # files, or whatever else refers to it
        raise SessionInUse from None


def _difference(session: Session, before: State | None) -> dict[str, Any] | None:
    after = state_of(session)
    if before is None:
        return _change(session, None, after)
    names = [name for name in after if after[name] != before[name]]
    if not names:
        return None
    was = {name: before[name] for name in names}
    return _change(session, was, {name: after[name] for name in names})


def _change(session: Session, before: State | None, after: State | None) -> dict[str, Any]:
    return {
        "code": session.code,
        "title": session.title,
        "version": session.version,
        "before": before,
        "after": after,
    }


def _store(
    event: Event,
    kind: BoardActKind,
    changes: list[dict[str, Any]],
    *,
    actor: str,
    now: datetime,
) -> None:
    if not changes:
        return
    mine = BoardAct.event_id == event.id, BoardAct.actor == actor
    db.session.execute(delete(BoardAct).where(*mine, BoardAct.undone.is_(True)))
    recent = select(BoardAct.id).where(*mine).order_by(BoardAct.id.desc()).limit(ACTS_MAX - 1)
    numbers = db.session.scalars(recent).all()
    db.session.execute(delete(BoardAct).where(*mine, BoardAct.id.not_in(numbers)))
    db.session.add(
        BoardAct(event_id=event.id, actor=actor, kind=kind, changes=changes, created_at=now)
    )
    for change in changes:
        deleted = change["after"] is None
        audit.record_change(
            AuditAction.SESSION_DELETED if deleted else AuditAction.SESSION_EDITED,
            event,
            before=_logged_state(change["before"]),
            after=_logged_state(change["after"]),
            actor=actor,
            now=now,
            session=change["code"],
        )
    db.session.flush()


def _logged(session: Session) -> dict[str, Logged]:
    return _logged_state(state_of(session, (*LOGGED, "room_id")))


def _logged_state(state: State | None) -> dict[str, Logged]:
    """What the log says of a state: the room by its name."""
    values: dict[str, Logged] = {name: state[name] for name in LOGGED if state and name in state}
    if state and "room_id" in state:
        room = db.session.get(Room, state["room_id"]) if state["room_id"] else None
        values["room"] = room.name if room else None
    return values

"""Shifting a day of the draft schedule, or all of it, as when the event moves to another date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.copy.move import Move
from eventapp.domain.schedule.board.act import capture, store_act
from eventapp.domain.schedule.board.revision import board_revision
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import BoardActKind, Event, Session


class NothingToShift(Refusal):
    """No session would move."""

    code = "nothing-to-shift"
    sentence = _l("No session would move. Choose another day, or how far they move.")


@dataclass(frozen=True, slots=True)
class ShiftedSession:
    """A session and where it would stand; `outside` if that is not within the event."""

    session: Session
    starts_at: datetime
    ends_at: datetime
    outside: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """How far sessions move as clocks there show it: those of one day, or of all where it is None.

    All takes along those without a place: where they last stood is where they are placed from.
    """

    later: timedelta
    on: date | None = None


def preview_shift(event: Event, shift: Shift) -> list[ShiftedSession]:
    """Where the sessions would stand, in order. Raises NoSuchTime."""
    return [_shifted(event, session, shift) for session in _chosen(event, shift)]


def shift_schedule(event: Event, shift: Shift, *, revision: str, actor: str, now: datetime) -> int:
    """Shift sessions in the draft, and return how many; it can be undone on the board.

    `revision` is the board's when the preview was looked at.
    Raises StaleVersion, NothingToShift, NoSuchTime. Flushes.
    """
    locked = locking.lock_event(event)
    if board_revision(event) != revision:
        raise StaleVersion
    sessions = _chosen(event, shift)
    if not sessions or not shift.later:
        raise NothingToShift
    before = capture(sessions)
    for shifted in preview_shift(event, shift):
        session = shifted.session
        session.starts_at, session.ends_at = shifted.starts_at, shifted.ends_at
    db.session.flush()
    store_act(locked, BoardActKind.SHIFT, before, sessions, actor=actor, now=now)
    return len(sessions)


def local_move(before: datetime, after: datetime, time_zone: str) -> timedelta:
    """How far a moment has moved as clocks in the zone show it."""
    zone = ZoneInfo(time_zone)
    first, then = (at.astimezone(zone).replace(tzinfo=None, fold=0) for at in (before, after))
    return then - first


def _chosen(event: Event, shift: Shift) -> Sequence[Session]:
    zone = ZoneInfo(event.time_zone)
    return [
        session
        for session in list_sessions(event)
        if shift.on is None
        or (session.placed and session.starts_at.astimezone(zone).date() == shift.on)
    ]


def _shifted(event: Event, session: Session, shift: Shift) -> ShiftedSession:
    move = Move(shift.later, event.time_zone)
    starts_at, ends_at = move.span(session.starts_at, session.ends_at)
    outside = not event.starts_at <= starts_at < ends_at <= event.ends_at
    return ShiftedSession(session, starts_at, ends_at, outside and session.kind != "service")

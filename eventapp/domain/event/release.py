"""Releasing an event's schedule, and what the next release would do to seats."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.event.speaker.speaker_calendar import notify_speakers
from eventapp.domain.record import audit
from eventapp.domain.registration.notification import moved_codes, notify_of_sessions
from eventapp.domain.registration.session_choice import reassign_session_seats
from eventapp.domain.schedule import release as releases
from eventapp.domain.schedule.board.revision import board_revision
from eventapp.domain.schedule.event_calendar import update_calendar
from eventapp.domain.schedule.published import read_changes
from eventapp.domain.schedule.session import list_sessions, load_sessions
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    ChoiceState,
    Event,
    EventState,
    Release,
    Session,
    SessionChoice,
)


class SeatsBelowTaken(Refusal):
    """A session would be released with fewer seats than are taken, and nobody said why."""

    code = "seats-below-taken"
    sentence = _l("A session would have fewer places than are taken. Say why.")


class DraftChanged(Refusal):
    """The draft is no longer the one that was looked at before it was published."""

    code = "draft-changed"
    sentence = _l(
        "Nothing was published: the draft has changed since you looked at it. "
        "Below is what would be published now."
    )


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A session whose seats change with the next release; None: as many as the event has."""

    session: Session
    before: int | None
    after: int | None
    taken: int
    waiting: int

    @property
    def beyond(self) -> int:
        """How many more have a seat than there will be seats."""
        return 0 if self.after is None else max(0, self.taken - self.after)

    @property
    def promoted(self) -> int:
        """How many of those who wait get a seat at once."""
        if self.after is None:
            return self.waiting
        return min(self.waiting, max(0, self.after - self.taken))


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """The draft, read before its event is locked: it holds while the board has this revision.

    `reseated` are ids of sessions whose released seats are others than the draft's; `moved` are
    codes of those that people with a seat hear of.
    """

    revision: str
    draft: releases.FrozenDraft
    reseated: tuple[int, ...]
    moved: tuple[str, ...]


def prepare_release(event: Event) -> PreparedRelease:
    """Read and freeze the draft, which keeps nobody waiting: most of the work of a release."""
    revision, sessions = board_revision(event), list_sessions(event)
    draft = releases.freeze_draft(event, sessions)
    return PreparedRelease(
        revision,
        draft,
        tuple(session.id for session, _seats in _reseated(sessions)),
        tuple(moved_codes(read_changes(draft.changes))),
    )


def list_seat_changes(sessions: Iterable[Session]) -> Sequence[SeatChange]:
    """Those of an event's sessions whose released seats are not those of the draft."""
    changed = _reseated(sessions)
    counts = _count([session.id for session, _before in changed])
    return [
        SeatChange(
            session,
            before,
            session.seats,
            taken=counts.get((session.id, ChoiceState.CONFIRMED), 0),
            waiting=counts.get((session.id, ChoiceState.WAITLISTED), 0),
        )
        for session, before in changed
    ]


def _reseated(sessions: Iterable[Session]) -> list[tuple[Session, int | None]]:
    """Those whose released seats are others, with these."""
    return [
        (session, session.released["seats"])
        for session in sessions
        if session.released and session.released["seats"] != session.seats
    ]


def release_schedule(
    event: Event,
    *,
    actor: str,
    note: str = "",
    reason: str = "",
    revision: str = "",
    prepared: PreparedRelease | None = None,
    now: datetime,
) -> Release:
    """Publish the draft under the next number.

    Times, seats, sign-up and cancelled sessions take effect: freed seats go to those who wait, and
    those whose sessions moved are notified, speakers too. Fewer seats than are taken need a reason.
    `revision` is the board's when the draft was looked at; empty where nobody had to. The draft is
    read again where it has changed since it was `prepared`.
    Raises DraftChanged, SeatsBelowTaken. Flushes.
    """
    locked = locking.lock_event(event)
    current = board_revision(event)
    if revision and revision != current:
        raise DraftChanged
    if prepared is None or prepared.revision != current:
        prepared = prepare_release(event)
    changed = list_seat_changes(load_sessions(event, prepared.reseated))
    cut = any(change.beyond for change in changed)
    if cut and not reason.strip():
        raise SeatsBelowTaken
    release = releases.store_release(event, actor=actor, note=note, draft=prepared.draft, now=now)
    if event.state is not EventState.DRAFT:
        update_calendar(event, now=now)
    if cut:
        audit.record(AuditAction.SESSION_SEATS_CUT, event, actor=actor, now=now, reason=reason)
    for change in changed:
        reassign_session_seats(locked, change.session, now=now)
    notify_of_sessions(event, prepared.moved, now=now)
    notify_speakers(event, now=now)
    return release


def _count(ids: Sequence[int]) -> dict[tuple[int, ChoiceState], int]:
    rows = db.session.execute(
        select(SessionChoice.session_id, SessionChoice.state, func.count())
        .where(SessionChoice.session_id.in_(ids))
        .group_by(SessionChoice.session_id, SessionChoice.state)
    )
    return {(row[0], row[1]): row[2] for row in rows}

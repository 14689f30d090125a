"""Adding a person to a session, and taking them out of it, for an organizer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking, outbox
from eventapp.domain.errors import check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration import session_choice
from eventapp.domain.registration.cancellation import AlreadyCancelled
from eventapp.domain.registration.registration import RegistrationClosed
from eventapp.domain.registration.session_choice import (
    SessionsCollide,
    ShownChoice,
    UnknownSession,
    count_seats_taken_by_session,
    shown_choices,
)
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.snapshot import released_session
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    ChoiceState,
    Event,
    JobKind,
    Registration,
    Session,
    SessionChoice,
    SessionKind,
)


@dataclass(frozen=True, slots=True)
class ChosenSeat:
    """A chosen session, how many have a seat there, and what it is at the same time as."""

    choice: ShownChoice
    taken: int
    clashes: Sequence[str]


@dataclass(frozen=True, slots=True)
class OfferedSession:
    """A session that one may be added to; `left` is None where seats are not limited."""

    code: str
    title: str
    starts_at: datetime
    left: int | None


def list_chosen_seats(registration: Registration) -> list[ChosenSeat]:
    """The sessions of the registration by time, with seats and collisions."""
    choices = shown_choices(registration)
    ids = {choice.session.code: choice.session_id for choice in registration.choices}
    taken = count_seats_taken_by_session(registration.event) if choices else {}
    return [
        ChosenSeat(
            choice,
            taken.get(ids[choice.session.code], 0),
            [other.session.title for other in choices if _collide(choice, other)],
        )
        for choice in choices
    ]


def list_offered_sessions(
    event: Event, *, without: Registration | None = None
) -> list[OfferedSession]:
    """The released sessions that are chosen, by time, but for those the registration has."""
    taken = count_seats_taken_by_session(event)
    own = {choice.session_id for choice in without.choices} if without else set()
    offered = []
    for session in db.session.scalars(
        select(Session).where(Session.event_id == event.id, Session.released.is_not(None))
    ):
        shown = released_session(session)
        if shown is None or shown.kind != SessionKind.CHOICE.value or shown.cancelled:
            continue
        if session.id not in own:
            left = None if shown.seats is None else max(0, shown.seats - taken.get(session.id, 0))
            offered.append(OfferedSession(shown.code, shown.title, shown.starts_at, left))
    return sorted(offered, key=lambda session: (session.starts_at, session.title))


def add_to_session(
    registration: Registration,
    code: str,
    *,
    version: int,
    actor: str,
    now: datetime,
    reason: str = "",
) -> ChoiceState:
    """Give the person a seat in the session, or a place in its queue; a letter tells of a seat.

    Beside another session at the same time only with a reason, else SessionsCollide is raised.
    Raises AlreadyCancelled, StaleVersion, RegistrationClosed, UnknownSession.
    """
    locked = _lock(registration, now=now)
    check_version(registration, version)
    choice = add_under_lock(locked, registration, code, actor=actor, now=now, reason=reason)
    return choice.state


def add_under_lock(
    locked: LockedEvent,
    registration: Registration,
    code: str,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
) -> SessionChoice:
    """As add_to_session, whatever the version; a session they have already stays as it is."""
    for choice in registration.choices:
        if choice.session.code == code:
            return choice
    counted = session_choice.count_sessions(locked.event, [code])
    if not counted:
        raise UnknownSession
    shown = [
        choice
        for choice in shown_choices(registration)
        if _overlap(choice.session, counted[0].shown)
    ]
    if shown and not reason.strip():
        raise SessionsCollide
    (choice,) = session_choice.choose(locked, registration, counted)
    registration.version += 1
    db.session.flush()
    if choice.state is ChoiceState.CONFIRMED:
        outbox.enqueue_once(
            JobKind.SESSION_PLACE_MAIL,
            key=f"session-added:{registration.code}:{code}:{registration.version}",
            now=now,
            registration_id=registration.id,
            session_id=choice.session_id,
        )
    _record(registration, {}, {"sessions": choice.session.title}, actor, now, reason)
    return choice


def remove_from_session(
    registration: Registration, code: str, *, actor: str, now: datetime
) -> None:
    """Take the person out of the session: its entry in their calendar ends, the seat passes on.

    Whatever else has changed. Raises AlreadyCancelled, RegistrationClosed, UnknownSession.
    """
    locked = _lock(registration, now=now)
    dropped = [choice for choice in registration.choices if choice.session.code == code]
    if not dropped:
        raise UnknownSession
    title = dropped[0].session.title
    session_choice.drop(locked, registration, dropped, now=now)
    registration.version += 1
    _record(registration, {"sessions": title}, {}, actor, now, "")


def _lock(registration: Registration, *, now: datetime) -> LockedEvent:
    locked = locking.lock_event(registration.event)
    db.session.refresh(registration)
    if not registration.living:
        raise AlreadyCancelled
    if now >= locked.event.ends_at:
        raise RegistrationClosed
    return locked


def _record(
    registration: Registration,
    before: audit.Values,
    after: audit.Values,
    actor: str,
    now: datetime,
    reason: str,
) -> None:
    audit.record_change(
        AuditAction.CHANGED,
        registration,
        before=before,
        after=after,
        actor=actor,
        now=now,
        reason=reason,
    )


def _collide(choice: ShownChoice, other: ShownChoice) -> bool:
    return choice is not other and _overlap(choice.session, other.session)


def _overlap(session: PublishedSession, other: PublishedSession | None) -> bool:
    if other is None:
        return False
    return session.starts_at < other.ends_at and other.starts_at < session.ends_at

"""Choosing among parallel sessions: a seat, a place in the session's queue, or a wish."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from eventapp import insertion
from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.registration import notification
from eventapp.domain.registration.queue import availability
from eventapp.domain.registration.seat import Pool, QueueEntry, promote_in_order
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.snapshot import from_snapshot, session_as_shown
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Availability,
    ChoiceState,
    Event,
    JobKind,
    Registration,
    RegistrationState,
    Session,
    SessionChoice,
    SessionKind,
)
from eventapp.models.base import written_out
from eventapp.models.text_list import is_among


class UnknownSession(Refusal):
    """A chosen session is not one to choose at this event."""

    code = "unknown-session"
    sentence = _l("One of the sessions can no longer be chosen. Check your choices again.")


class SessionsCollide(Refusal):
    """Two chosen sessions are at the same time."""

    code = "sessions-collide"
    sentence = _l("Two of the sessions you chose are at the same time. Choose one of them.")


class SessionEnded(Refusal):
    """The session is over."""

    code = "session-ended"
    sentence = _l("The session is over. Choose another one.")


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A chosen session as visitors see it, and whether the person has a seat there."""

    session: PublishedSession
    state: ChoiceState


@dataclass(slots=True)
class CountedSession:
    """A session's seats, counted under the event's lock."""

    id: int
    code: str
    availability: Availability
    last_queue_number: int
    ends_at: datetime
    shown: PublishedSession | None  # as released; None for a draft, which gives nobody a seat
    pool: Pool
    _session: Session | None = None

    @property
    def session(self) -> Session:
        """The session itself, to be changed: seldom, so that no more of it has been read."""
        if self._session is None:
            names = ("availability", "last_queue_number")
            read = {name: getattr(self, name) for name in names}
            self._session = insertion.attach_read(Session, self.id, read)
        return self._session

    @property
    def has_place(self) -> bool:
        """Whether a seat is free."""
        return self.pool.free_for(None) > 0

    @property
    def can_be_chosen(self) -> bool:
        """Whether it is released as a session to choose and not cancelled."""
        shown = self.shown
        return bool(shown and shown.kind == SessionKind.CHOICE.value and not shown.cancelled)


# The seats of a session without a limit of its own.
UNLIMITED = 1_000_000

_IS_SEATED = SessionChoice.state == written_out(ChoiceState.CONFIRMED)
_taken = (
    select(func.count())
    .where(
        SessionChoice.session_id == Session.id,
        _IS_SEATED,
    )
    .correlate(Session)
    .scalar_subquery()
)
_counted = select(
    Session.id,
    Session.code,
    Session.availability,
    Session.last_queue_number,
    Session.ends_at,
    Session.released,
    _taken,
).order_by(Session.starts_at, Session.id)
COUNTED_BY_CODE = _counted.where(
    Session.event_id == bindparam("event_id"), is_among(Session.__table__.c.code, "codes")
)
COUNTED_BY_ID = _counted.where(Session.id.in_(bindparam("ids", expanding=True)))


def count_sessions(event: Event, codes: Collection[str]) -> list[CountedSession]:
    """Count the seats of the named sessions in one query. Raises UnknownSession."""
    if not codes:
        return []
    counted = _count(COUNTED_BY_CODE, event_id=event.id, codes=list(codes))
    if len(counted) != len(set(codes)) or not all(session.can_be_chosen for session in counted):
        raise UnknownSession
    return sorted(counted, key=_by_time)


def _count(statement: Select[*tuple[Any, ...]], **which: object) -> list[CountedSession]:
    db.session.flush()
    rows = db.session.connection().execute(statement, which)
    return [_counted_session(row) for row in rows.all()]


def _counted_session(row: Sequence[Any]) -> CountedSession:
    id_, code, grade, last_queue_number, ends_at, released, taken = row
    shown = from_snapshot(released) if released else None
    seats = shown.seats if shown else 0
    pool = Pool(seats=UNLIMITED if seats is None else seats, taken=Counter({None: taken}))
    return CountedSession(id_, code, grade, last_queue_number, ends_at, shown, pool)


def _by_time(counted: CountedSession) -> tuple[datetime, datetime]:
    times = counted.shown or counted.session
    return times.starts_at, times.ends_at


def shown_choices(registration: Registration, language: str = "sv") -> list[ShownChoice]:
    """List the sessions that the registration chose, by time, as last released."""
    choices = list_shown_choices([registration])[registration.id]
    return [ShownChoice(choice.session.in_language(language), choice.state) for choice in choices]


def list_shown_choices(registrations: Iterable[Registration]) -> dict[int, list[ShownChoice]]:
    """The same of many registrations, by their ids; each session is made once."""
    shown: dict[Session, PublishedSession] = {}
    listed = {}
    for registration in registrations:
        for choice in registration.choices:
            if choice.session not in shown:
                shown[choice.session] = session_as_shown(choice.session)
        choices = [
            ShownChoice(shown[choice.session], choice.state) for choice in registration.choices
        ]
        listed[registration.id] = sorted(choices, key=lambda choice: choice.session.starts_at)
    return listed


def refuse_collisions(chosen: Sequence[CountedSession]) -> None:
    """Raise SessionsCollide when two sessions overlap; one may begin as the other ends."""
    in_order = [session.shown for session in sorted(chosen, key=_by_time) if session.shown]
    for earlier, later in pairwise(in_order):
        if later.starts_at < earlier.ends_at:
            raise SessionsCollide


def refuse_ended(chosen: Iterable[CountedSession], *, now: datetime) -> None:
    """Raise SessionEnded when one of them is over, as released."""
    if any(session.shown and now >= session.shown.ends_at for session in chosen):
        raise SessionEnded


def list_compatible(registration: Registration, wanted: CountedSession) -> list[str]:
    """The codes of choices that can stay beside this session.

    Those do not that are at the same time, belong to the same choice, or are not held any more.
    """
    shown = [choice.session for choice in list_shown_choices([registration])[registration.id]]
    return [
        session.code
        for session in shown
        if session.kind == SessionKind.CHOICE.value
        and not session.cancelled
        and wanted.shown is not None
        and not _excludes(wanted.shown, session)
    ]


def _excludes(wanted: PublishedSession, other: PublishedSession) -> bool:
    if wanted.code == other.code or (
        wanted.choice_group and wanted.choice_group == other.choice_group
    ):
        return True
    return wanted.starts_at < other.ends_at and other.starts_at < wanted.ends_at


def choose(
    locked: LockedEvent, registration: Registration, chosen: Sequence[CountedSession]
) -> list[SessionChoice]:
    """Give the registration seats in the sessions, or places in their queues.

    Someone who has no place at the event yet only wishes: the choice gets its seat with the place.
    """
    refuse_collisions(chosen)
    choices = make_choices(locked, registration, chosen)
    registration.choices.extend(choices)
    return choices


def make_choices(
    locked: LockedEvent, registration: Registration, chosen: Sequence[CountedSession]
) -> list[SessionChoice]:
    """Make the choices of sessions that do not collide, for a registration that has its number."""
    choices = [
        SessionChoice(
            registration_id=registration.id,
            session_id=counted.id,
            state=ChoiceState.WISHED,
        )
        for counted in chosen
    ]
    if registration.holds_seat:
        for choice, counted in zip(choices, chosen, strict=True):
            _give_seat(locked, choice, counted)
    return choices


def seat_wishes(locked: LockedEvent, registrations: Iterable[Registration]) -> None:
    """Give those who just got a place at the event seats in the sessions they wished for.

    Others of them only wish on.
    """
    wishes = [
        choice
        for registration in registrations
        if registration.holds_seat
        for choice in registration.choices
        if choice.state is ChoiceState.WISHED
    ]
    if not wishes:
        return
    counted = {
        counted_session.id: counted_session
        for counted_session in _count(COUNTED_BY_ID, ids=list({wish.session_id for wish in wishes}))
    }
    for choice in wishes:
        _give_seat(locked, choice, counted[choice.session_id])


def _give_seat(locked: LockedEvent, choice: SessionChoice, counted: CountedSession) -> None:
    if counted.has_place:
        counted.pool.take(None)
        choice.state = ChoiceState.CONFIRMED
        choice.queue_number = None
    else:
        counted.session.last_queue_number += 1
        choice.state = ChoiceState.WAITLISTED
        choice.queue_number = counted.session.last_queue_number
    _update_availability(locked, counted)


def drop(
    locked: LockedEvent,
    registration: Registration,
    dropped: Collection[SessionChoice],
    *,
    now: datetime,
) -> None:
    """Remove choices and give freed seats to those who wait, each with a letter."""
    freed = {choice.session_id for choice in dropped if choice.state is ChoiceState.CONFIRMED}
    if dropped and registration.living:  # else the letter about cancelling takes them along
        ids = [choice.session_id for choice in dropped]
        notification.notify_of_left_sessions(registration, ids, now=now)
    for choice in dropped:
        registration.choices.remove(choice)
    db.session.flush()  # the seats are counted again below
    if freed:
        for counted in _count(COUNTED_BY_ID, ids=list(freed)):
            _promote_waiting(locked, counted, now=now)


def count_seats_taken_by_session(event: Event) -> dict[int, int]:
    """Count the people with a seat in each session of the event, by the session's id."""
    rows = db.session.execute(
        select(SessionChoice.session_id, func.count())
        # Not joined: so SQLite counts in the order of the index, and sorts nothing.
        .where(
            SessionChoice.session_id.in_(select(Session.id).where(Session.event_id == event.id)),
            _IS_SEATED,
        )
        .group_by(SessionChoice.session_id)
    )
    return {row[0]: row[1] for row in rows}


def reassign_session_seats(locked: LockedEvent, session: Session, *, now: datetime) -> None:
    """Give free seats of a session to those who wait for one, after its seats changed."""
    for counted in _count(COUNTED_BY_ID, ids=[session.id]):
        _promote_waiting(locked, counted, now=now)


def reassign_awaited(locked: LockedEvent, registration: Registration, *, now: datetime) -> None:
    """As reassign_session_seats, for the sessions that the registration waits for."""
    awaited = [
        choice.session_id
        for choice in registration.choices
        if choice.state is ChoiceState.WAITLISTED
    ]
    if awaited:
        for counted in _count(COUNTED_BY_ID, ids=awaited):
            _promote_waiting(locked, counted, now=now)


def _promote_waiting(locked: LockedEvent, counted: CountedSession, *, now: datetime) -> None:
    # Nobody gets a seat in a session that is over.
    if counted.last_queue_number and now < counted.ends_at:
        waiting = {
            choice.registration_id: choice
            for choice in db.session.scalars(
                select(SessionChoice)
                .join(SessionChoice.registration)
                .where(
                    SessionChoice.session_id == counted.id,
                    SessionChoice.state == ChoiceState.WAITLISTED,
                    # Whoever is cancelled, which may be undone yet, keeps the number alone.
                    Registration.state != RegistrationState.CANCELLED,
                )
                .order_by(SessionChoice.queue_number)
            )
        }
        queue = [QueueEntry(id=key, number=c.queue_number or 0) for key, c in waiting.items()]
        for served in promote_in_order(queue, counted.pool):
            _seat_from_queue(waiting[served.id], now=now)
    _update_availability(locked, counted)


def _seat_from_queue(choice: SessionChoice, *, now: datetime) -> None:
    fact = f"session-place:{choice.registration_id}:{choice.session_id}:{choice.queue_number}"
    choice.state = ChoiceState.CONFIRMED
    choice.queue_number = None
    outbox.enqueue(
        JobKind.SESSION_PLACE_MAIL,
        key=fact,
        now=now,
        registration_id=choice.registration_id,
        session_id=choice.session_id,
    )


def _update_availability(locked: LockedEvent, counted: CountedSession) -> None:
    """Update the session's availability, and the event's revision when that changes."""
    seats = counted.shown.seats if counted.shown else None
    current = Availability.PLENTY if seats is None else availability(counted.pool.left, seats)
    if counted.availability is not current:
        counted.session.availability = current
        counted.availability = current
        locked.event.revision += 1

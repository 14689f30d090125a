"""Whom a change affects, and letters about it: one for changes that are made together."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from eventapp.domain import outbox
from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import top_of_trees
from eventapp.domain.registration.registration_count import ORGANISATION, select_counts
from eventapp.domain.schedule.event_calendar import calendar_fingerprint
from eventapp.domain.schedule.published import PublishedChange
from eventapp.domain.schedule.release import IN_CALENDARS
from eventapp.extensions import db
from eventapp.models import (
    SEATED,
    ChoiceState,
    Event,
    Invitation,
    Job,
    JobKind,
    Registration,
    RegistrationCount,
    RegistrationState,
    Release,
    Session,
    SessionChoice,
)
from eventapp.models.base import written_out

# Changes within this time are sent as one: the letter is composed when it has passed.
CALENDAR_UPDATE_DELAY = timedelta(minutes=5)
# Those who are notified of changes of the event. Who is set aside, without a seat that is held for
# them, has had no letter, and hears when accepted.
IS_PENDING = and_(
    Registration.state == written_out(RegistrationState.PENDING),
    Registration.decide_by.is_not(None),
)
IS_NOTIFIED = or_(Registration.state.in_((*SEATED, RegistrationState.WAITLISTED)), IS_PENDING)

# Letters that bring the personal link; to somebody who is cancelled none of them is written.
LINK_LETTERS = (
    JobKind.REGISTRATION_MAIL,
    JobKind.PERSONAL_LINK_MAIL,
    JobKind.LOST_LINK_MAIL,
    JobKind.PROMOTION_MAIL,
    JobKind.OFFER_MAIL,
)


@dataclass(frozen=True, slots=True)
class AffectedPeople:
    """How many people a change affects, and how many organisations they come from.

    A municipality with its administrations and districts is one organisation.
    """

    people: int
    organisations: int


def affected_by_event(event: Event) -> AffectedPeople:
    """Count those who have a place at the event, wait for one, or for an organizer's decision."""
    name = RegistrationCount.organisation_name
    counted = select_counts([event.id], ORGANISATION, name).where(
        RegistrationCount.state.in_((*SEATED, RegistrationState.WAITLISTED))
    )
    # One by one: to group them, SQLite would go by the index of organisations, through everybody.
    pending = select(
        Registration.organisation_id, Registration.organisation_name, literal_column("1", Integer)
    ).where(Registration.event_id == event.id, IS_PENDING)
    return _sum(union_all(counted, pending))


def affected_by_session(session: Session) -> AffectedPeople:
    """Count those with a seat in the session."""
    return affected_by_sessions(session.event_id, [session.code])


def affected_by_sessions(event_id: int, codes: Iterable[str]) -> AffectedPeople:
    """Count those with a seat in any of the sessions, each once."""
    return _sum(_by_organisation(Registration.id.in_(_seated_in(event_id, codes))))


def notify_of_event(event: Event, *, before: int, now: datetime) -> None:
    """Enqueue letters about the event's new time, place or state to all whom it affects.

    They are composed after CALENDAR_UPDATE_DELAY, from the facts at that time. `before` is the
    earlier `calendar_fingerprint`, for those to whom no invitation was sent.
    """
    ids = db.session.scalars(
        select(Registration.id).where(Registration.event_id == event.id, IS_NOTIFIED)
    ).all()
    window = _window(now)
    # A letter that is not composed yet will cover this change too.
    waiting = outbox.list_untried([_news_key(id_, window - 1) for id_ in ids])
    outbox.enqueue_many(
        JobKind.EVENT_NEWS_MAIL,
        [
            (_news_key(id_, window), {"registration_id": id_, "before": before})
            for id_ in ids
            if _news_key(id_, window - 1) not in waiting
        ],
        due_at=now + CALENDAR_UPDATE_DELAY,
        now=now,
    )


def _news_key(registration_id: int, window: int) -> str:
    return f"event-news:{registration_id}:{window}"


def notify_of_choices(registration: Registration, *, now: datetime) -> None:
    """Enqueue a receipt for sessions that are about to change, which updates the calendar too.

    It is composed after CALENDAR_UPDATE_DELAY, and not sent if all is by then as it is now.
    """
    before = choices_fingerprint(registration)
    _notify_of_sessions([registration.id], now=now, chosen=before)


def notify_of_entries(registration: Registration, *, now: datetime) -> None:
    """Enqueue a receipt that puts the chosen sessions into the calendar, or takes them out."""
    _notify_of_sessions([registration.id], now=now, chosen=0)


def notify_of_left_sessions(
    registration: Registration, session_ids: Iterable[int], *, now: datetime
) -> None:
    """Enqueue what takes these sessions out of the calendar, where they are in it."""
    sent = select(Invitation.id).where(
        Invitation.registration_id == registration.id, Invitation.session_id.in_(list(session_ids))
    )
    if db.session.scalar(sent.limit(1)):
        _notify_of_sessions([registration.id], now=now)


def choices_fingerprint(registration: Registration) -> int:
    """Return a number that differs whenever the sessions that are chosen do, or the seats there."""
    choices = sorted((choice.session_id, choice.state.value) for choice in registration.choices)
    return int(hashlib.sha256(repr(choices).encode()).hexdigest()[:12], 16)


def notify_of_sessions(event: Event, codes: Iterable[str], *, now: datetime) -> None:
    """Enqueue letters about sessions that have moved to those with a seat in them."""
    ids = db.session.scalars(_seated_in(event.id, codes).distinct())
    _notify_of_sessions(ids.all(), now=now)


def _notify_of_sessions(ids: Iterable[int], *, now: datetime, **facts: int) -> None:
    """One letter about all that changes within CALENDAR_UPDATE_DELAY."""
    ids, window = list(ids), _window(now)
    # A letter that is not composed yet will cover this change too.
    waiting = outbox.list_untried([_sessions_key(id_, window - 1) for id_ in ids])
    outbox.enqueue_many(
        JobKind.SESSION_NEWS_MAIL,
        [
            (_sessions_key(id_, window), {"registration_id": id_, **facts})
            for id_ in ids
            if _sessions_key(id_, window - 1) not in waiting
        ],
        due_at=now + CALENDAR_UPDATE_DELAY,
        now=now,
    )


def _sessions_key(registration_id: int, window: int) -> str:
    return f"sessions-news:{registration_id}:{window}"


def catch_up(registration: Registration, *, since: datetime, before: int, now: datetime) -> None:
    """Enqueue what became due while the registration was cancelled, now that it is not any more.

    `before` is the earlier `calendar_fingerprint`. What was sent all the same is not sent again.
    """
    fact = f"undone:{registration.code}:{registration.version}"
    dropped = select(Job.id).where(
        Job.registration_id == registration.id,
        Job.kind.in_(LINK_LETTERS),
        Job.done_at >= since,
    )
    if db.session.scalar(dropped.limit(1)):
        about: dict[str, int] = {"registration_id": registration.id, "by_organizer": 1}
        outbox.enqueue(JobKind.LOST_LINK_MAIL, key=fact, now=now, **about)
    if before != calendar_fingerprint(registration.event):
        outbox.enqueue(
            JobKind.EVENT_NEWS_MAIL,
            key=f"event-news:{fact}",
            now=now,
            registration_id=registration.id,
            before=before,
        )
    if _may_be_out_of_date(registration, since=since):
        outbox.enqueue(
            JobKind.SESSION_NEWS_MAIL,
            key=f"session-news:{fact}",
            now=now,
            registration_id=registration.id,
        )


def _may_be_out_of_date(registration: Registration, *, since: datetime) -> bool:
    """Whether the entry of a session that the person has a seat in may be out of date."""
    seats = [choice for choice in registration.choices if choice.state is ChoiceState.CONFIRMED]
    if not seats:
        return False
    releases = db.session.scalars(
        select(Release.changes).where(
            Release.event_id == registration.event_id,
            Release.released_at > since - CALENDAR_UPDATE_DELAY,
        )
    )
    moved = {change["code"] for changes in releases for change in changes if _moves(change)}
    invited = set(
        db.session.scalars(
            select(Invitation.session_id).where(Invitation.registration_id == registration.id)
        )
    )
    return any(choice.session_id in invited or choice.session.code in moved for choice in seats)


def _moves(change: dict[str, Any]) -> bool:
    was = change.get("was", {})
    return any(name in was and was[name] != change[name] for name in IN_CALENDARS)


def _is_moved(change: PublishedChange) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    return (before.starts_at, before.ends_at, before.room, before.cancelled) != (
        after.starts_at,
        after.ends_at,
        after.room,
        after.cancelled,
    )


def moved_codes(changes: Iterable[PublishedChange]) -> list[str]:
    """List the codes of changed sessions with a new time or room, or cancelled, or removed."""
    return [change.code for change in changes if change.before is not None and _is_moved(change)]


def _seated_in(event_id: int, codes: Iterable[str]) -> Select[int]:
    return (
        select(SessionChoice.registration_id)
        .join(SessionChoice.session)
        .join(SessionChoice.registration)
        .where(
            Session.event_id == event_id,
            Session.code.in_(list(codes)),
            SessionChoice.state == ChoiceState.CONFIRMED,
            Registration.state.in_(SEATED),
        )
    )


def _by_organisation(*which: ColumnElement[bool]) -> Select[Any]:
    names: tuple[Any, Any] = Registration.organisation_id, Registration.organisation_name
    return select(*names, func.count()).where(*which).group_by(*names)


def _sum(counts: Executable) -> AffectedPeople:
    """Sum up counts by organisation, and the name it has with its people."""
    rows = db.session.execute(counts).all()
    tops = top_of_trees({row[0] for row in rows if row[0] is not None})
    organisations = {tops.get(row[0] or 0) or fold(row[1]) for row in rows}
    return AffectedPeople(int(sum(row[2] for row in rows)), len(organisations))


def _window(now: datetime) -> int:
    return int(now.timestamp() // CALENDAR_UPDATE_DELAY.total_seconds())

"""What is sent to a participant's calendar: REQUEST, CANCEL, and a SEQUENCE that only rises."""

import hashlib
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import select

from eventapp.domain.place import town_apart
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.registration import link
from eventapp.domain.schedule.published import PublishedSession
from eventapp.extensions import db
from eventapp.models import Event, Invitation, Registration, Session

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class CalendarUpdate:
    """What to put in the next message about one thing: its UID and SEQUENCE."""

    uid: str
    sequence: int


def invite(registration: Registration) -> CalendarUpdate | None:
    """The turn for a REQUEST to the whole event; nothing while it is postponed or cancelled.

    The sequence rises when time, place or status differ from what was last sent (RFC 5546,
    2.1.4), so the same mail sent twice says the same. The caller commits before sending.
    """
    if is_withdrawn(registration.event, Output.MAIL):
        return None
    invitation = _find(registration)
    if invitation is None:
        invitation = Invitation(
            registration_id=registration.id,
            uid=link.calendar_uid(registration, "event"),
            sequence=0,
        )
        db.session.add(invitation)
        invitation.told = _facts(registration.event)
    if invitation.told != _digest(_time_place_and_state(registration.event)):
        _record(invitation, _facts(registration.event))
    # Else it was sent before calendars named the town; that alone is no change of the event.
    return CalendarUpdate(invitation.uid, invitation.sequence)


def withdraw(registration: Registration) -> CalendarUpdate | None:
    """The turn for a CANCEL, or nothing when nothing was ever sent. The caller commits."""
    invitation = _find(registration)
    if invitation is None:
        return None
    _record(invitation, WITHDRAWN)
    return CalendarUpdate(invitation.uid, invitation.sequence)


def withdraw_session(
    registration: Registration, session: Session, *, again: bool
) -> CalendarUpdate | None:
    """The turn for a CANCEL of a session that the participant no longer attends.

    Nothing when it never had an entry of its own, or the calendar knows already and the same is
    not to be said `again`. The caller commits before sending.
    """
    invitation = _find(registration, session)
    return _news(invitation, WITHDRAWN, again=again) if invitation else None


def invited_sessions(registration: Registration) -> dict[int, int]:
    """The sessions that have entries of their own in the calendar, and their SEQUENCE."""
    rows = db.session.execute(
        select(Invitation.session_id, Invitation.sequence).where(
            Invitation.registration_id == registration.id,
            Invitation.session_id.is_not(None),
            Invitation.told != WITHDRAWN,
        )
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def calendar_fingerprint(event: Event) -> int:
    """What calendars know of the event, as a number: another when any of it differs."""
    return int(_facts(event)[:12], 16)


def update(registration: Registration, *, again: bool) -> CalendarUpdate | None:
    """The turn for news of the event: its time and place as they are, or that it is not held.

    Nothing when the calendar knows already, unless the same is to be said `again`, or when it
    was never sent anything. The caller commits before sending.
    """
    invitation, event = _find(registration), registration.event
    if invitation is None:
        return None
    facts = WITHDRAWN if is_withdrawn(event, Output.MAIL) else _facts(event)
    return _news(invitation, facts, again=again)


def update_session(
    registration: Registration, session: Session, released: PublishedSession | None, *, again: bool
) -> CalendarUpdate | None:
    """As `renew`, for one session as last released; `released` is none when it is gone.

    The first time, the sequence begins at 1: what the confirmation said counts as 0.
    """
    invitation = _find(registration, session)
    if invitation is None:
        invitation = Invitation(
            registration_id=registration.id,
            session_id=session.id,
            uid=link.calendar_uid(registration, f"session {session.code}"),
            sequence=0,
            told="",
        )
        db.session.add(invitation)
    held = released and not released.cancelled and not is_withdrawn(registration.event, Output.MAIL)
    return _news(
        invitation, _session_facts(released) if released and held else WITHDRAWN, again=again
    )


def _news(invitation: Invitation, facts: str, *, again: bool) -> CalendarUpdate | None:
    if invitation.told == facts and not again:
        return None
    _record(invitation, facts)
    return CalendarUpdate(invitation.uid, invitation.sequence)


def _find(registration: Registration, session: Session | None = None) -> Invitation | None:
    return db.session.scalar(
        select(Invitation).where(
            Invitation.registration_id == registration.id,
            Invitation.session_id == session.id if session else Invitation.session_id.is_(None),
        )
    )


def _record(invitation: Invitation, facts: str) -> None:
    if invitation.told != facts:
        invitation.sequence += 1
        invitation.told = facts


def _facts(event: Event) -> str:
    facts = _time_place_and_state(event)
    # Said only where calendars name it apart from the address: digests made before stay valid.
    town = "" if event.online else town_apart(event)
    return _digest((*facts, town) if town else facts)


def _time_place_and_state(event: Event) -> tuple[str, ...]:
    return (
        event.starts_at.astimezone(UTC).isoformat(),  # as typed, it may be in another zone
        event.ends_at.astimezone(UTC).isoformat(),
        event.time_zone,
        event.venue_name,
        event.venue_address,
        event.online_url,
        event.state.value,
    )


def _session_facts(session: PublishedSession) -> str:
    room = session.room.name if session.room else ""
    return _digest((session.starts_at.isoformat(), session.ends_at.isoformat(), room))


def _digest(facts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()

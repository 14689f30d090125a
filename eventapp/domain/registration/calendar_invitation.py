"""What is sent to a participant's calendar: REQUEST, CANCEL and an increasing SEQUENCE.

The sequence is committed before the message is sent.
"""

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
    """The UID and SEQUENCE of the next message about an event or a session."""

    uid: str
    sequence: int


def invite(registration: Registration) -> CalendarUpdate | None:
    """Return the update for a REQUEST to the event; None while it is postponed or cancelled.

    The sequence increases when time, place or status differ from what was last sent (RFC 5546,
    2.1.4), so the same mail sent twice has the same sequence.
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
        invitation.sent_digest = _facts(registration.event)
    if invitation.sent_digest != _digest(_time_place_and_state(registration.event)):
        _record(invitation, _facts(registration.event))
    # Else it was sent before calendars named the town; that alone is no change of the event.
    return CalendarUpdate(invitation.uid, invitation.sequence)


def withdraw(registration: Registration) -> CalendarUpdate | None:
    """Return the update for a CANCEL, or None if nothing was ever sent."""
    invitation = _find(registration)
    if invitation is None:
        return None
    _record(invitation, WITHDRAWN)
    return CalendarUpdate(invitation.uid, invitation.sequence)


def withdraw_session(
    registration: Registration, session: Session, *, again: bool
) -> CalendarUpdate | None:
    """Return the update for a CANCEL of a session that the participant no longer attends.

    None if the session never had an entry of its own, or if this was sent already, unless it is
    to be sent `again`.
    """
    invitation = _find(registration, session)
    return _news(invitation, WITHDRAWN, again=again) if invitation else None


def invited_sessions(registration: Registration) -> dict[int, int]:
    """Map the ids of sessions with entries of their own in the calendar to their SEQUENCE."""
    rows = db.session.execute(
        select(Invitation.session_id, Invitation.sequence).where(
            Invitation.registration_id == registration.id,
            Invitation.session_id.is_not(None),
            Invitation.sent_digest != WITHDRAWN,
        )
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def calendar_fingerprint(event: Event) -> int:
    """Return a number that differs whenever what calendars show of the event does."""
    return int(_facts(event)[:12], 16)


def update(registration: Registration, *, again: bool) -> CalendarUpdate | None:
    """Return the update for news of the event: its time and place, or that it is withdrawn.

    None if nothing was ever sent, or if this was sent already, unless it is to be sent `again`.
    """
    invitation, event = _find(registration), registration.event
    if invitation is None:
        return None
    facts = WITHDRAWN if is_withdrawn(event, Output.MAIL) else _facts(event)
    return _news(invitation, facts, again=again)


def update_session(
    registration: Registration, session: Session, released: PublishedSession | None, *, again: bool
) -> CalendarUpdate | None:
    """As `update`, for one session as last released; `released` is None if it was removed.

    The first update has sequence 1: the confirmation counts as 0.
    """
    invitation = _find(registration, session)
    if invitation is None:
        invitation = Invitation(
            registration_id=registration.id,
            session_id=session.id,
            uid=link.calendar_uid(registration, f"session {session.code}"),
            sequence=0,
            sent_digest="",
        )
        db.session.add(invitation)
    withdrawn = is_withdrawn(registration.event, Output.MAIL)
    if released is None or released.cancelled or withdrawn:
        return _news(invitation, WITHDRAWN, again=again)
    return _news(invitation, _session_facts(released), again=again)


def _news(invitation: Invitation, facts: str, *, again: bool) -> CalendarUpdate | None:
    if invitation.sent_digest == facts and not again:
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
    if invitation.sent_digest != facts:
        invitation.sequence += 1
        invitation.sent_digest = facts


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

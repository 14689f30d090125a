"""What a participant's calendar is told: REQUEST, CANCEL, and a SEQUENCE that only rises."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from eventapp.domain.registration import link
from eventapp.extensions import db
from eventapp.models import Event, Invitation, Registration

WITHDRAWN = "withdrawn"
TO_THE_EVENT = select(Invitation).where(
    Invitation.registration_id == bindparam("registration_id"), Invitation.session_id.is_(None)
)


@dataclass(frozen=True, slots=True)
class CalendarTurn:
    """What to put in the next message about one thing: its UID and SEQUENCE."""

    uid: str
    sequence: int


def invite(registration: Registration) -> CalendarTurn:
    """The turn for a REQUEST to the whole event.

    The sequence rises when time, place or status differ from what was last told (RFC 5546,
    2.1.4), so the same mail sent twice says the same. The caller commits before sending.
    """
    invitation = _find(registration)
    if invitation is None:
        invitation = Invitation(
            registration_id=registration.id,
            uid=link.calendar_uid(registration, "event"),
            sequence=0,
        )
        db.session.add(invitation)
        invitation.told = _facts(registration.event)
    _tell(invitation, _facts(registration.event))
    return CalendarTurn(invitation.uid, invitation.sequence)


def withdraw(registration: Registration) -> CalendarTurn | None:
    """The turn for a CANCEL, or nothing when the calendar was never told. The caller commits."""
    invitation = _find(registration)
    if invitation is None:
        return None
    _tell(invitation, WITHDRAWN)
    return CalendarTurn(invitation.uid, invitation.sequence)


def _find(registration: Registration) -> Invitation | None:
    return db.session.scalar(TO_THE_EVENT, {"registration_id": registration.id})


def _tell(invitation: Invitation, facts: str) -> None:
    if invitation.told != facts:
        invitation.sequence += 1
        invitation.told = facts


def _facts(event: Event) -> str:
    told = (
        event.starts_at.isoformat(),
        event.ends_at.isoformat(),
        event.time_zone,
        event.venue_name,
        event.venue_address,
        event.online_url,
        event.state.value,
    )
    return hashlib.sha256("\0".join(told).encode()).hexdigest()

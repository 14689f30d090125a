"""Mail to those on an event's list of invitees."""

from eventapp.clock import utcnow
from eventapp.domain.desk.invitee.letter import find_addressee, find_reminded
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.mail import invitee as letters
from eventapp.mail.message import Letter


def invitation_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The invitation; nothing for those who are registered, off the list or have declined."""
    payload = leased.payload
    invitee = find_addressee(payload["invitee_id"], payload["added"], now=utcnow())
    return letters.invitation(invitee, leased.message_id) if invitee else None


def reminder_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The reminder; nothing for those who have answered meanwhile."""
    payload = leased.payload
    invitee = find_reminded(
        payload["invitee_id"], payload["added"], asked=payload.get("asked"), now=utcnow()
    )
    return letters.reminder(invitee, leased.message_id) if invitee else None

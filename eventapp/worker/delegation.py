"""Mail to those who look after a delegation, or are asked to."""

from eventapp.clock import utcnow
from eventapp.domain.delegation.recipient import Entrance, find_letter
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.mail import delegation as letters
from eventapp.mail.message import Letter
from eventapp.models import DelegationRecipient


def invitation_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The invitation; nothing if the address was corrected, or the event called off, meanwhile."""
    addressee = _find(leased)
    return letters.delegation_invitation(*addressee, leased.message_id) if addressee else None


def reminder_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The reminder; nothing if the delegation has answered meanwhile."""
    addressee = _find(leased)
    if addressee is None or addressee[0].invitation.answer:
        return None
    return letters.delegation_reminder(*addressee, leased.message_id)


def seats_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """How many places the delegation has, after it asked for more."""
    addressee = _find(leased)
    return letters.delegation_seats(*addressee, leased.message_id) if addressee else None


def _find(leased: Lease) -> tuple[DelegationRecipient, Entrance] | None:
    return find_letter(leased.payload["recipient_id"], leased.payload["letter"], now=utcnow())

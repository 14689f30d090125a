"""Mails to those who look after a delegation: the invitation, a reminder, and their places."""

from eventapp.addresses import absolute, address
from eventapp.clock import utcnow
from eventapp.domain.delegation.recipient import Entrance
from eventapp.domain.people.account_invitation import invitation_token
from eventapp.domain.place import place_lines
from eventapp.mail.filling import when_of
from eventapp.mail.message import Letter, compose
from eventapp.models import DelegationRecipient


def delegation_invitation(
    recipient: DelegationRecipient, entrance: Entrance, message_id: str
) -> Letter:
    """What the organisation is invited to, what to do and until when."""
    return _letter("delegation/invitation", recipient, entrance, message_id)


def delegation_reminder(
    recipient: DelegationRecipient, entrance: Entrance, message_id: str
) -> Letter:
    """The same, for those who have not answered."""
    return _letter("delegation/reminder", recipient, entrance, message_id)


def delegation_seats(recipient: DelegationRecipient, entrance: Entrance, message_id: str) -> Letter:
    """How many places the organisation has, after it asked for more."""
    return _letter("delegation/seats", recipient, entrance, message_id)


def _letter(
    template: str, recipient: DelegationRecipient, entrance: Entrance, message_id: str
) -> Letter:
    invitation = recipient.invitation
    delegation, event = invitation.delegation, invitation.delegation.event
    account, offer = entrance.account, entrance.account_invitation
    if offer:
        url = address(f"/invitations/{invitation_token(offer)}")
    else:
        url = absolute("coordinator.delegation.show", code=delegation.code)
    language = account.letter_language if account else offer.language if offer else "sv"
    return compose(
        template,
        to=recipient.email,
        language=language,
        message_id=message_id,
        event=event,
        organisation=delegation.organisation.name,
        seats=delegation.reserved_seats,
        answer_by=invitation.answer_by,
        when=when_of(event, language),
        place=place_lines(event, confirmed=False),
        sessions=[],
        code="",
        is_new=offer is not None,
        url=url,
        now=utcnow(),
        event_url=absolute("public.event.show", slug=event.slug),
    )

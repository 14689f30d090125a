"""Mails to those on an event's list: the invitation, and a reminder of it."""

from typing import Any

from eventapp.addresses import absolute
from eventapp.domain.desk.invitee.link import invitee_token
from eventapp.domain.people.unsubscription import Addressee, unsubscribe_token
from eventapp.domain.place import place_lines
from eventapp.domain.site.site import shown_site
from eventapp.mail.filling import when_of
from eventapp.mail.message import Letter, compose
from eventapp.models import Event, Invitee


def invitation(invitee: Invitee, message_id: str) -> Letter:
    """What somebody is invited to, and the link that answers."""
    return _letter("invitee/invitation", invitee, message_id)


def reminder(invitee: Invitee, message_id: str) -> Letter:
    """The same, for those who have not answered or asked to be reminded."""
    return _letter("invitee/reminder", invitee, message_id)


def invitation_sample(event: Event, language: str) -> Letter:
    """The invitation as the desk shows it before it goes: to nobody, with a link to the event."""
    return _compose(
        "invitee/invitation",
        event,
        language,
        to="",
        name="",
        message_id="sample",
        url=absolute("public.event.show", slug=event.slug),
        declined_at="",
    )


def invitee_url(invitee: Invitee) -> str:
    """The personal link."""
    return absolute("public.invitee.show", token=invitee_token(invitee))


def unsubscribe_url(person: Addressee) -> str:
    """Where this person declines letters that are not about their own place."""
    return absolute("public.unsubscription.show", token=unsubscribe_token(person))


def _letter(template: str, invitee: Invitee, message_id: str) -> Letter:
    return _compose(
        template,
        invitee.event,
        invitee.language,
        to=invitee.email,
        name=invitee.name,
        message_id=message_id,
        url=invitee_url(invitee),
        declined_at=unsubscribe_url(invitee),
    )


def _compose(
    template: str, event: Event, language: str, *, declined_at: str, **facts: Any
) -> Letter:
    letter = compose(
        template,
        language=language,
        event=event,
        when=when_of(event, language),
        place=place_lines(event, confirmed=False),
        sessions=[],
        code="",
        event_url=absolute("public.event.show", slug=event.slug),
        declined_at=declined_at,
        **facts,
    )
    letter.reply_to = event.contact_email or shown_site()["contact_email"]
    letter.declined_at = declined_at
    return letter

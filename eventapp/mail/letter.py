"""Letters that organizers write to people of an event, filled in for each of them."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from eventapp.addresses import absolute
from eventapp.documents import markdown
from eventapp.documents.markdown import Filling
from eventapp.domain.letter.letter import LetterText
from eventapp.domain.letter.placeholder import Placeholder
from eventapp.domain.site.site import shown_site
from eventapp.i18n import _, speaking
from eventapp.mail.filling import (
    Values,
    account_values,
    fillings_of,
    language_for,
    participant_values,
    personal_link,
    personal_url,
    speaker_values,
    texts_in,
)
from eventapp.mail.invitee import invitee_url, unsubscribe_url
from eventapp.mail.message import Letter, compose
from eventapp.models import Account, Event, Invitee, Registration, SpeakerAddress


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """A letter as one person will read it."""

    subject: str
    body: Markup
    language: str


def to_participant(written: LetterText, registration: Registration, message_id: str) -> Letter:
    """The letter for one participant, in the language they chose, if it is written in that."""
    language = language_for(written, registration.language)
    values = participant_values(written, registration, language) | personal_link(
        personal_url(registration), language
    )
    return _compose(
        written,
        values,
        event=registration.event,
        language=language,
        message_id=message_id,
        to=registration.email,
        whose=registration.name,
        declined_at="" if written.about_place else unsubscribe_url(registration),
    )


def to_account(
    written: LetterText, account: Account, event: Event, message_id: str, *, trial: bool = False
) -> Letter:
    """The letter for a coordinator; or on trial for whoever writes it, with nobody else's data."""
    language = language_for(written, account.letter_language)
    url = absolute("coordinator.delegation.index")
    if trial:
        url = absolute("public.event.show", slug=event.slug)
    values = account_values(account.name, event, language) | personal_link(url, language)
    return _compose(
        written,
        values,
        event=event,
        language=language,
        message_id=message_id,
        to=account.email,
        whose="",
        trial=trial,
        declined_at="" if written.about_place or trial else unsubscribe_url(account),
    )


def to_invitee(written: LetterText, invitee: Invitee, message_id: str) -> Letter:
    """The letter for somebody who was invited, with the link that answers the invitation."""
    language = language_for(written, invitee.language)
    with speaking(language):
        values = {
            **account_values(invitee.name, invitee.event, language),
            Placeholder.PERSONAL_LINK: Filling(_("Answer the invitation"), invitee_url(invitee)),
        }
        if invitee.organisation_name:
            values[Placeholder.ORGANISATION] = Filling(invitee.organisation_name)
    return _compose(
        written,
        values,
        event=invitee.event,
        language=language,
        message_id=message_id,
        to=invitee.email,
        whose="",
        declined_at=unsubscribe_url(invitee),
    )


def to_speaker(written: LetterText, address: SpeakerAddress, message_id: str) -> Letter:
    """The letter for a speaker, whose sessions are those they have part in."""
    language = language_for(written, address.language)
    url = absolute("public.event.show", slug=address.event.slug)
    return _compose(
        written,
        speaker_values(address, language) | personal_link(url, language),
        event=address.event,
        language=language,
        message_id=message_id,
        to=address.email,
        whose="",
        declined_at="" if written.about_place else unsubscribe_url(address),
    )


def preview(written: LetterText, registration: Registration) -> LetterPreview:
    """The letter as this participant will read it, without the link that is theirs alone."""
    language = language_for(written, registration.language)
    values = participant_values(written, registration, language)
    return _preview(written, values | personal_link("", language), language)


def preview_for_account(written: LetterText, account: Account, event: Event) -> LetterPreview:
    """The letter as a coordinator would read it, with the writer's own name."""
    language = language_for(written, account.letter_language)
    values = account_values(account.name, event, language)
    return _preview(written, values | personal_link("", language), language)


def _compose(
    written: LetterText,
    values: Values,
    *,
    event: Event,
    language: str,
    declined_at: str,
    **facts: Any,
) -> Letter:
    subject, body = texts_in(written, language)
    fillings = fillings_of(values)
    letter = compose(
        "letter/written",
        language=language,
        subject=markdown.fill_line(subject, fillings),
        html_body=markdown.to_html(body, fillings),
        text_body=markdown.to_text(body, fillings),
        event=event,
        declined_at=declined_at,
        **facts,
    )
    letter.reply_to = event.contact_email or shown_site()["contact_email"]
    letter.declined_at = declined_at
    return letter


def _preview(written: LetterText, values: Values, language: str) -> LetterPreview:
    subject, body = texts_in(written, language)
    fillings = fillings_of(values)
    return LetterPreview(
        markdown.fill_line(subject, fillings),
        markdown.to_html(body, fillings, _mark),
        language,
    )


def _mark(shown: Markup) -> Markup:
    return Markup('<span class="filled">{}</span>').format(shown)

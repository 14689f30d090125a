"""Letters that organizers write to people of an event, filled in for each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from eventapp.addresses import absolute
from eventapp.documents import markdown
from eventapp.documents.markdown import Filling
from eventapp.domain.letter.letter import LetterText
from eventapp.domain.letter.placeholder import IN_ENGLISH, Placeholder, mentions
from eventapp.domain.place import place_lines
from eventapp.domain.registration.session_choice import shown_choices
from eventapp.domain.site.site import shown_site
from eventapp.i18n import _, clock, date_short, speaking
from eventapp.mail.invitee import invitee_url, unsubscribe_url
from eventapp.mail.message import Letter, compose
from eventapp.mail.registration import personal_url, when_of
from eventapp.models import Account, Event, Invitee, Registration, RegistrationState

Values = Mapping[Placeholder, Filling]


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """A letter as one person will read it."""

    subject: str
    body: Markup
    language: str


def to_participant(written: LetterText, registration: Registration, message_id: str) -> Letter:
    """The letter for one participant, in the language they chose, if it is written in that."""
    language = _language(written, registration.language)
    values = participant_values(written, registration, language) | _personal_link(
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
    language = _language(written, account.letter_language)
    url = absolute("coordinator.delegation.index")
    if trial:
        url = absolute("public.event.show", slug=event.slug)
    values = account_values(account.name, event, language) | _personal_link(url, language)
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
    language = _language(written, invitee.language)
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


def preview(written: LetterText, registration: Registration) -> LetterPreview:
    """The letter as this participant will read it, without the link that is theirs alone."""
    language = _language(written, registration.language)
    values = participant_values(written, registration, language)
    return _preview(written, values | _personal_link("", language), language)


def preview_for_account(written: LetterText, account: Account, event: Event) -> LetterPreview:
    """The letter as a coordinator would read it, with the writer's own name."""
    language = _language(written, account.letter_language)
    values = account_values(account.name, event, language)
    return _preview(written, values | _personal_link("", language), language)


def participant_values(
    written: LetterText, registration: Registration, language: str
) -> dict[Placeholder, Filling]:
    """What is filled in for a participant, in that language, but for the personal link."""
    confirmed = registration.state is RegistrationState.CONFIRMED
    with speaking(language):
        values = {
            **_event_values(registration.event, language, confirmed=confirmed),
            Placeholder.FIRST_NAME: Filling(_first_name(registration.name)),
            Placeholder.NAME: Filling(registration.name),
            Placeholder.ORGANISATION: Filling(registration.organisation_name),
            Placeholder.CODE: Filling(registration.desk_code),
        }
        # Looked up only where somebody reads it: a letter may go to thousands.
        if any(mentions(text, Placeholder.SESSIONS) for text in _texts(written, language)):
            values[Placeholder.SESSIONS] = Filling(_sessions_line(registration))
    return values


def account_values(name: str, event: Event, language: str) -> dict[Placeholder, Filling]:
    """What is filled in for somebody without a registration, but for the link."""
    with speaking(language):
        return {
            **_event_values(event, language, confirmed=False),
            Placeholder.FIRST_NAME: Filling(_first_name(name)),
            Placeholder.NAME: Filling(name),
            Placeholder.ORGANISATION: Filling(_("your organisation")),
            Placeholder.SESSIONS: Filling(_("no sessions chosen")),
            Placeholder.CODE: Filling("–"),
        }


def _event_values(event: Event, language: str, *, confirmed: bool) -> dict[Placeholder, Filling]:
    event_url = absolute("public.event.show", slug=event.slug)
    schedule_url = absolute("public.schedule.show", slug=event.slug)
    return {
        Placeholder.EVENT: Filling(event.title),
        Placeholder.WHEN: Filling(", ".join(when_of(event, language))),
        Placeholder.WHERE: Filling(", ".join(place_lines(event, confirmed=confirmed))),
        Placeholder.EVENT_LINK: Filling(_("How to get there"), event_url),
        Placeholder.SCHEDULE_LINK: Filling(_("See the schedule"), schedule_url),
    }


def _personal_link(url: str, language: str) -> dict[Placeholder, Filling]:
    with speaking(language):
        return {Placeholder.PERSONAL_LINK: Filling(_("See or change your registration"), url)}


def _language(written: LetterText, wanted: str) -> str:
    return "en" if wanted == "en" and written.subject_en and written.body_en else "sv"


def _texts(written: LetterText, language: str) -> tuple[str, str]:
    english = language == "en"
    return (written.subject_en, written.body_en) if english else (written.subject, written.body)


def _fillings(values: Values) -> dict[str, Filling]:
    english = {word: values[meant] for word, meant in IN_ENGLISH.items() if meant in values}
    return english | {placeholder.value: filling for placeholder, filling in values.items()}


def _compose(
    written: LetterText,
    values: Values,
    *,
    event: Event,
    language: str,
    declined_at: str,
    **facts: Any,
) -> Letter:
    subject, body = _texts(written, language)
    fillings = _fillings(values)
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
    subject, body = _texts(written, language)
    fillings = _fillings(values)
    return LetterPreview(
        markdown.fill_line(subject, fillings),
        markdown.to_html(body, fillings, _mark),
        language,
    )


def _mark(shown: Markup) -> Markup:
    return Markup('<span class="filled">{}</span>').format(shown)


def _sessions_line(registration: Registration) -> str:
    zone = registration.event.time_zone
    lines = [_session_line(choice.session, zone) for choice in shown_choices(registration)]
    return "; ".join(lines) or _("no sessions chosen")


def _session_line(session: Any, zone: str) -> str:
    when = f"{date_short(session.starts_at, zone)} {clock(session.starts_at, zone)}"
    room = session.room.name if session.room else ""
    return f"{session.title} ({', '.join(filter(None, (when, room)))})"


def _first_name(name: str) -> str:
    return next(iter(name.split()), "")

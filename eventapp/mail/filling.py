"""What a letter's placeholders stand for: of an event, and of the person it is written to."""

from collections.abc import Mapping
from typing import Any

from eventapp.addresses import absolute
from eventapp.documents.markdown import Filling
from eventapp.domain.letter.letter import LetterText
from eventapp.domain.letter.placeholder import IN_ENGLISH, Placeholder, mentions
from eventapp.domain.place import place_lines
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.registration import link
from eventapp.domain.registration.session_choice import shown_choices
from eventapp.domain.schedule.opening import latest_opening_line
from eventapp.domain.schedule.speaker_address import list_sessions_of
from eventapp.i18n import _, clock, current_language, date_short, speaking, when_lines
from eventapp.models import (
    Event,
    EventState,
    Registration,
    RegistrationState,
    SpeakerAddress,
)

Values = Mapping[Placeholder, Filling]


def participant_values(
    written: LetterText, registration: Registration, language: str
) -> dict[Placeholder, Filling]:
    """What is filled in for a participant, in that language, but for the personal link."""
    confirmed = registration.state is RegistrationState.CONFIRMED
    with speaking(language):
        values = {
            **_event_values(registration.event, language, confirmed=confirmed),
            Placeholder.FIRST_NAME: Filling(registration.first_name),
            Placeholder.NAME: Filling(registration.name),
            Placeholder.ORGANISATION: Filling(registration.organisation_name),
            Placeholder.CODE: Filling(registration.desk_code),
        }
        # Looked up only where somebody reads it: a letter may go to thousands.
        if any(mentions(text, Placeholder.SESSIONS) for text in texts_in(written, language)):
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


def speaker_values(address: SpeakerAddress, language: str) -> dict[Placeholder, Filling]:
    """What is filled in for a speaker, but for the link."""
    speaker, event = address.speaker, address.event
    with speaking(language):
        lines = [_session_line(session, event.time_zone) for session in list_sessions_of(address)]
        return {
            **_event_values(event, language, confirmed=True),
            Placeholder.FIRST_NAME: Filling(_first_name(speaker.name)),
            Placeholder.NAME: Filling(speaker.name),
            Placeholder.ORGANISATION: Filling(speaker.organisation),
            Placeholder.SESSIONS: Filling("; ".join(lines) or _("no sessions chosen")),
            Placeholder.CODE: Filling("–"),
        }


def _event_values(event: Event, language: str, *, confirmed: bool) -> dict[Placeholder, Filling]:
    event_url = absolute("public.event.show", slug=event.slug)
    schedule_url = absolute("public.schedule.show", slug=event.slug)
    return {
        Placeholder.EVENT: Filling(event.title_in(language)),
        Placeholder.WHEN: Filling(", ".join(when_of(event, language))),
        Placeholder.WHERE: Filling(", ".join(place_lines(event, confirmed=confirmed))),
        Placeholder.EVENT_LINK: Filling(_("How to get there"), event_url),
        Placeholder.SCHEDULE_LINK: Filling(_("See the schedule"), schedule_url),
    }


def personal_link(url: str, language: str) -> dict[Placeholder, Filling]:
    """The link to a page of somebody's own; without an address, as a preview shows it."""
    with speaking(language):
        return {Placeholder.PERSONAL_LINK: Filling(_("See or change your registration"), url)}


def language_for(written: LetterText, wanted: str) -> str:
    """The language that is wanted, if the letter is written in it; else Swedish."""
    return "en" if wanted == "en" and written.subject_en and written.body_en else "sv"


def texts_in(written: LetterText, language: str) -> tuple[str, str]:
    """The subject and the body in this language."""
    english = language == "en"
    return (written.subject_en, written.body_en) if english else (written.subject, written.body)


def fillings_of(values: Values) -> dict[str, Filling]:
    """What is filled in, by the words of both languages."""
    english = {word: values[meant] for word, meant in IN_ENGLISH.items() if meant in values}
    return english | {placeholder.value: filling for placeholder, filling in values.items()}


def when_of(event: Event, language: str) -> list[str]:
    """Return when the event takes place and how it begins, or that it is postponed or cancelled."""
    with speaking(language):
        if event.state is EventState.CANCELLED:
            return [_("The event has been cancelled")]
        if is_withdrawn(event, Output.MAIL):
            return [_("The event has been postponed")]
        lines = when_lines(event.starts_at, event.ends_at, event.time_zone)
        return [*lines, *filter(None, [latest_opening_line(event)])]


def personal_url(registration: Registration) -> str:
    """Return the personal page's address, for letters to its owner only."""
    return absolute("participant.registration.show", token=link.personal_token(registration))


def _sessions_line(registration: Registration) -> str:
    zone = registration.event.time_zone
    lines = [
        _session_line(choice.session, zone)
        for choice in shown_choices(registration, current_language())
    ]
    return "; ".join(lines) or _("no sessions chosen")


def _session_line(session: Any, zone: str) -> str:
    when = f"{date_short(session.starts_at, zone)} {clock(session.starts_at, zone)}"
    room = session.room.name if session.room else ""
    return f"{session.title} ({', '.join(filter(None, (when, room)))})"


def _first_name(name: str) -> str:
    return next(iter(name.split()), "")

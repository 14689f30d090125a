"""OwnWords: what an event's organizer wrote instead of the beginning of a built-in letter."""

from dataclasses import dataclass

from markupsafe import Markup

from eventapp.documents import markdown
from eventapp.domain.letter.built_in_letter import find_wording
from eventapp.mail.filling import (
    Values,
    account_values,
    fillings_of,
    participant_values,
    personal_link,
    personal_url,
    speaker_values,
    texts_in,
)
from eventapp.models import Account, BuiltInLetter, Event, Registration, SpeakerAddress


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The subject and the beginning, filled in for one person, as HTML and as text."""

    subject: str
    html: Markup
    text: str


def find_own_words(kind: BuiltInLetter | None, registration: Registration) -> OwnWords | None:
    """The event's own words for this person; None where the letter has the built-in ones.

    Whoever wants English has these unless they are written in English: letters are in one language.
    """
    written = find_wording(registration.event, kind) if kind else None
    language = registration.language
    if written is None or not all(texts := texts_in(written, language)):
        return None
    values = participant_values(written, registration, language)
    return _fill(texts, values | personal_link(personal_url(registration), language))


def find_speaker_words(kind: BuiltInLetter, address: SpeakerAddress) -> OwnWords | None:
    """The event's own words for this lecturer; None where the letter has the built-in ones."""
    written = find_wording(address.event, kind)
    if written is None or not all(texts := texts_in(written, address.language)):
        return None
    return _fill(texts, speaker_values(address, address.language))


def find_staff_words(kind: BuiltInLetter, event: Event, account: Account) -> OwnWords | None:
    """The event's own words for somebody of the staff; None where the letter has the built-in ones.

    English is only for those who want it, and where the event has it.
    """
    written = find_wording(event, kind)
    language = account.letter_language
    if written is None or not all(texts := texts_in(written, language)):
        return None
    return _fill(texts, account_values(account.name, event, language))


def _fill(texts: tuple[str, str], values: Values) -> OwnWords:
    (subject, body), fillings = texts, fillings_of(values)
    return OwnWords(
        markdown.fill_line(subject, fillings),
        markdown.to_html(body, fillings),
        markdown.to_text(body, fillings),
    )

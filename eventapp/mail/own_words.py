"""OwnWords: what an event's organizer wrote instead of the beginning of a built-in letter."""

from dataclasses import dataclass

from markupsafe import Markup

from eventapp.documents import markdown
from eventapp.domain.letter.built_in_letter import find_wording
from eventapp.mail.filling import (
    fillings_of,
    participant_values,
    personal_link,
    personal_url,
    texts_in,
)
from eventapp.models import BuiltInLetter, Registration


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
    subject, body = texts
    fillings = fillings_of(
        participant_values(written, registration, language)
        | personal_link(personal_url(registration), language)
    )
    return OwnWords(
        markdown.fill_line(subject, fillings),
        markdown.to_html(body, fillings),
        markdown.to_text(body, fillings),
    )

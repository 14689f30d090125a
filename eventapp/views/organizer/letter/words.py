"""What the pages that write letters share: the words between braces, and one reader's letter."""

from collections.abc import Collection

from eventapp.domain.desk.registration_list import find_registration
from eventapp.domain.letter.audience import LetterAudience, list_sample
from eventapp.domain.letter.letter import LetterText
from eventapp.domain.letter.placeholder import (
    EVERY_PLACEHOLDER,
    IN_ENGLISH,
    LABELS,
    Placeholder,
)
from eventapp.i18n import current_language
from eventapp.mail import letter as mail
from eventapp.mail.letter import LetterPreview
from eventapp.models import Account, Event


def list_words(allowed: Collection[Placeholder] = EVERY_PLACEHOLDER) -> list[tuple[str, str]]:
    """What may be filled in, by the word of the page's language, and what each is called."""
    english = {meant: word for word, meant in IN_ENGLISH.items()}
    speaks_english = current_language() == "en"
    return [
        (english.get(known, known.value) if speaks_english else known.value, str(label))
        for known, label in LABELS.items()
        if known in allowed
    ]


def preview_words(
    account: Account, event: Event, written: LetterText, audience: LetterAudience
) -> LetterPreview:
    """The saved words as the first of these people will read them; else as the writer would."""
    sample = list_sample(event, audience)
    registration = find_registration(event, sample[0].code) if sample else None
    if registration:
        return mail.preview(written, registration)
    return mail.preview_for_account(written, account, event)

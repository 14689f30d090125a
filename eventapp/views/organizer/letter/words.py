"""The words between braces, as the pages that write letters list them."""

from eventapp.domain.letter.placeholder import IN_ENGLISH, LABELS
from eventapp.i18n import current_language


def list_words() -> list[tuple[str, str]]:
    """What may be filled in, by the word of the page's language, and what each is called."""
    english = {meant: word for word, meant in IN_ENGLISH.items()}
    speaks_english = current_language() == "en"
    return [
        (english.get(known, known.value) if speaks_english else known.value, str(label))
        for known, label in LABELS.items()
    ]

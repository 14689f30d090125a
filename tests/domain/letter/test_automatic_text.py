"""Built-in letters: each is whole in both languages, and fills in what there is."""

import pytest

from eventapp.domain.letter.automatic_text import built_in, title_of
from eventapp.domain.letter.placeholder import list_unknown
from eventapp.domain.letter.timetable import RULES
from eventapp.i18n import speaking
from eventapp.models import LetterKind

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_has_words_without_unknown_placeholders(language: str) -> None:
    for kind in RULES:
        subject, body = built_in(kind, language)
        assert subject
        assert body
        assert list_unknown(subject + body) == []


@pytest.mark.on_sqlite_alone
def test_every_kind_is_called_something() -> None:
    with speaking("en"):
        assert title_of(LetterKind.REMINDER) == "Reminder"
        assert title_of(LetterKind.WRITTEN) == "Letter"

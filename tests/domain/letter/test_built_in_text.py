"""What built-in letters begin with: whole in both languages, within each one's placeholders."""

import pytest

from eventapp.domain.letter.built_in_letter import list_built_in
from eventapp.domain.letter.built_in_text import (
    ALLOWED,
    FOLLOWS,
    TEXTS,
    TITLES,
    built_in_beginning,
)
from eventapp.domain.letter.placeholder import list_unknown
from eventapp.models import BuiltInLetter
from tests.builders import an_event

pytestmark = pytest.mark.usefixtures("app")


def test_every_kind_has_its_words_and_they_keep_to_its_placeholders() -> None:
    assert set(TITLES) == set(FOLLOWS) == set(TEXTS) == set(ALLOWED) == set(BuiltInLetter)
    for entry in list_built_in(an_event()):
        assert entry.written.complete
        texts = (entry.written.subject, entry.written.body, entry.written.body_en)
        assert not any(list_unknown(text, ALLOWED[entry.kind]) for text in texts)


def test_each_language_has_its_words_between_braces() -> None:
    swedish = built_in_beginning(BuiltInLetter.CONFIRMATION, "sv")
    assert swedish[1].startswith("Hej {fornamn}!\n\n")
    english = built_in_beginning(BuiltInLetter.CONFIRMATION, "en")
    assert english[0] == "You have a place: {event}"
    assert english[1] == "Hello {first_name}!\n\nYou have a place at {event}."
    assert "{" not in built_in_beginning(BuiltInLetter.SURVEY, "en")[1]  # a survey greets nobody

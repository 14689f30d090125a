"""An event's own words of built-in letters: saved against a version, and taken away again."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.letter.built_in_letter import (
    find_built_in,
    find_wording,
    restore_built_in,
    rewrite_built_in,
)
from eventapp.domain.letter.built_in_text import ALLOWED
from eventapp.domain.letter.letter import LetterUnfinished
from eventapp.domain.letter.placeholder import Placeholder
from eventapp.models import BuiltInLetter
from tests.builders import NOON, an_event
from tests.builders.event import a_copy
from tests.builders.letter import a_text

pytestmark = pytest.mark.usefixtures("app")
DESK = {"actor": "organizer", "now": NOON}
CONFIRMATION, SURVEY = BuiltInLetter.CONFIRMATION, BuiltInLetter.SURVEY


def test_words_are_saved_against_a_version_and_a_built_in_text_comes_back() -> None:
    event = an_event()
    rewrite_built_in(event, CONFIRMATION, a_text(subject="Välkommen"), version=0, **DESK)
    with pytest.raises(StaleVersion):
        rewrite_built_in(event, CONFIRMATION, a_text(subject="Igen"), version=0, **DESK)
    assert find_built_in(event, CONFIRMATION).own_text
    assert find_wording(event, CONFIRMATION) == find_built_in(event, CONFIRMATION).written

    restore_built_in(event, CONFIRMATION, **DESK)

    assert find_wording(event, CONFIRMATION) is None
    assert not find_built_in(event, CONFIRMATION).own_text
    with pytest.raises(StaleVersion):  # of a page that was opened before
        rewrite_built_in(event, CONFIRMATION, a_text(), version=1, **DESK)


@pytest.mark.parametrize("word", ["{fel}", "{personal_link}", "{namn}"])
def test_a_survey_names_nobody_and_leads_to_no_registration(word: str) -> None:
    event = an_event()
    with pytest.raises(LetterUnfinished):
        rewrite_built_in(event, SURVEY, a_text(body=f"Hej {word}"), version=0, **DESK)
    assert Placeholder.PERSONAL_LINK not in ALLOWED[BuiltInLetter.CANCELLED]


def test_a_copy_takes_the_words_along() -> None:
    event = an_event()
    rewrite_built_in(event, SURVEY, a_text(subject="Vad tyckte du?", body="Hej"), version=0, **DESK)
    copied = find_wording(a_copy(event, event.starts_at), SURVEY)
    assert copied
    assert copied.subject == "Vad tyckte du?"

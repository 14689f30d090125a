"""What of an event lacks English, and saving it."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.translation import (
    TranslatedKind,
    TranslationState,
    list_translations,
    translate_event,
)
from eventapp.extensions import db
from eventapp.models import QuestionKind, RegistrationQuestion, Series
from tests.builders import NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_all_that_has_swedish_texts_is_listed_and_nothing_else() -> None:
    series = Series(slug="nat", title="Nätverk", rules=["Lyssna"], english={"title": "Network"})
    db.session.add(series)
    event = an_event(title="Torg", agenda=["Inledning"], series=series)
    event.english = {"title": "Squares"}
    a_session(event, title="Vägar", known=["Ett"], code="v1")
    question = {"label": {"sv": "Hur?", "en": "How?"}, "purpose": {"sv": "Tåg"}}
    db.session.add(
        RegistrationQuestion(event_id=event.id, code="q", kind=QuestionKind.LINE, **question)
    )
    db.session.flush()

    assert list_translations(event) == [
        TranslationState(TranslatedKind.EVENT, "", "Torg", 2, 1),
        TranslationState(TranslatedKind.SERIES, "nat", "Nätverk", 2, 1),
        TranslationState(TranslatedKind.SESSION, "v1", "Vägar", 2, 2),
        TranslationState(TranslatedKind.QUESTION, "q", "Hur?", 2, 1),
    ]


def test_what_is_left_empty_is_not_stored_and_a_stale_save_is_refused() -> None:
    event = an_event(title="Torg")
    revision = event.revision

    translate_event(event, {"title": "Squares", "host": ""}, version=1, actor="a", now=NOON)

    assert event.english == {"title": "Squares"}
    assert event.title_in("en") == "Squares"
    assert event.text_in("en", "host") == event.host
    assert event.revision == revision + 1
    with pytest.raises(StaleVersion):
        translate_event(event, {}, version=1, actor="a", now=NOON)

"""Ready-made questions: whole in both languages, added once, and tied to the event's days."""

from datetime import timedelta

import pytest

from eventapp.domain.event import question as questions
from eventapp.domain.event.question_set import (
    add_question_set,
    find_question_set,
    list_question_sets,
)
from eventapp.models import RegistrationQuestion
from tests.builders import NOON, an_event

pytestmark = pytest.mark.usefixtures("app")
DESK = {"actor": "organizer", "now": NOON}


@pytest.mark.parametrize("question_set", list_question_sets(), ids=lambda known: known.code)
def test_a_set_is_whole_in_both_languages_and_is_added_once(question_set: object) -> None:
    event = an_event()
    added = add_question_set(event, question_set, **DESK)
    assert len(added) == len(question_set.questions)
    for row in added:
        texts = [row.label, row.purpose, *([row.hint] if row.hint else []), *row.labels.values()]
        assert all(text.keys() == {"sv", "en"} and all(text.values()) for text in texts)
        assert row.delete_on
        assert row.delete_on > event.ends_at.date()
    assert question_set.is_in(questions.list_questions(event))
    assert add_question_set(event, question_set, **DESK) == []


def test_a_condition_names_the_question_of_this_event() -> None:
    event = an_event()
    other = questions.RegistrationQuestionText(kind="line", label={"sv": "Först"})
    questions.add_question(event, other, **DESK)
    travel = find_question_set("travel")
    hotel, nights = add_question_set(event, travel, **DESK)[1:]
    assert nights.condition == {"question": hotel.code, "value": "yes"}
    # What was there already is used, and not asked twice.
    questions.remove_question(event, nights, **DESK)
    (again,) = add_question_set(event, travel, **DESK)
    assert again.condition == {"question": hotel.code, "value": "yes"}
    day = hotel.delete_on - timedelta(days=30)
    assert day == event.ends_at.date()


def test_a_form_that_is_full_takes_none() -> None:
    event = an_event()
    event.questions.extend(
        RegistrationQuestion(code=f"q{n}", kind="line", label={"sv": f"Nr {n}"}, position=n)
        for n in range(1, questions.QUESTIONS_MAX)
    )
    with pytest.raises(questions.TooManyRegistrationQuestions):
        add_question_set(event, find_question_set("travel"), **DESK)

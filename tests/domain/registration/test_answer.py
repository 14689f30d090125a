"""Answers: when they are asked for, and in words."""

import pytest

from eventapp.domain.registration.answer import (
    answer_in_words,
    chosen_values,
    count_unanswered,
    is_asked,
    join_values,
)
from eventapp.models import QuestionKind, RegistrationQuestion

pytestmark = pytest.mark.usefixtures("app")

OPTIONS = [
    {"value": "o1", "label": {"sv": "Tåg", "en": "Train"}},
    {"value": "o2", "label": {"sv": "Buss"}},
]


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        (QuestionKind.YES_NO, "yes", "Ja"),
        (QuestionKind.CHOICE, "o2", "Buss"),
        (QuestionKind.CHOICES, "o1 o2", "Train, Buss"),
        (QuestionKind.CHOICES, "none", "Inget av dem"),
        (QuestionKind.TEXT, "o1 o2", "o1 o2"),
        (QuestionKind.DATE, "2028-01-31", "2028-01-31"),
        (QuestionKind.NUMBER, "12", "12"),
        (QuestionKind.CHOICE, "gone", "gone"),
        (QuestionKind.CHOICE, "", ""),
    ],
)
def test_each_kind_has_its_words(kind: QuestionKind, answer: str, words: str) -> None:
    question = RegistrationQuestion(kind=kind, options=OPTIONS)

    assert answer_in_words(question, answer, "en") == words


def test_a_question_is_asked_where_one_of_the_answers_is_the_one_it_depends_on() -> None:
    condition = {"question": "q1", "value": "o2"}

    assert is_asked({}, {})
    assert is_asked(condition, {"q1": "o1 o2"})
    assert not is_asked(condition, {"q1": "o22"})
    assert not is_asked(condition, {})


def test_several_values_are_one_text() -> None:
    assert chosen_values(join_values(["o1", "o3"])) == ["o1", "o3"]


def test_what_is_required_asked_and_unanswered_is_counted() -> None:
    food = RegistrationQuestion(code="food", required=True, condition={})
    which = RegistrationQuestion(
        code="which", required=True, condition={"question": "food", "value": "yes"}
    )
    bus = RegistrationQuestion(code="bus", required=False, condition={})
    questions = [food, which, bus]

    assert count_unanswered(questions, {}) == 1
    assert count_unanswered(questions, {"food": "yes"}) == 1
    assert count_unanswered(questions, {"food": "no"}) == 0
    assert count_unanswered(questions, {"food": "yes", "which": "soup"}) == 0

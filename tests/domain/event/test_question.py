"""Questions of an event's own: until when they may be changed, and by what they are known."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event import question
from eventapp.domain.event.question import (
    QUESTIONS_MAX,
    QuestionsFixed,
    RegistrationQuestionText,
    TooManyRegistrationQuestions,
)
from eventapp.models import Event, EventState, QuestionKind, RegistrationQuestion
from tests.builders import DAY, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")

TEXT = RegistrationQuestionText(QuestionKind.TEXT, {"sv": "Allergier?"})
CHOICE = RegistrationQuestionText(
    QuestionKind.CHOICE, {"sv": "Buss?"}, options=({"sv": "Ja"}, {"sv": "Nej"})
)


@pytest.fixture
def event() -> Event:
    return an_event(registration_opens_at=NOON + DAY)


def add(event: Event, text: RegistrationQuestionText = TEXT) -> RegistrationQuestion:
    return question.add_question(event, text, actor="organizer", now=NOON)


def test_questions_may_be_changed_until_somebody_may_answer(event: Event) -> None:
    draft = an_event(state=EventState.DRAFT)

    assert question.may_change(event, now=NOON)
    assert not question.may_change(event, now=event.registration_opens_at)
    assert question.may_change(draft, now=NOON)
    assert not question.may_change(a_registration(an_event()).event, now=NOON)


def test_a_code_is_never_given_twice_while_a_later_one_is_there(event: Event) -> None:
    first, second = add(event), add(event)
    question.remove_question(event, first, actor="organizer", now=NOON)
    third = add(event)

    assert (second.code, third.code) == ("q2", "q3")
    assert question.list_questions(event) == [second, third]
    assert question.find_question(event, "q1") is None


def test_the_options_of_a_choice_get_values_and_other_kinds_have_none(event: Event) -> None:
    asked = add(event, CHOICE)
    assert [option["value"] for option in asked.options] == ["o1", "o2"]

    question.change_question(event, asked, TEXT, version=asked.version, actor="organizer", now=NOON)
    assert asked.options == []


def test_a_stale_change_is_refused(event: Event) -> None:
    asked = add(event)

    with pytest.raises(StaleVersion):
        question.change_question(
            event, asked, CHOICE, version=asked.version - 1, actor="organizer", now=NOON
        )


def test_the_event_has_at_most_ten(event: Event) -> None:
    for _ in range(QUESTIONS_MAX):
        add(event)

    with pytest.raises(TooManyRegistrationQuestions):
        add(event)


def test_nothing_changes_once_registration_has_opened() -> None:
    with pytest.raises(QuestionsFixed):
        add(an_event())

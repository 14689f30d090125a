"""Questions of an event's own: what may be changed until when, and by what they are known."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.event import question
from eventapp.domain.event.question import (
    QUESTIONS_MAX,
    ConditionUnknown,
    OptionChosen,
    OptionText,
    QuestionAnswered,
    QuestionFollows,
    QuestionNeeded,
    QuestionsFixed,
    RegistrationQuestionText,
    TooManyRegistrationQuestions,
)
from eventapp.domain.registration.option_place import count_taken
from eventapp.models import Event, EventState, QuestionKind, RegistrationQuestion
from tests.builders import DAY, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")

TEXT = RegistrationQuestionText(QuestionKind.TEXT, {"sv": "Allergier?"})
CHOICE = RegistrationQuestionText(
    QuestionKind.CHOICE,
    {"sv": "Buss?"},
    options=(OptionText({"sv": "Ja"}), OptionText({"sv": "Nej"})),
)
YES_NO = RegistrationQuestionText(QuestionKind.YES_NO, {"sv": "Middag?"})


@pytest.fixture
def event() -> Event:
    return an_event(registration_opens_at=NOON + DAY)


def add(event: Event, text: RegistrationQuestionText = TEXT) -> RegistrationQuestion:
    return question.add_question(event, text, actor="organizer", now=NOON)


def change(asked: RegistrationQuestion, event: Event, text: RegistrationQuestionText) -> None:
    question.change_question(event, asked, text, version=asked.version, actor="organizer", now=NOON)


def as_it_is(asked: RegistrationQuestion, **other: Any) -> RegistrationQuestionText:
    options = tuple(OptionText(option["label"], None, option["value"]) for option in asked.options)
    return replace(RegistrationQuestionText(asked.kind, asked.label, options=options), **other)


def test_everything_may_be_changed_until_somebody_may_answer(event: Event) -> None:
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

    change(asked, event, TEXT)
    assert asked.options == []


def test_a_value_stays_with_its_option_and_is_not_given_to_another(event: Event) -> None:
    asked = add(event, CHOICE)
    _yes, no = as_it_is(asked).options

    change(asked, event, as_it_is(asked, options=(OptionText({"sv": "Kanske"}), no)))

    assert [(option["value"], option["label"]["sv"]) for option in asked.options] == [
        ("o3", "Kanske"),
        ("o2", "Nej"),
    ]


def test_a_stale_change_is_refused(event: Event) -> None:
    asked = add(event)

    with pytest.raises(StaleVersion):
        question.change_question(
            event, asked, CHOICE, version=asked.version - 1, actor="organizer", now=NOON
        )


def test_there_is_an_end_to_how_many(event: Event) -> None:
    for _ in range(QUESTIONS_MAX):
        add(event)

    with pytest.raises(TooManyRegistrationQuestions):
        add(event)


def test_once_open_the_wording_changes_and_the_kind_does_not() -> None:
    event = an_event()
    asked = add(event, CHOICE)

    change(asked, event, as_it_is(asked, label={"sv": "Åker du buss?"}))
    with pytest.raises(QuestionsFixed):
        change(asked, event, TEXT)

    assert asked.label == {"sv": "Åker du buss?"}


@pytest.mark.parametrize("kind", [QuestionKind.CHOICE, QuestionKind.CHOICES])
def test_what_was_chosen_stays_and_what_was_not_may_go(kind: QuestionKind) -> None:
    event = an_event()
    asked = add(
        event, replace(CHOICE, kind=kind, options=(*CHOICE.options, OptionText({"sv": "?"})))
    )
    a_registration(event, answers={"q1": "o1"})
    yes, no, other = as_it_is(asked).options

    with pytest.raises(OptionChosen, match="Ja"):
        change(asked, event, as_it_is(asked, options=(no, other)))
    change(asked, event, as_it_is(asked, options=(yes, no)))
    with pytest.raises(QuestionAnswered):
        question.remove_question(event, asked, actor="organizer", now=NOON)

    assert list(asked.labels) == ["o1", "o2"]


def test_a_condition_names_an_answer_to_an_earlier_question(event: Event) -> None:
    dinner, bus = add(event, YES_NO), add(event, CHOICE)
    on_yes = {"question": "q1", "value": "yes"}

    late = add(event, replace(TEXT, condition=on_yes))
    for wrong in ({"question": "q1", "value": "o1"}, {"question": "q9", "value": "yes"}):
        with pytest.raises(ConditionUnknown):
            change(bus, event, as_it_is(bus, condition=wrong))
    with pytest.raises(ConditionUnknown):
        change(dinner, event, as_it_is(dinner, condition={"question": "q2", "value": "o1"}))

    assert late.condition == on_yes


def test_what_others_depend_on_stays_before_them(event: Event) -> None:
    first = add(event, YES_NO)
    second = add(event, replace(TEXT, condition={"question": "q1", "value": "yes"}))

    with pytest.raises(QuestionNeeded):
        question.remove_question(event, first, actor="organizer", now=NOON)
    with pytest.raises(QuestionFollows):
        question.move_question_up(event, second, actor="organizer", now=NOON)
    with pytest.raises(QuestionNeeded):
        change(first, event, as_it_is(first, kind=QuestionKind.TEXT))


def test_a_question_moves_up_and_the_first_stays(event: Event) -> None:
    first, second, third = add(event), add(event), add(event)

    question.move_question_up(event, third, actor="organizer", now=NOON)
    question.move_question_up(event, first, actor="organizer", now=NOON)

    assert question.list_questions(event) == [first, third, second]


def test_places_that_are_limited_late_count_those_who_chose_already() -> None:
    event = an_event()
    asked = add(event, CHOICE)
    for answer in ("o1", "o1", "o2"):
        a_registration(event, answers={"q1": answer})
    yes, no = as_it_is(asked).options

    change(asked, event, as_it_is(asked, options=(replace(yes, places=5), no)))
    assert count_taken(event) == {"q1 o1": 2}

    change(asked, event, as_it_is(asked, options=(yes, no)))
    assert count_taken(event) == {}


def test_limits_are_only_of_several_options(event: Event) -> None:
    asked = add(event, replace(TEXT, choices_max=2, none_option=True, delete_on=date(2028, 1, 1)))

    assert (asked.choices_max, asked.none_option) == (None, False)
    assert asked.delete_on == date(2028, 1, 1)

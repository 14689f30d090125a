"""What people answer to an event's own questions, by the kind of question."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from eventapp.domain.event.question import OptionText, RegistrationQuestionText, add_question
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.form_content import load_form_content
from eventapp.forms.registration.change import as_it_is, change_form
from eventapp.forms.registration.registration import RegistrationForm, registration_form
from eventapp.models import Event, QuestionKind
from tests.builders import NOON, a_registration, an_event
from tests.views.filled import WELL

pytestmark = pytest.mark.usefixtures("app")
OPTIONS = tuple(OptionText({"sv": name}) for name in ("Tåg", "Buss", "Cykel"))


def ask(event: Event, kind: QuestionKind, **more: Any) -> None:
    text = RegistrationQuestionText(kind, {"sv": f"Fråga {kind.value}?"}, **more)
    add_question(event, text, actor="organizer", now=NOON)


def filled(app: Flask, event: Event, fields: dict[str, Any]) -> RegistrationForm:
    content = load_form_content(event.slug)
    assert content
    with app.test_request_context("/", method="POST", headers={"Accept-Language": "en"}):
        form = registration_form(content, load_directory(), "en")(
            MultiDict({**WELL, **fields}), meta={"csrf": False}
        )
        form.validate()
    return form


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        (QuestionKind.LINE, "  två ord ", "två ord"),
        (QuestionKind.TEXT, "flera\nrader", "flera\nrader"),
        (QuestionKind.NUMBER, "1 200", "1200"),
        (QuestionKind.NUMBER, "007", "7"),
        (QuestionKind.NUMBER, "0", "0"),
        (QuestionKind.DATE, "2028-01-31", "2028-01-31"),
        (QuestionKind.CHOICE, "o2", "o2"),
        (QuestionKind.CHOICES, ["o3", "o1"], "o1 o3"),
        (QuestionKind.CHOICES, ["none"], "none"),
        (QuestionKind.YES_NO, "no", "no"),
    ],
)
def test_an_answer_of_each_kind(app: Flask, kind: QuestionKind, typed: Any, answer: str) -> None:
    event = an_event()
    ask(event, kind, options=OPTIONS, none_option=True, required=True)

    form = filled(app, event, {"q-q1": typed})

    assert (form.errors, form.answers()) == ({}, {"q1": answer})


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (QuestionKind.LINE, "a\x00b"),
        (QuestionKind.LINE, "x" * 201),
        (QuestionKind.TEXT, "x" * 2001),
        (QuestionKind.NUMBER, "tolv"),
        (QuestionKind.NUMBER, "-1"),
        (QuestionKind.NUMBER, "²"),
        (QuestionKind.NUMBER, "12.5"),
        (QuestionKind.NUMBER, "1" * 11),
        (QuestionKind.DATE, "31/1"),
        (QuestionKind.DATE, "0001-01-01"),
        (QuestionKind.CHOICE, "o9"),
        (QuestionKind.CHOICES, ["o1", "o9"]),
        (QuestionKind.CHOICES, ["o1", "none"]),
        (QuestionKind.CHOICES, ["o1", "o2", "o3"]),
        (QuestionKind.YES_NO, "maybe"),
    ],
)
def test_a_wrong_answer_is_refused_and_kept(app: Flask, kind: QuestionKind, typed: Any) -> None:
    event = an_event()
    ask(event, kind, options=OPTIONS, none_option=True, choices_max=2)

    form = filled(app, event, {"q-q1": typed})

    assert list(form.errors) == ["q-q1"]


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_required_answer_is_asked_for(app: Flask, kind: QuestionKind) -> None:
    event = an_event()
    ask(event, kind, options=OPTIONS, required=True)

    assert filled(app, event, {}).errors == {"q-q1": ["Answer the question."]}


def a_dinner() -> Event:
    """Dinner? If yes: which (required), and if the second is chosen, how much (required)."""
    event = an_event()
    ask(event, QuestionKind.YES_NO)
    on_yes = {"question": "q1", "value": "yes"}
    ask(event, QuestionKind.CHOICE, options=OPTIONS, required=True, condition=on_yes)
    on_second = {"question": "q2", "value": "o2"}
    ask(event, QuestionKind.NUMBER, required=True, condition=on_second)
    return event


@pytest.mark.parametrize(
    ("typed", "answers", "wrong"),
    [
        ({}, {}, []),
        ({"q-q1": "no", "q-q2": "o2", "q-q3": "tolv"}, {"q1": "no"}, []),
        ({"q-q1": "no", "q-q2": "o9"}, {"q1": "no"}, []),
        ({"q-q1": "yes"}, {"q1": "yes"}, ["q-q2"]),
        ({"q-q1": "yes", "q-q2": "o1", "q-q3": "4"}, {"q1": "yes", "q2": "o1"}, []),
        ({"q-q1": "yes", "q-q2": "o2"}, {"q1": "yes", "q2": "o2"}, ["q-q3"]),
        ({"q-q1": "yes", "q-q2": "o2", "q-q3": "4"}, {"q1": "yes", "q2": "o2", "q3": "4"}, []),
    ],
)
def test_only_what_is_asked_is_required_checked_and_stored(
    app: Flask, typed: dict[str, str], answers: dict[str, str], wrong: list[str]
) -> None:
    form = filled(app, a_dinner(), typed)

    assert (form.answers(), list(form.errors)) == (answers, wrong)


def test_without_script_the_words_say_when_a_question_is_meant(app: Flask) -> None:
    form = filled(app, a_dinner(), {})

    assert form["q-q3"].description == "Om du svarade ”Buss” på ”Fråga choice?”."


def test_stored_answers_come_back_as_they_were(app: Flask) -> None:
    event = an_event()
    ask(event, QuestionKind.CHOICES, options=OPTIONS)
    ask(event, QuestionKind.NUMBER)
    registration = a_registration(event, answers={"q1": "o1 o3", "q2": "4"})
    content = load_form_content(event.slug)
    assert content

    with app.test_request_context("/"):
        stored = as_it_is(registration, CareNeeds(), content)
        form = change_form(content, "sv")(formdata=None, data=stored)

    assert form.answers() == registration.answers

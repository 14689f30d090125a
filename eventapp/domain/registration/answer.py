"""Answers to an event's own questions: how they are stored, when they are asked, and in words.

An answer is one text. Of several options it contains their values in order, separated by spaces.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from eventapp.domain.record.audit import NOT_STORED
from eventapp.domain.record.values import Logged
from eventapp.i18n import _, current_language
from eventapp.models import QuestionKind, Registration, RegistrationQuestion

YES, NO = "yes", "no"
NONE = "none"  # "none of these", where a question offers that
# The log names an answer "answer:<the question's code>:<its words>".
LOGGED_ANSWER = "answer:"
# In these people may write anything, so the log says that they changed and no more.
UNLOGGED_KINDS = frozenset({QuestionKind.LINE, QuestionKind.TEXT})

Texts = Mapping[str, str]


class Question(Protocol):
    """What is needed of a question to put an answer into words."""

    @property
    def kind(self) -> QuestionKind:
        """How it is answered."""

    @property
    def labels(self) -> Mapping[str, Texts]:
        """The texts of the options, by their values."""


class AskedQuestion(Protocol):
    """What is needed of a question to know whether it is asked; they come in their order."""

    @property
    def code(self) -> str:
        """How answers name it."""

    @property
    def condition(self) -> Mapping[str, str]:
        """The earlier question and the value that make it asked; empty for always."""

    @property
    def required(self) -> bool:
        """Whether whoever is asked has to answer."""


def join_values(values: Iterable[str]) -> str:
    """The answer that consists of these options."""
    return " ".join(values)


def chosen_values(answer: str) -> list[str]:
    """The options that an answer consists of."""
    return answer.split()


def is_asked(condition: Mapping[str, str], answers: Mapping[str, str]) -> bool:
    """Whether a question with this condition is asked of who gave these answers before it."""
    if not condition:
        return True
    return condition["value"] in chosen_values(answers.get(condition["question"], ""))


def asked_answers(questions: Iterable[AskedQuestion], answers: Mapping[str, str]) -> dict[str, str]:
    """The answers without those to questions that are not asked of who answers so."""
    asked = dict(answers)
    for question in questions:
        if question.code in asked and not is_asked(question.condition, asked):
            del asked[question.code]
    return asked


def count_unanswered(questions: Iterable[AskedQuestion], answers: Mapping[str, str]) -> int:
    """How many have to be answered yet: whoever was registered by others has answered none."""
    return sum(
        question.required
        and not answers.get(question.code)
        and is_asked(question.condition, answers)
        for question in questions
    )


def text_in(texts: Texts, language: str) -> str:
    """The text in this language, or else in Swedish."""
    return texts.get(language) or texts.get("sv", "")


def condition_values(question: Question, language: str) -> list[tuple[str, str]]:
    """What a later question can depend on: the value and text of each possible answer."""
    if question.kind is QuestionKind.YES_NO:
        return [(YES, _("Yes")), (NO, _("No"))]
    return [(value, text_in(label, language)) for value, label in question.labels.items()]


def answer_in_words(question: Question, answer: str, language: str) -> str:
    """An answer as people read it."""
    if question.kind not in {QuestionKind.YES_NO, QuestionKind.CHOICE, QuestionKind.CHOICES}:
        return answer
    words = dict(condition_values(question, language))
    if answer == NONE and NONE not in words:
        return _("None of these")
    return ", ".join(words.get(value, value) for value in chosen_values(answer))


def answers_in_words(registration: Registration) -> list[dict[str, str]]:
    """The registration's answers beside their questions, for a copy that people read."""
    language, answers = current_language(), registration.answers
    return [
        {
            "code": question.code,
            "question": text_in(question.label, language),
            "answer": answer_in_words(question, answers[question.code], language),
        }
        for question in registration.event.questions
        if answers.get(question.code)
    ]


def answers_to_log(
    questions: Iterable[RegistrationQuestion],
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> tuple[dict[str, Logged], dict[str, Logged]]:
    """The answers that differ, before and after, as the log stores them: in Swedish.

    Of free text, and of what is deleted on a day of its own, only that it changed.
    """
    was: dict[str, Logged] = {}
    now: dict[str, Logged] = {}
    for question in questions:
        old, new = before.get(question.code, ""), after.get(question.code, "")
        if old == new:
            continue
        field = f"{LOGGED_ANSWER}{question.code}:{text_in(question.label, 'sv')}"
        if question.kind in UNLOGGED_KINDS or question.delete_on:
            now[field] = NOT_STORED
        else:
            was[field], now[field] = _to_log(question, old), _to_log(question, new)
    if not now and before != after:  # to questions that are no longer there
        now["answers"] = NOT_STORED
    return was, now


def _to_log(question: RegistrationQuestion, answer: str) -> str | None:
    """Options by their words; yes, no and none of these as they are stored."""
    words = {value: text_in(label, "sv") for value, label in question.labels.items()}
    return ", ".join(words.get(value, value) for value in chosen_values(answer)) or None

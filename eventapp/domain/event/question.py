"""An event's own questions in its registration form.

Until somebody may have answered, everything may be changed. After that their wording, order,
conditions and places may, but not how a question is answered, nor an option that was chosen.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration import option_place
from eventapp.domain.registration.answer import condition_values, text_in
from eventapp.domain.registration.answer_disposal import delete_logged_answers
from eventapp.extensions import db
from eventapp.i18n import _, _l, current_language
from eventapp.models import (
    WITH_OPTIONS,
    AuditAction,
    Event,
    EventState,
    QuestionKind,
    Registration,
    RegistrationQuestion,
)

QUESTIONS_MAX = 20
OPTIONS_MIN = 2
OPTIONS_MAX = 30
PLACES_MAX = 100_000


class QuestionsFixed(Refusal):
    """Somebody may have answered already, so how a question is answered must not change."""

    code = "questions-fixed"
    sentence = _l(
        "Registration has opened, so how the question is answered can no longer be changed."
    )


class QuestionAnswered(Refusal):
    """Somebody has answered, so the question stays."""

    code = "question-answered"
    sentence = _l("Somebody has answered this question, so it cannot be removed. Reword it.")


class OptionChosen(Refusal):
    """Somebody has chosen an option that was to go."""

    code = "option-chosen"
    sentence = _l("Somebody has chosen an option that you removed. Reword it instead.")

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label

    @property
    def message(self) -> str:
        """The sentence, with the option's name."""
        return _(
            "Somebody has chosen “%(option)s”, so it stays. You can reword it.", option=self.label
        )


class QuestionNeeded(Refusal):
    """A later question depends on what was to go or to move."""

    code = "question-needed"
    sentence = _l("A later question depends on this one. Change its condition first.")


class QuestionFollows(QuestionNeeded):
    """What was to move depends on the question before it."""

    code = "question-follows"
    sentence = _l("This question depends on the one before it. Change its condition first.")


class ConditionUnknown(Refusal):
    """The condition names no answer to an earlier question."""

    code = "condition-unknown"
    sentence = _l("A question can only depend on an answer to an earlier question.")


class TooManyRegistrationQuestions(Refusal):
    """The event has QUESTIONS_MAX questions already."""

    code = "too-many-questions"
    sentence = _l("There can be at most twenty questions. Remove one first.")


@dataclass(frozen=True, slots=True)
class OptionText:
    """An option by language, and how many can have it; a new one has no `value` yet."""

    label: dict[str, str]
    places: int | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class RegistrationQuestionText:
    """One question; texts by language, and the options of a choice in their order.

    `condition` is empty, or an earlier question's code and the value that makes this one asked.
    """

    kind: QuestionKind
    label: dict[str, str]
    hint: dict[str, str] = field(default_factory=dict)
    options: tuple[OptionText, ...] = ()
    required: bool = False
    choices_max: int | None = None
    none_option: bool = False
    condition: dict[str, str] = field(default_factory=dict)
    purpose: dict[str, str] = field(default_factory=dict)
    delete_on: date | None = None


def may_change(event: Event, *, now: datetime) -> bool:
    """Whether nobody can have answered yet: a draft or not yet open, and without registrations."""
    if now >= event.registration_opens_at and event.state is not EventState.DRAFT:
        return False
    someone = select(Registration.id).where(Registration.event_id == event.id).limit(1)
    return db.session.scalar(someone) is None


def list_questions(event: Event) -> Sequence[RegistrationQuestion]:
    """The event's questions, in the order of the form."""
    return db.session.scalars(
        select(RegistrationQuestion)
        .where(RegistrationQuestion.event_id == event.id)
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    ).all()


def find_question(event: Event, code: str) -> RegistrationQuestion | None:
    """The event's question with this code."""
    return next((question for question in list_questions(event) if question.code == code), None)


def add_question(
    event: Event, text: RegistrationQuestionText, *, actor: str, now: datetime
) -> RegistrationQuestion:
    """Add a question at the end of the form.

    Raises TooManyRegistrationQuestions, ConditionUnknown. Flushes.
    """
    question = append_question(locking.lock_event(event), text)
    record_questions(event, actor=actor, now=now)
    return question


def append_question(locked: LockedEvent, text: RegistrationQuestionText) -> RegistrationQuestion:
    """Add a question at the end of the form.

    Raises TooManyRegistrationQuestions, ConditionUnknown. Flushes.
    """
    event = locked.event
    questions = list_questions(event)
    if len(questions) >= QUESTIONS_MAX:
        raise TooManyRegistrationQuestions
    _check_condition(text, questions)
    question = RegistrationQuestion(
        event_id=event.id,
        code=f"q{1 + max((_number(row.code) for row in questions), default=0)}",
        position=1 + max((row.position for row in questions), default=0),
        options=[],
    )
    _write(event, question, text)
    db.session.add(question)
    db.session.flush()
    return question


def change_question(
    event: Event,
    question: RegistrationQuestion,
    text: RegistrationQuestionText,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Change a question: until somebody may have answered everything, then all but how.

    With a first day of deletion, what the log has stored of answers to it is deleted at once.
    Raises StaleVersion, QuestionsFixed, OptionChosen, QuestionNeeded, ConditionUnknown. Flushes.
    """
    locking.lock_event(event)
    check_version(question, version)
    if text.kind is not question.kind and not may_change(event, now=now):
        raise QuestionsFixed
    listed = list_questions(event)
    _check_condition(text, listed[: listed.index(question)])
    _refuse_chosen(question, _removed_values(question, text))
    if text.delete_on and not question.delete_on:
        delete_logged_answers(event, question.code)
    _write(event, question, text)
    _check_dependents(listed, question)
    question.version += 1
    record_questions(event, actor=actor, now=now)


def move_question_up(
    event: Event, question: RegistrationQuestion, *, actor: str, now: datetime
) -> None:
    """Let the question change places with the one before it. Raises QuestionFollows. Flushes."""
    locking.lock_event(event)
    listed = list(list_questions(event))
    place = listed.index(question)
    if place == 0:
        return
    if question.condition.get("question") == listed[place - 1].code:
        raise QuestionFollows
    listed.insert(place - 1, listed.pop(place))
    for position, row in enumerate(listed, 1):
        row.position = position
    record_questions(event, actor=actor, now=now)


def remove_question(
    event: Event, question: RegistrationQuestion, *, actor: str, now: datetime
) -> None:
    """Remove a question. Raises QuestionAnswered, QuestionNeeded. Flushes."""
    locking.lock_event(event)
    stored = Registration.answers[question.code].as_string()
    if db.session.scalar(_answered(question, stored.is_not(None))) is not None:
        raise QuestionAnswered
    if any(row.condition.get("question") == question.code for row in list_questions(event)):
        raise QuestionNeeded
    _limit(event, question, {})
    db.session.delete(question)
    record_questions(event, actor=actor, now=now)


def _answered(question: RegistrationQuestion, condition: ColumnElement[bool]) -> Select[int]:
    return (
        select(Registration.id)
        .where(Registration.event_id == question.event_id, condition)
        .limit(1)
    )


def _removed_values(
    question: RegistrationQuestion, text: RegistrationQuestionText
) -> Collection[str]:
    staying = {option.value for option in text.options} if text.kind in WITH_OPTIONS else set()
    return [value for value in question.labels if value not in staying]


def _refuse_chosen(question: RegistrationQuestion, values: Collection[str]) -> None:
    for value in values:
        chosen = option_place.has_chosen(question.code, value)
        if db.session.scalar(_answered(question, chosen)) is not None:
            raise OptionChosen(text_in(question.labels[value], current_language()))


def _check_condition(
    text: RegistrationQuestionText, earlier: Sequence[RegistrationQuestion]
) -> None:
    if not text.condition:
        return
    for question in earlier:
        values = [value for value, _label in condition_values(question, "sv")]
        if question.code == text.condition["question"] and text.condition["value"] in values:
            return
    raise ConditionUnknown


def _check_dependents(
    listed: Sequence[RegistrationQuestion], question: RegistrationQuestion
) -> None:
    values = [value for value, _label in condition_values(question, "sv")]
    for row in listed:
        if row.condition.get("question") == question.code and row.condition["value"] not in values:
            raise QuestionNeeded


def _write(event: Event, question: RegistrationQuestion, text: RegistrationQuestionText) -> None:
    several = text.kind is QuestionKind.CHOICES
    options = _number_options(question, text) if text.kind in WITH_OPTIONS else {}
    _limit(event, question, {value: option.places for value, option in options.items()})
    question.options = [
        {"value": value, "label": dict(option.label)} for value, option in options.items()
    ]
    question.kind = text.kind
    question.label, question.hint = dict(text.label), dict(text.hint)
    question.required = text.required
    question.choices_max = text.choices_max if several else None
    question.none_option = text.none_option and several
    question.condition, question.purpose = dict(text.condition), dict(text.purpose)
    question.delete_on = text.delete_on


def _number_options(
    question: RegistrationQuestion, text: RegistrationQuestionText
) -> dict[str, OptionText]:
    """The options by their values; a new one gets one that no option of the question has."""
    number = max((_number(value) for value in question.labels), default=0)
    options = {}
    for option in text.options:
        number += not option.value
        options[option.value or f"o{number}"] = option
    return options


def _limit(event: Event, question: RegistrationQuestion, places: Mapping[str, int | None]) -> None:
    """Let the event say how many places the options of the question have."""
    limits = {
        key: number
        for key, number in event.option_limits.items()
        if key.split(" ")[0] != question.code
    }
    event.option_limits = limits | {
        option_place.limit_key(question.code, value): number
        for value, number in places.items()
        if number is not None
    }


def record_questions(event: Event, *, actor: str, now: datetime) -> None:
    """Let the form be made anew, and write in the log that its questions changed. Flushes."""
    event.revision += 1  # the form is cached under it
    db.session.flush()
    audit.record(AuditAction.QUESTIONS_CHANGED, event, actor=actor, now=now)


def _number(code: str) -> int:
    match = re.fullmatch(r"[oq](\d{1,4})", code)
    return int(match[1]) if match else 0

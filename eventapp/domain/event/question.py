"""An event's own questions in its registration form, fixed once somebody may answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Event,
    EventState,
    QuestionKind,
    Registration,
    RegistrationQuestion,
)

QUESTIONS_MAX = 10
OPTIONS_MIN = 2


class QuestionsFixed(Refusal):
    """Somebody may have answered already, so the questions must not change."""

    code = "questions-fixed"
    sentence = _l("Registration has opened, so the questions can no longer be changed.")


class TooManyRegistrationQuestions(Refusal):
    """The event has QUESTIONS_MAX questions already."""

    code = "too-many-questions"
    sentence = _l("There can be at most ten questions. Remove one first.")


@dataclass(frozen=True, slots=True)
class RegistrationQuestionText:
    """One question; texts by language, and the options of a choice in their order."""

    kind: QuestionKind
    label: dict[str, str]
    hint: dict[str, str] = field(default_factory=dict)
    options: tuple[dict[str, str], ...] = ()
    required: bool = False


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

    Raises QuestionsFixed, TooManyRegistrationQuestions. Flushes.
    """
    _lock(event, now)
    questions = list_questions(event)
    if len(questions) >= QUESTIONS_MAX:
        raise TooManyRegistrationQuestions
    question = RegistrationQuestion(
        event_id=event.id,
        code=f"q{1 + max((_number(row.code) for row in questions), default=0)}",
        position=1 + max((row.position for row in questions), default=0),
    )
    _write(question, text)
    db.session.add(question)
    _record(event, actor, now)
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
    """Change the wording, kind or options of a question.

    Raises QuestionsFixed, StaleVersion. Flushes.
    """
    _lock(event, now)
    check_version(question, version)
    _write(question, text)
    question.version += 1
    _record(event, actor, now)


def remove_question(
    event: Event, question: RegistrationQuestion, *, actor: str, now: datetime
) -> None:
    """Remove a question. Raises QuestionsFixed. Flushes."""
    _lock(event, now)
    db.session.delete(question)
    _record(event, actor, now)


def _lock(event: Event, now: datetime) -> None:
    locking.lock_event(event)
    if not may_change(event, now=now):
        raise QuestionsFixed


def _write(question: RegistrationQuestion, text: RegistrationQuestionText) -> None:
    question.kind = text.kind
    question.label, question.hint = dict(text.label), dict(text.hint)
    question.required = text.required
    listed = text.options if text.kind is QuestionKind.CHOICE else ()
    question.options = [
        {"value": f"o{number}", "label": dict(label)} for number, label in enumerate(listed, 1)
    ]


def _record(event: Event, actor: str, now: datetime) -> None:
    event.revision += 1  # the form is cached under it
    db.session.flush()
    audit.record(AuditAction.QUESTIONS_CHANGED, event, actor=actor, now=now)


def _number(code: str) -> int:
    match = re.fullmatch(r"q(\d{1,4})", code)
    return int(match[1]) if match else 0

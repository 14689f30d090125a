"""What an event asks beside name, address, organisation and role, until the first may answer."""

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
SHORTEST_LIST = 2


class QuestionsFixed(Refusal):
    """Whoever has answered must find the questions as they were."""

    code = "questions-fixed"
    sentence = _l("Registration has opened. The questions cannot be changed any more.")


class TooManyRegistrationQuestions(Refusal):
    """Each question keeps somebody from registering."""

    code = "too-many-questions"
    sentence = _l("Ten questions are the most. Take one away first.")


@dataclass(frozen=True, slots=True)
class RegistrationQuestionText:
    """One question; texts by language, and the options of a choice in their order."""

    kind: QuestionKind
    label: dict[str, str]
    hint: dict[str, str] = field(default_factory=dict)
    options: tuple[dict[str, str], ...] = ()
    required: bool = False


def may_change(event: Event, *, now: datetime) -> bool:
    """Whether nobody can have answered yet: a draft, or before opening, and without anybody in."""
    if now >= event.registration_opens_at and event.state is not EventState.DRAFT:
        return False
    someone = select(Registration.id).where(Registration.event_id == event.id).limit(1)
    return db.session.scalar(someone) is None


def list_questions(event: Event) -> Sequence[RegistrationQuestion]:
    """In the order of the form."""
    return db.session.scalars(
        select(RegistrationQuestion)
        .where(RegistrationQuestion.event_id == event.id)
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    ).all()


def find_question(event: Event, code: str) -> RegistrationQuestion | None:
    """The event's question of this code."""
    return next((each for each in list_questions(event) if each.code == code), None)


def add_question(
    event: Event, text: RegistrationQuestionText, *, actor: str, now: datetime
) -> RegistrationQuestion:
    """Ask one thing more, last. Raises QuestionsFixed, TooManyRegistrationQuestions. Flushes."""
    _lock(event, now)
    known = list_questions(event)
    if len(known) >= QUESTIONS_MAX:
        raise TooManyRegistrationQuestions
    made = RegistrationQuestion(
        event_id=event.id,
        code=f"q{1 + max((_number(each.code) for each in known), default=0)}",
        position=1 + max((each.position for each in known), default=0),
    )
    _write(made, text)
    db.session.add(made)
    _record(event, actor, now)
    return made


def change_question(
    event: Event,
    question: RegistrationQuestion,
    text: RegistrationQuestionText,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Ask it otherwise. Raises QuestionsFixed, StaleVersion. Flushes."""
    _lock(event, now)
    check_version(question, version)
    _write(question, text)
    question.version += 1
    _record(event, actor, now)


def remove_question(
    event: Event, question: RegistrationQuestion, *, actor: str, now: datetime
) -> None:
    """Ask it no more. Raises QuestionsFixed. Flushes."""
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
    found = re.fullmatch(r"q(\d{1,4})", code)
    return int(found[1]) if found else 0

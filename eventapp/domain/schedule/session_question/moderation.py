"""Reading questions to lecturers before anybody else does: publish, decline, and undo both.

Whoever reads them does not see who asked. What was asked stays beside what is published, for who
asked and for the organizers; nobody else sees it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, load_only

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold
from eventapp.domain.record import audit
from eventapp.domain.schedule.session_question.locked_question import lock_question
from eventapp.domain.schedule.session_question.notification import (
    promise_digest,
    withdraw_answer_letter,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, Session, SessionQuestion, SessionQuestionState

PAGE_SIZE = 20
# What needs an organizer: a question that nobody has read, or an answer that nobody has.
UNREAD = or_(
    SessionQuestion.state == SessionQuestionState.WAITING,
    and_(
        SessionQuestion.state == SessionQuestionState.PUBLISHED,
        SessionQuestion.proposed_answer != "",
    ),
)


class QuestionFilter(StrEnum):
    """What the list is narrowed to. The strings stand in addresses."""

    WAITING = "waiting"
    ANSWERED = "answered"  # an answer of a lecturer that waits to be read
    OPEN = "open"  # published, without an answer
    PUBLISHED = "published"
    DECLINED = "declined"


class QuestionDecided(Refusal):
    """Somebody else has published or declined it."""

    code = "session-question-decided"
    sentence = _l("A colleague has decided about this question in the meantime.")


@dataclass(frozen=True, slots=True)
class QuestionList:
    """One page of an event's questions; `counts` are of all of them, by filter."""

    rows: Sequence[SessionQuestion]
    page: Page
    counts: Mapping[QuestionFilter, int]
    total: int


def list_questions(
    event: Event, *, words: str = "", narrowed: QuestionFilter | None = None, page: int = 1
) -> QuestionList:
    """The event's questions that have these words, those that wait first, then the latest."""
    with_title = joinedload(SessionQuestion.session).options(load_only(Session.code, Session.title))
    every = db.session.scalars(
        select(SessionQuestion)
        .where(SessionQuestion.event_id == event.id)
        .options(with_title)
        .order_by(SessionQuestion.asked_at.desc(), SessionQuestion.id.desc())
    ).all()
    counts = Counter(name for question in every for name in _filters_of(question))
    sought = fold(words).split()
    matching = [
        question
        for question in every
        if (narrowed is None or narrowed in _filters_of(question)) and _has(question, sought)
    ]
    matching.sort(key=lambda question: not _is_unread(question))
    shown = Page.of(len(matching), wanted=page, size=PAGE_SIZE)
    return QuestionList(shown.cut(matching), shown, counts, len(every))


def count_unread(event: Event) -> int:
    """How many questions and answers wait for an organizer."""
    which = select(func.count()).where(SessionQuestion.event_id == event.id, UNREAD)
    return db.session.scalar(which) or 0


def find_question(event: Event, code: str) -> SessionQuestion | None:
    """The event's question of this code."""
    return db.session.scalar(
        select(SessionQuestion).where(
            SessionQuestion.event_id == event.id, SessionQuestion.code == code
        )
    )


def publish_question(
    event: Event,
    question: SessionQuestion,
    shown_text: str,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Let everybody read the question in these words, or in others than before.

    Raises QuestionDecided where it was declined, QuestionTakenBack and StaleVersion.
    """
    event = _lock(event, question, version)
    if question.state is SessionQuestionState.DECLINED:
        raise QuestionDecided
    if question.state is SessionQuestionState.WAITING:
        promise_digest(event, question, now=now)
    question.shown_text = shown_text
    question.state, question.decided_at = SessionQuestionState.PUBLISHED, now
    event.revision += 1
    _record(AuditAction.SESSION_QUESTION_PUBLISHED, event, question, actor, now)


def decline_question(
    event: Event,
    question: SessionQuestion,
    reason: str,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Decide that the question is not published; who asked reads why.

    Raises QuestionDecided unless it waits, QuestionTakenBack and StaleVersion.
    """
    event = _lock(event, question, version)
    if question.state is not SessionQuestionState.WAITING:
        raise QuestionDecided
    question.decline_reason = reason
    question.state, question.decided_at = SessionQuestionState.DECLINED, now
    _record(AuditAction.SESSION_QUESTION_DECLINED, event, question, actor, now)


def undo_decision(
    event: Event, question: SessionQuestion, *, version: int, actor: str, now: datetime
) -> None:
    """Let a published or declined question wait again: it leaves the page with its answer.

    The answer stays, and is public again with the question. Raises QuestionTakenBack and
    StaleVersion.
    """
    event = _lock(event, question, version)
    if question.state is SessionQuestionState.WAITING:
        return
    question.state, question.decided_at = SessionQuestionState.WAITING, None
    question.decline_reason = ""
    withdraw_answer_letter(question)
    event.revision += 1
    _record(AuditAction.SESSION_QUESTION_UNDONE, event, question, actor, now)


def set_taking(event: Event, *, takes: bool, actor: str, now: datetime) -> None:
    """Let those who have a place ask lecturers, or not any more; what was asked stays."""
    event = locking.lock_event(event).event
    if event.takes_session_questions is takes:
        return
    event.takes_session_questions = takes
    event.revision += 1
    action = (
        AuditAction.SESSION_QUESTIONS_TURNED_ON
        if takes
        else AuditAction.SESSION_QUESTIONS_TURNED_OFF
    )
    audit.record(action, event, actor=actor, now=now)


def _lock(event: Event, question: SessionQuestion, version: int) -> Event:
    event = lock_question(event, question, version)
    question.version += 1
    return event


def _record(
    action: AuditAction, event: Event, question: SessionQuestion, actor: str, now: datetime
) -> None:
    audit.record(action, event, actor=actor, now=now, question=question.code)
    db.session.flush()


def _is_unread(question: SessionQuestion) -> bool:
    return bool(_filters_of(question) & {QuestionFilter.WAITING, QuestionFilter.ANSWERED})


def _filters_of(question: SessionQuestion) -> set[QuestionFilter]:
    filters = {QuestionFilter(question.state.value)}
    if question.state is SessionQuestionState.PUBLISHED and question.proposed_answer:
        filters.add(QuestionFilter.ANSWERED)
    if question.state is SessionQuestionState.PUBLISHED and not question.answer:
        filters.add(QuestionFilter.OPEN)
    return filters


def _has(question: SessionQuestion, sought: Sequence[str]) -> bool:
    texts = (question.text, question.shown_text, question.answer, question.session.title)
    text = fold(" ".join(texts))
    return all(word in text for word in sought)

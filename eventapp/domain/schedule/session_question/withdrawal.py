"""What askers may do with their own question afterwards: take it back, or take their name off it.

A question that is taken back is deleted with its answer, wherever it stands. The log does not say
who it was.
"""

from datetime import datetime

from sqlalchemy import select

from eventapp.domain.record import audit
from eventapp.domain.schedule.session_question.locked_question import lock_question
from eventapp.domain.schedule.session_question.notification import withdraw_answer_letter
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    Event,
    Registration,
    SessionQuestion,
    SessionQuestionState,
)


def find_own_question(registration: Registration, code: str) -> SessionQuestion | None:
    """The question of this code, if this person has asked it."""
    return db.session.scalar(
        select(SessionQuestion).where(
            SessionQuestion.registration_id == registration.id, SessionQuestion.code == code
        )
    )


def take_back_question(
    registration: Registration, question: SessionQuestion, *, version: int, now: datetime
) -> None:
    """Delete the question with its answer; from the session's page too, if it is there.

    Raises QuestionTakenBack, and StaleVersion where it has got an answer since it was shown.
    """
    event = lock_question(registration.event, question, version)
    _show_again(event, question)
    _record(AuditAction.SESSION_QUESTION_TAKEN_BACK, event, question, now)
    withdraw_answer_letter(question)
    db.session.delete(question)
    db.session.flush()


def take_name_off(registration: Registration, question: SessionQuestion, *, now: datetime) -> None:
    """Let no name stand beside the question any more. Raises QuestionTakenBack.

    What colleagues have written meanwhile stays: only the name goes.
    """
    event = lock_question(registration.event, question)
    if not question.names_asker:
        return
    question.names_asker = False
    question.version += 1
    _show_again(event, question)
    _record(AuditAction.SESSION_QUESTION_UNNAMED, event, question, now)
    db.session.flush()


def set_letter_wish(registration: Registration, question: SessionQuestion, *, wants: bool) -> None:
    """Write to the asker when the question is answered, or not. Raises QuestionTakenBack.

    The log says nothing of it: it would say who asked.
    """
    lock_question(registration.event, question)
    question.wants_letter = wants
    if not wants:
        withdraw_answer_letter(question)
    db.session.flush()


def _show_again(event: Event, question: SessionQuestion) -> None:
    """Pages are cached by the event's revision."""
    if question.state is SessionQuestionState.PUBLISHED:
        event.revision += 1


def _record(action: AuditAction, event: Event, question: SessionQuestion, now: datetime) -> None:
    audit.record(action, event, actor=audit.PARTICIPANT, now=now, question=question.code)

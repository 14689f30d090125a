"""Deleting the answers to questions that say on which day that is, in the log at once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, select

from eventapp.domain.registration.answer import LOGGED_ANSWER
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditChange,
    AuditEntry,
    Event,
    Registration,
    RegistrationQuestion,
)


def has_answer() -> ColumnElement[bool]:
    """The condition that a registration has an answer to a question joined to it."""
    operator: Any = Registration.answers.op("->>", return_type=String())
    answer: ColumnElement[str] = operator(RegistrationQuestion.code)
    return answer.is_not(None)


def delete_answers(registration_ids: Collection[int], day: date) -> None:
    """Delete what these registrations answered to questions due by that day. Flushes."""
    registrations = db.session.scalars(
        select(Registration).where(Registration.id.in_(registration_ids)).with_for_update()
    ).all()
    codes: dict[int, set[str]] = defaultdict(set)
    due = select(RegistrationQuestion).where(
        RegistrationQuestion.event_id.in_({row.event_id for row in registrations}),
        RegistrationQuestion.delete_on <= day,
    )
    for question in db.session.scalars(due):
        codes[question.event_id].add(question.code)
    for registration in registrations:
        gone = codes[registration.event_id]
        registration.answers = {
            code: answer for code, answer in registration.answers.items() if code not in gone
        }
    db.session.flush()


def delete_logged_answers(event: Event, code: str) -> None:
    """Delete the details of the log's entries that say how this question was answered."""
    stored = cast(AuditChange.before, String) + cast(AuditChange.after, String)
    entries = select(AuditEntry.id).where(
        AuditEntry.event_id == event.id, AuditEntry.action == AuditAction.CHANGED
    )
    db.session.execute(
        delete(AuditChange)
        .where(
            AuditChange.entry_id.in_(entries),
            stored.contains(f'"{LOGGED_ANSWER}{code}:', autoescape=True),
        )
        .execution_options(synchronize_session=False)
    )

"""Answers to questions that are published: a lecturer's waits until an organizer has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.record import audit
from eventapp.domain.schedule.session_question.ask import may_be_named
from eventapp.domain.schedule.session_question.locked_question import lock_question
from eventapp.domain.schedule.session_question.notification import (
    promise_answer_letter,
    withdraw_answer_letter,
)
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Event,
    Registration,
    Session,
    SessionQuestion,
    SessionQuestionState,
    SessionSpeaker,
    Speaker,
)

ANSWER_MAX_LENGTH = 3_000


class QuestionNotPublished(Refusal):
    """Only what everybody may read is answered."""

    code = "session-question-not-published"
    sentence = _l("The question is not shown any more, so it cannot be answered.")


class NoAnswerWritten(Refusal):
    """An empty answer, and nothing that it would take back."""

    code = "no-answer-written"
    sentence = _l("Write the answer before you send it.")


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question as others than the organizers see it.

    `asker` is a name and an organisation, or empty; `answered_by` a speaker's name, or empty.
    """

    code: str
    session: str
    title: str
    text: str
    language: str
    asker: str
    answer: str
    answered_by: str
    proposed: str
    version: int


def list_published(event: Event, session_code: str) -> list[ShownQuestion]:
    """The published questions of a session, in the order they were asked in."""
    session = (Session.event_id == event.id) & (Session.code == session_code)
    return _list_shown(select(Session.id).where(session))


def named_askers_revision(slug: str) -> int:
    """A number that changes with whom the pages of the event's sessions name as askers.

    They are cached, and nobody's name stays there after they have cancelled or want it hidden.
    """
    versions = select(func.coalesce(func.sum(Registration.version), 0)).where(
        Registration.id.in_(
            select(SessionQuestion.registration_id)
            .join(Event, Event.id == SessionQuestion.event_id)
            .where(Event.slug == slug, SessionQuestion.names_asker.is_(True))
        ),
    )
    return int(db.session.scalar(versions) or 0)


def list_for_speaker(speaker: Speaker) -> list[ShownQuestion]:
    """The published questions of all sessions that the speaker has part in."""
    own = select(SessionSpeaker.session_id).where(SessionSpeaker.speaker_id == speaker.id)
    return _list_shown(own)


def list_unanswered(speaker: Speaker) -> list[ShownQuestion]:
    """Those of `list_for_speaker` that have no answer, nor one that an organizer is reading."""
    return [shown for shown in list_for_speaker(speaker) if not shown.answer and not shown.proposed]


def find_for_speaker(speaker: Speaker, code: str) -> SessionQuestion | None:
    """The question of this code in a session that the speaker has part in, also if it is hidden."""
    own = select(SessionSpeaker.session_id).where(SessionSpeaker.speaker_id == speaker.id)
    return db.session.scalar(
        select(SessionQuestion).where(
            SessionQuestion.code == code, SessionQuestion.session_id.in_(own)
        )
    )


def propose_answer(
    event: Event,
    question: SessionQuestion,
    text: str,
    *,
    speaker: Speaker,
    version: int,
    now: datetime,
) -> None:
    """Store what a lecturer answers until an organizer has read it; empty: take it back.

    What is public stays so meanwhile. Raises NoAnswerWritten, and as `publish_answer`.
    """
    _lock_published(event, question, version)
    if not text and not question.proposed_answer:
        raise NoAnswerWritten
    question.proposed_answer = "" if text == question.answer else text
    question.proposed_by = speaker.code if question.proposed_answer else ""
    _record(AuditAction.SESSION_ANSWER_PROPOSED, event, question, audit.PARTICIPANT, now)


def publish_answer(
    event: Event, question: SessionQuestion, text: str, *, version: int, actor: str, now: datetime
) -> None:
    """Let everybody read the answer: a lecturer's as it was read, or the organizers' own.

    Raises QuestionNotPublished, QuestionTakenBack and StaleVersion.
    """
    event = _lock_published(event, question, version)
    if question.proposed_answer:
        question.answered_by = question.proposed_by
    elif not question.answer:
        question.answered_by = ""
    question.answer = text
    question.proposed_answer = question.proposed_by = ""
    promise_answer_letter(question, now=now)
    event.revision += 1
    _record(AuditAction.SESSION_ANSWER_PUBLISHED, event, question, actor, now)


def withdraw_answer(
    event: Event, question: SessionQuestion, *, version: int, actor: str, now: datetime
) -> None:
    """Take the answer off the page: it waits to be read, unless a newer one does already.

    Raises QuestionNotPublished, QuestionTakenBack and StaleVersion.
    """
    event = _lock_published(event, question, version)
    if not question.proposed_answer:
        question.proposed_answer, question.proposed_by = question.answer, question.answered_by
    question.answer = question.answered_by = ""
    withdraw_answer_letter(question)
    event.revision += 1
    _record(AuditAction.SESSION_ANSWER_WITHDRAWN, event, question, actor, now)


def _list_shown(sessions: object) -> list[ShownQuestion]:
    rows = db.session.scalars(
        select(SessionQuestion)
        .where(
            SessionQuestion.session_id.in_(sessions),  # type: ignore[arg-type]
            SessionQuestion.state == SessionQuestionState.PUBLISHED,
        )
        .options(
            joinedload(SessionQuestion.session).options(load_only(Session.code, Session.title)),
            joinedload(SessionQuestion.registration),
        )
        .order_by(SessionQuestion.asked_at, SessionQuestion.id)
    ).all()
    names = _names_of({row.answered_by for row in rows} - {""}, rows)
    return [_shown(row, names) for row in rows]


def _names_of(codes: set[str], rows: Sequence[SessionQuestion]) -> dict[str, str]:
    if not codes:
        return {}
    events = {row.event_id for row in rows}
    named = select(Speaker.code, Speaker.name).where(
        Speaker.event_id.in_(events), Speaker.code.in_(codes)
    )
    return {row[0]: row[1] for row in db.session.execute(named)}


def _shown(question: SessionQuestion, names: dict[str, str]) -> ShownQuestion:
    return ShownQuestion(
        code=question.code,
        session=question.session.code,
        title=question.session.title,
        text=question.shown_text,
        language=question.language,
        asker=_asker(question.registration) if question.names_asker else "",
        answer=question.answer,
        answered_by=names.get(question.answered_by, ""),
        proposed=question.proposed_answer,
        version=question.version,
    )


def _asker(registration: Registration | None) -> str:
    """Who asked, as long as they take part and want to be seen."""
    if registration is None or not registration.living or not may_be_named(registration):
        return ""
    return ", ".join(filter(None, (registration.name, registration.organisation_name)))


def _lock_published(event: Event, question: SessionQuestion, version: int) -> Event:
    event = lock_question(event, question)
    if question.state is not SessionQuestionState.PUBLISHED:
        raise QuestionNotPublished
    check_version(question, version)
    question.version += 1
    return event


def _record(
    action: AuditAction, event: Event, question: SessionQuestion, actor: str, now: datetime
) -> None:
    audit.record(action, event, actor=actor, now=now, question=question.code)
    db.session.flush()

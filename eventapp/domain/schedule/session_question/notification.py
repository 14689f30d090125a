"""Who hears of a question: its lecturers that it waits for them, its asker that it is answered.

Lecturers get one letter a morning about all that is new, sooner only where the session is before
that. Each letter is written of what holds when it leaves.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.outbox import Promise
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.speaker_link import number_of
from eventapp.extensions import db
from eventapp.models import (
    Event,
    JobKind,
    Session,
    SessionQuestion,
    SessionQuestionState,
    SessionSpeaker,
    SpeakerAddress,
)

MORNING_HOUR = 8
HOUR = timedelta(hours=1)


def promise_digest(event: Event, question: SessionQuestion, *, now: datetime) -> None:
    """Promise a letter to those who speak in the session and have their link; one for a morning."""
    due_at = digest_moment(event, question.session, now=now)
    outbox.post_many(
        [
            Promise(
                JobKind.SPEAKER_QUESTIONS_MAIL,
                f"speaker-questions:{address.code}:{address.link_revision}:{due_at:%Y%m%d%H}",
                due_at,
                {"speaker_address_id": address.id, "link": number_of(address)},
            )
            for address in list_reachable(question.session_id)
        ],
        now=now,
    )


def digest_moment(event: Event, session: Session, *, now: datetime) -> datetime:
    """The next morning at the event; the next full hour where the session is before that."""
    morning = next_morning(event, now=now)
    if now < session.starts_at < morning + HOUR:
        return now.replace(minute=0, second=0, microsecond=0) + HOUR
    return morning


def next_morning(event: Event, *, now: datetime) -> datetime:
    """When the clocks at the event next show MORNING_HOUR."""
    local = now.astimezone(ZoneInfo(event.time_zone))
    morning = local.replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    return morning.astimezone(UTC)


def list_reachable(session_id: int) -> Sequence[SpeakerAddress]:
    """The addresses of those who speak in the session and have had their link."""
    return db.session.scalars(
        select(SpeakerAddress)
        .join(SessionSpeaker, SessionSpeaker.speaker_id == SpeakerAddress.speaker_id)
        .where(SessionSpeaker.session_id == session_id, SpeakerAddress.invited_at.is_not(None))
    ).all()


def promise_answer_letter(question: SessionQuestion, *, now: datetime) -> None:
    """Promise the asker a letter, if they want one, once the answer can no longer be undone."""
    if question.wants_letter and question.registration_id:
        about = {"registration_id": question.registration_id, "question_id": question.id}
        due_at = now + UNDO_PERIOD
        promise = Promise(JobKind.SESSION_ANSWER_MAIL, _answer_key(question), due_at, about)
        outbox.post_many([promise], now=now)


def withdraw_answer_letter(question: SessionQuestion) -> None:
    """Write no such letter after all, if it has not left."""
    outbox.withdraw_untried(_answer_key(question))


def find_answered(question_id: int, registration_id: int) -> SessionQuestion | None:
    """The question that the letter is about, if it is shown with an answer and still theirs."""
    question = db.session.get(SessionQuestion, question_id)
    shown = (
        question is not None
        and question.registration_id == registration_id
        and question.state is SessionQuestionState.PUBLISHED
        and question.wants_letter
    )
    return question if question and shown and question.answer else None


def _answer_key(question: SessionQuestion) -> str:
    return f"session-answer:{question.code}"

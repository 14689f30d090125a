"""Asking the lecturer of a session: for those who have a place in it, before it and after.

Nobody sees who asked, unless they want name and organisation to stand beside the question. The log
does not say it either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.release import latest_schedule
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    ChoiceState,
    EventState,
    Registration,
    RegistrationState,
    Session,
    SessionKind,
    SessionQuestion,
    SessionQuestionState,
    Visibility,
)

QUESTION_MAX_LENGTH = 600
WAITING_MAX = 5


class SessionTakesNoQuestion(Refusal):
    """The asker has no place there, or nobody speaks there, or the event takes no questions."""

    code = "session-takes-no-question"
    sentence = _l("You can no longer ask about this session. Choose another one.")


class TooManyQuestions(Refusal):
    """As many questions of one person wait as may."""

    code = "too-many-questions"
    sentence = _l(
        "You have five questions that the organisers have not read yet. Ask this one when they "
        "have."
    )


@dataclass(frozen=True, slots=True)
class LecturerQuestion:
    """What somebody asks; `names_asker`: name and organisation may stand beside it.

    `wants_letter`: a letter says that it is answered.
    """

    session: str
    text: str
    language: str = "sv"
    names_asker: bool = False
    wants_letter: bool = False


def list_askable(registration: Registration) -> list[PublishedSession]:
    """The sessions whose lecturers this person may ask: for all, or chosen with a place."""
    event = registration.event
    if not event.takes_session_questions or event.state is not EventState.PUBLISHED:
        return []
    return list_own_sessions(registration)


def list_own_sessions(registration: Registration) -> list[PublishedSession]:
    """The released sessions with speakers that this person has a place in."""
    if registration.state is not RegistrationState.CONFIRMED:
        return []
    schedule = latest_schedule(registration.event)
    own = {c.session.code for c in registration.choices if c.state is ChoiceState.CONFIRMED}
    return [
        session
        for session in (schedule.sessions if schedule else ())
        if session.speakers
        and not session.cancelled
        and (session.kind == SessionKind.PLENARY.value or session.code in own)
    ]


def may_be_named(registration: Registration) -> bool:
    """Whether a name may stand beside a question: not of those who want to be seen less."""
    return registration.visibility is Visibility.NORMAL


def ask_question(
    registration: Registration, question: LecturerQuestion, *, now: datetime
) -> SessionQuestion:
    """Store the question until an organizer has read it. Flushes.

    The same words again about the same session are one question.
    Raises SessionTakesNoQuestion and TooManyQuestions.
    """
    locking.lock_event(registration.event)
    if question.session not in {session.code for session in list_askable(registration)}:
        raise SessionTakesNoQuestion
    session = db.session.scalars(
        select(Session).where(
            Session.event_id == registration.event_id, Session.code == question.session
        )
    ).one()
    waiting = SessionQuestion.state == SessionQuestionState.WAITING
    own = SessionQuestion.registration_id == registration.id
    same = (SessionQuestion.session_id == session.id) & (SessionQuestion.text == question.text)
    if before := db.session.scalar(select(SessionQuestion).where(own, waiting, same)):
        return before
    if (db.session.scalar(select(func.count()).where(own, waiting)) or 0) >= WAITING_MAX:
        raise TooManyQuestions
    asked = SessionQuestion(
        event_id=registration.event_id,
        session=session,
        registration=registration,
        text=question.text,
        language=question.language,
        names_asker=question.names_asker and may_be_named(registration),
        wants_letter=question.wants_letter,
        asked_at=now,
    )
    db.session.add(asked)
    db.session.flush()
    return asked


def list_own_questions(registration: Registration) -> Sequence[SessionQuestion]:
    """What this person has asked, the latest first."""
    return db.session.scalars(
        select(SessionQuestion)
        .where(SessionQuestion.registration_id == registration.id)
        .options(joinedload(SessionQuestion.session))
        .order_by(SessionQuestion.asked_at.desc(), SessionQuestion.id.desc())
    ).all()


def has_asked(registration: Registration) -> bool:
    """Whether this person has asked anything that they have not taken back."""
    own = SessionQuestion.registration_id == registration.id
    return db.session.scalar(select(SessionQuestion.id).where(own).limit(1)) is not None

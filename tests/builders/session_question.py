"""Sessions that people ask about, and their questions."""

from typing import Any

from eventapp.domain.schedule.release import store_release
from eventapp.domain.schedule.session_question.ask import LecturerQuestion, ask_question
from eventapp.domain.schedule.session_question.moderation import publish_question
from eventapp.models import Event, Registration, Session, SessionKind, SessionQuestion
from tests.builders.event import a_session
from tests.builders.moments import NOON
from tests.builders.speaker import a_speaker


def a_lecture(event: Event, *, kind: SessionKind = SessionKind.PLENARY, **facts: Any) -> Session:
    """A released session with a speaker of its own."""
    session = a_session(event, kind=kind, **facts)
    a_speaker(event, session, email=f"{session.code}@town.example")
    store_release(event, actor="organizer", now=NOON)
    return session


def a_question(
    registration: Registration, session: Session, text: str = "Hur mättes det?", **facts: Any
) -> SessionQuestion:
    """A question that nobody has read."""
    asked = LecturerQuestion(session.code, text, **facts)
    return ask_question(registration, asked, now=NOON)


def published(question: SessionQuestion, event: Event, text: str = "") -> SessionQuestion:
    """The question, as an organizer lets everybody read it."""
    publish_question(
        event,
        question,
        text or question.text,
        version=question.version,
        actor="organizer",
        now=NOON,
    )
    return question

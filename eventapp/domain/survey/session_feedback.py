"""Feedback about a session: three questions to those who had a place, anonymous as surveys are.

Each session has a survey of its own, which opens when the session ends. Its links wait sealed, as
letters do, until their owners fetch them on their own pages: no mail is sent. Answers are mixed,
hidden and read before they are shown by what does so for all surveys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.site.site import current_site
from eventapp.domain.survey import letter
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.result import find_results
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    ChoiceState,
    Event,
    EventState,
    Registration,
    RegistrationState,
    Session,
    SessionChoice,
    SessionKind,
    SessionSpeaker,
    Speaker,
    Survey,
    SurveyAsking,
    SurveyQuestion,
    SurveyQuestionKind,
    SurveyState,
)

ANSWERED_WITHIN = timedelta(days=7)
TEXT_MAX_LENGTH = 600
RATING, TEXT = SurveyQuestionKind.RATING, SurveyQuestionKind.LONG_TEXT
# Code, kind, the question in Swedish and English, and the ends of the scale in both.
QUESTIONS = (
    (
        "relevant",
        RATING,
        ("Hur relevant var passet för ditt arbete?", "How relevant was it to your work?"),
        (("Inte alls", "Mycket"), ("Not at all", "Very")),
    ),
    (
        "clear",
        RATING,
        ("Hur lätt var det att förstå?", "How easy was it to understand?"),
        (("Svårt", "Lätt"), ("Hard", "Easy")),
    ),
    ("takeaway", TEXT, ("Vad tar du med dig hem?", "What do you take home?"), ()),
)
INTRO = (
    "Svaren kopplas inte till dig. De visas aldrig för grupper med färre än fem svar. Skriv inte "
    "namn eller uppgifter om enskilda personer."
)


class NobodyLeftToAsk(Refusal):
    """Feedback would be turned on for an event of which no session will be asked about."""

    code = "nobody-left-to-ask"
    sentence = _l("Nobody can be asked any more: the event is over, or has been called off.")


class FeedbackStatus(StrEnum):
    """How far the feedback about a session has come."""

    OFF = "off"
    AHEAD = "ahead"  # the session has not ended
    TOO_FEW = "too-few"
    OPEN = "open"
    MIXING = "mixing"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class SessionFeedback:
    """A session's feedback; `survey` once people have been asked."""

    session: Session
    status: FeedbackStatus
    survey: Survey | None


def may_ask(event: Event, *, now: datetime) -> bool:
    """Whether there is still somebody to ask about the event's sessions, or will be."""
    return event.state is not EventState.CANCELLED and now < event.ends_at + ANSWERED_WITHIN


def set_asking(event: Event, *, asks: bool, actor: str, now: datetime) -> None:
    """Ask after each session from now on, or after none that has not ended yet.

    Raises NobodyLeftToAsk.
    """
    event = locking.lock_event(event).event
    if event.asks_session_feedback is asks:
        return
    if asks and not may_ask(event, now=now):
        raise NobodyLeftToAsk
    event.asks_session_feedback = asks
    action = (
        AuditAction.SESSION_FEEDBACK_TURNED_ON if asks else AuditAction.SESSION_FEEDBACK_TURNED_OFF
    )
    audit.record(action, event, actor=actor, now=now)


def list_ended(*, now: datetime) -> Sequence[int]:
    """The sessions that people are to be asked about, and have not been asked about yet."""
    asked = select(Survey.id).where(Survey.session_id == Session.id).exists()
    sessions = db.session.scalars(
        select(Session)
        .join(Event, Event.id == Session.event_id)
        .where(
            Event.asks_session_feedback.is_(True),
            Event.state == EventState.PUBLISHED,
            Event.starts_at <= now,
            Event.ends_at > now - ANSWERED_WITHIN,
            Session.released.is_not(None),
            ~asked,
        )
    ).all()
    return [session.id for session in sessions if _ended_lately(session, now)]


def ask_about(session_id: int, *, now: datetime) -> bool:
    """Ask those who had a place; False where they are too few, or have been asked.

    How few is the site's rule, as for every survey: with fewer no answer would be anonymous.
    """
    session = db.session.get_one(Session, session_id)
    event = locking.lock_event(db.session.get_one(Event, session.event_id)).event
    people = list_places(session)
    is_asked = db.session.scalar(select(Survey.id).where(Survey.session_id == session_id))
    if is_asked or not _ended_lately(session, now) or len(people) < current_site().min_group:
        return False
    survey = Survey(
        event=event,
        session_id=session_id,
        title=_released(session)["title"],
        intro=INTRO,
        state=SurveyState.READY,
        min_group=current_site().min_group,
        opens_at=now,
        closes_at=now + ANSWERED_WITHIN,
    )
    survey.questions = [_question(number) for number in range(len(QUESTIONS))]
    db.session.add(survey)
    db.session.flush()
    surveys.open_survey(survey, now=now, actor=audit.SYSTEM, attended=lambda _event: people)
    return True


def list_places(session: Session) -> Sequence[int]:
    """The registrations with a place in the session: at the event, where it is for all."""
    query = select(Registration.id).where(
        Registration.event_id == session.event_id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    if _released(session)["kind"] != SessionKind.PLENARY.value:
        query = query.join(SessionChoice, SessionChoice.registration_id == Registration.id).where(
            SessionChoice.session_id == session.id, SessionChoice.state == ChoiceState.CONFIRMED
        )
    return db.session.scalars(query).all()


def list_to_answer(registration: Registration, *, now: datetime) -> Sequence[Survey]:
    """The open feedback that this person was asked for. Whether they have answered nobody knows."""
    return db.session.scalars(
        select(Survey)
        .join(SurveyAsking, SurveyAsking.survey_id == Survey.id)
        .where(
            SurveyAsking.registration_id == registration.id,
            Survey.session_id.is_not(None),
            Survey.state == SurveyState.OPEN,
            Survey.closes_at > now,
        )
        .options(joinedload(Survey.session))
        .order_by(Survey.opens_at, Survey.id)
    ).all()


def find_link(registration: Registration, survey: Survey) -> str | None:
    """The person's own link to answer by; None once it was used."""
    return letter.find_token(survey, registration.id)


def list_feedback(event: Event, *, now: datetime) -> list[SessionFeedback]:
    """The event's released sessions with speakers, by time, and their feedback."""
    return _list(event, select(Session).where(Session.event_id == event.id), now)


def list_feedback_for(speaker: Speaker, event: Event, *, now: datetime) -> list[SessionFeedback]:
    """As `list_feedback`, of the sessions that the speaker has part in."""
    own = select(SessionSpeaker.session_id).where(SessionSpeaker.speaker_id == speaker.id)
    return _list(event, select(Session).where(Session.id.in_(own)), now)


def list_shown_titles(speaker: Speaker, event: Event, *, now: datetime) -> list[str]:
    """The titles of the speaker's sessions of whose feedback anything may be shown."""
    shown = []
    for feedback in list_feedback_for(speaker, event, now=now):
        results = find_results(feedback.survey) if feedback.survey else None
        if results and results.says_anything:
            shown.append(str(_released(feedback.session)["title"]))
    return shown


def _list(event: Event, sessions: Select[Session], now: datetime) -> list[SessionFeedback]:
    rows = db.session.scalars(
        sessions.where(Session.released.is_not(None)).order_by(Session.starts_at, Session.id)
    ).all()
    shown = [session for session in rows if _may_be_asked_about(session)]
    which = Survey.session_id.in_([session.id for session in shown])
    asked = select(Survey).where(which).options(selectinload(Survey.questions))
    by_session = {survey.session_id: survey for survey in db.session.scalars(asked)}
    return [
        SessionFeedback(
            session,
            _status(event, session, by_session.get(session.id), now),
            by_session.get(session.id),
        )
        for session in shown
    ]


def _status(event: Event, session: Session, survey: Survey | None, now: datetime) -> FeedbackStatus:
    if survey is None:
        if not event.asks_session_feedback:
            return FeedbackStatus.OFF
        return FeedbackStatus.TOO_FEW if _ends_at(session) <= now else FeedbackStatus.AHEAD
    if survey.has_results:
        return FeedbackStatus.RESULTS
    return FeedbackStatus.OPEN if survey.takes_answers(now) else FeedbackStatus.MIXING


def _question(number: int) -> SurveyQuestion:
    code, kind, (swedish, english), ends = QUESTIONS[number]
    settings: dict[str, Any] = {"english": {"text": english}}
    if ends:
        low, high = ends[0]
        settings["scale"] = {"lowest": 1, "highest": 5, "low": low, "high": high}
        settings["english"] |= dict(zip(("low", "high"), ends[1], strict=True))
    else:
        settings["longest"] = TEXT_MAX_LENGTH
    return SurveyQuestion(code=code, kind=kind, text=swedish, position=number, settings=settings)


def _released(session: Session) -> dict[str, Any]:
    """The session as the public has it: plain values of its latest release."""
    return session.released or {}


def _may_be_asked_about(session: Session) -> bool:
    released = _released(session)
    return bool(
        released.get("speakers")
        and not released["cancelled"]
        and released["kind"] != SessionKind.SERVICE.value
    )


def _ends_at(session: Session) -> datetime:
    return datetime.fromisoformat(_released(session)["ends_at"])


def _ended_lately(session: Session, now: datetime) -> bool:
    return _may_be_asked_about(session) and _ends_at(session) <= now < (
        _ends_at(session) + ANSWERED_WITHIN
    )

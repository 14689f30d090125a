"""The sample's questions to lecturers: answered ones of the past, and some that wait to be read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.demo.sample import read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.schedule.session_question.answer import propose_answer, publish_answer
from eventapp.domain.schedule.session_question.ask import LecturerQuestion, ask_question
from eventapp.domain.schedule.session_question.moderation import publish_question
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState, SessionQuestion

ASKED_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """What is asked; with `answer`, what the lecturer has answered; read by nobody or published."""

    text: str
    published: bool = False
    answer: str = ""
    answer_published: bool = False
    names_asker: bool = False


PAST = (
    SampleQuestion(
        "Hur lång tid tog det innan ni såg någon skillnad?",
        published=True,
        answer="Ungefär ett år. De första sex månaderna gick åt till att komma överens om vad vi "
        "skulle räkna.",
        answer_published=True,
    ),
    SampleQuestion(
        "Kan en liten kommun göra samma sak utan egen analytiker?",
        published=True,
        answer="Ja. Börja med **en** fråga och det som redan räknas, till exempel felanmälningar.",
        answer_published=True,
        names_asker=True,
    ),
)
COMING = (
    SampleQuestion("Vad kostar det per år, ungefär?", published=True),
    SampleQuestion(
        "Går det att få se frågorna som ni ställde till de boende?",
        published=True,
        answer="Ja, jag lägger dem bland bilderna efter passet.",
    ),
    SampleQuestion("Jag heter Kim och ringde i våras, nås på 070-174 06 05. Minns du vårt ärende?"),
)


def seed_session_questions(*, now: datetime) -> None:
    """Ask the lecturers of the past conference and of the next event."""
    past = read("conference_2023")["event"]["slug"]
    coming = read("further_events")["event_open"]["event"]["slug"]
    for slug, session, questions in ((past, "p11", PAST), (coming, "d10", COMING)):
        event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
        _ask(event, session, questions, now=min(now, event.ends_at) - ASKED_BEFORE)


def _ask(
    event: Event, session: str, questions: tuple[SampleQuestion, ...], *, now: datetime
) -> None:
    """Ask about one session for all, each question by somebody else."""
    people = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED)
        .order_by(Registration.id)
        .limit(len(questions))
    ).all()
    for asked, person in zip(questions, people, strict=True):
        wanted = LecturerQuestion(session, asked.text, "sv", asked.names_asker)
        _moderate(event, ask_question(person, wanted, now=now), asked, now=now)


def _moderate(
    event: Event, question: SessionQuestion, asked: SampleQuestion, *, now: datetime
) -> None:
    if not asked.published:
        return
    act = {"actor": ORGANIZER, "now": now}
    publish_question(event, question, asked.text, version=question.version, **act)  # type: ignore[arg-type]
    if not asked.answer:
        return
    speaker, version = question.session.appearances[0].speaker, question.version
    propose_answer(event, question, asked.answer, speaker=speaker, version=version, now=now)
    if asked.answer_published:
        publish_answer(event, question, asked.answer, version=question.version, **act)  # type: ignore[arg-type]

"""Letters about questions: one a morning to the lecturer, one to an asker who wants it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.schedule.session_question import answer as answers
from eventapp.domain.schedule.session_question.moderation import undo_decision
from eventapp.domain.schedule.session_question.notification import digest_moment, find_answered
from eventapp.domain.schedule.session_question.withdrawal import (
    set_letter_wish,
    take_back_question,
)
from eventapp.extensions import db
from eventapp.models import Event, Job, JobKind, Registration, Session
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.session_question import a_lecture, a_question, published
from tests.builders.speaker import invite

MINUTE = timedelta(minutes=1)
ACT = {"actor": "organizer", "now": NOON}


@pytest.fixture
def event(app: object) -> Event:
    del app
    return an_event(seats=30)


@pytest.fixture
def session(event: Event) -> Session:
    return a_lecture(event)


@pytest.fixture
def asker(event: Event, session: Session) -> Registration:
    del session
    return a_registration(event)


def promised(kind: JobKind) -> list[datetime]:
    return [job.due_at for job in db.session.scalars(select(Job).where(Job.kind == kind))]


def test_what_is_published_in_a_day_is_one_letter_the_next_morning(
    event: Event, session: Session, asker: Registration
) -> None:
    first, second = (a_question(asker, session, text) for text in ("Hur?", "När?"))
    published(first, event)
    assert promised(JobKind.SPEAKER_QUESTIONS_MAIL) == []  # nobody has had a link
    invite(event)
    for question in (first, second):
        undo_decision(event, question, version=question.version, **ACT)
        published(question, event)

    (due_at,) = promised(JobKind.SPEAKER_QUESTIONS_MAIL)
    assert due_at == digest_moment(event, session, now=NOON)
    assert NOON < due_at <= NOON + DAY
    published(second, event, "När då?")  # in other words: nothing new
    assert len(promised(JobKind.SPEAKER_QUESTIONS_MAIL)) == 1


def test_a_session_that_is_before_that_morning_has_its_letter_within_the_hour(
    event: Event, session: Session
) -> None:
    now = session.starts_at - 3 * HOUR + 20 * MINUTE
    assert digest_moment(event, session, now=now) == now + 40 * MINUTE
    assert digest_moment(event, session, now=session.starts_at + HOUR).hour == 6  # UTC


def test_only_an_asker_who_wants_it_gets_one_letter(
    event: Event, session: Session, asker: Registration
) -> None:
    quiet = a_question(asker, session, "Hur?")
    eager = a_question(asker, session, "När?", wants_letter=True)
    for question in (quiet, eager):
        published(question, event)
        answers.publish_answer(event, question, "Ja.", version=question.version, **ACT)
    answers.publish_answer(event, eager, "Ja, ja.", version=eager.version, **ACT)

    (due_at,) = promised(JobKind.SESSION_ANSWER_MAIL)
    assert due_at > NOON
    assert find_answered(eager.id, asker.id) is eager
    other = a_registration(event, email="bo@town.example")
    assert find_answered(eager.id, other.id) is None
    assert find_answered(quiet.id, asker.id) is None


@pytest.mark.parametrize("undo", ["answer", "question", "wish", "all"])
def test_what_is_undone_in_time_is_written_to_nobody(
    event: Event, session: Session, asker: Registration, undo: str
) -> None:
    question = published(a_question(asker, session, wants_letter=True), event)
    answers.publish_answer(event, question, "Ja.", version=question.version, **ACT)
    assert len(promised(JobKind.SESSION_ANSWER_MAIL)) == 1
    version = question.version
    if undo == "answer":
        answers.withdraw_answer(event, question, version=version, **ACT)
    elif undo == "question":
        undo_decision(event, question, version=version, **ACT)
    elif undo == "wish":
        set_letter_wish(asker, question, wants=False)
    else:
        take_back_question(asker, question, version=version, now=NOON)
    assert promised(JobKind.SESSION_ANSWER_MAIL) == []

"""Askers afterwards: a question is taken back with its answer, or loses the name beside it."""

import pytest
from sqlalchemy import select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.schedule.session_question import answer as answers
from eventapp.domain.schedule.session_question.answer import list_published
from eventapp.domain.schedule.session_question.ask import has_asked
from eventapp.domain.schedule.session_question.withdrawal import (
    find_own_question,
    take_back_question,
    take_name_off,
)
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Event, Registration, Session, SessionQuestion
from tests.builders import NOON, a_registration, an_event
from tests.builders.session_question import a_lecture, a_question, published

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
    return a_registration(event, name="Linnéa Vårglim")


def take_back(asker: Registration, question: SessionQuestion) -> None:
    take_back_question(asker, question, version=question.version, now=NOON)


def test_a_question_is_gone_with_its_answer_and_the_log_does_not_say_whose_it_was(
    event: Event, session: Session, asker: Registration
) -> None:
    question = published(a_question(asker, session), event)
    answers.publish_answer(event, question, "I maj.", version=question.version, **ACT)
    code, revision = question.code, event.revision

    take_back(asker, question)

    assert list_published(event, session.code) == []
    assert event.revision > revision
    assert not has_asked(asker)
    (entry,) = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.SESSION_QUESTION_TAKEN_BACK)
    )
    assert entry.subject_kind != "registration"
    assert asker.code not in str(entry.details)
    assert code in str(entry.details)


def test_nobody_takes_back_what_another_has_asked(
    event: Event, session: Session, asker: Registration
) -> None:
    question = a_question(asker, session)
    other = a_registration(event, name="Bo Ek", email="bo@town.example")
    assert find_own_question(asker, question.code) is question
    assert find_own_question(other, question.code) is None


def test_an_answer_that_came_meanwhile_is_seen_before_it_goes(
    event: Event, session: Session, asker: Registration
) -> None:
    question = published(a_question(asker, session), event)
    opened = question.version
    answers.publish_answer(event, question, "I maj.", version=opened, **ACT)
    with pytest.raises(StaleVersion):
        take_back_question(asker, question, version=opened, now=NOON)
    assert len(list_published(event, session.code)) == 1


def test_the_name_goes_and_what_was_written_meanwhile_stays(
    event: Event, session: Session, asker: Registration
) -> None:
    question = published(a_question(asker, session, names_asker=True), event)
    answers.publish_answer(event, question, "I maj.", version=question.version, **ACT)
    (shown,) = list_published(event, session.code)
    assert "Vårglim" in shown.asker
    revision, version = event.revision, question.version

    take_name_off(asker, question, now=NOON)
    take_name_off(asker, question, now=NOON)  # twice is fine

    (shown,) = list_published(event, session.code)
    assert (shown.asker, shown.answer) == ("", "I maj.")
    assert event.revision == revision + 1
    assert question.version == version + 1

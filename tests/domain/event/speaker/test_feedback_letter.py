"""The letter that feedback can be read: when a week is over, one for a morning, never too early."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.survey.session_feedback import set_asking
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Event, Job, JobKind, Registration, Session
from eventapp.worker import handlers, loop
from eventapp.worker import survey as tending
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.session_question import a_lecture
from tests.builders.speaker import invite, link_of
from tests.domain.survey.test_session_feedback import answer, asked


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters that left, in order."""
    del app
    letters: list[Letter] = []
    monkeypatch.setattr(handlers, "send", letters.append)
    return letters


@pytest.fixture
def event(sent: list[Letter]) -> Event:
    del sent
    event = an_event(seats=40, title="Trygg i stan")
    set_asking(event, asks=True, actor="organizer", now=NOON)
    return event


def closed(session: Session, people: list[Registration], grades: str) -> datetime:
    """Ask about the session, answer so, and close; when that was."""
    survey = asked(session)
    answer(survey, people, grades)
    now = survey.closes_at
    db.session.commit()
    with standing_at(now):
        tending.run_due(now=now)
    return now


def promised() -> list[Job]:
    db.session.expire_all()
    return list(db.session.scalars(select(Job).where(Job.kind == JobKind.SPEAKER_FEEDBACK_MAIL)))


def work(at: datetime, sent: list[Letter]) -> list[Letter]:
    db.session.commit()
    with standing_at(at):
        loop.run_all()
    return [letter for letter in sent if "tyckte" in letter.subject]


def test_the_lecturer_hears_where_and_not_what(sent: list[Letter], event: Event) -> None:
    session = a_lecture(event, title="Ljus på torget")
    invite(event)
    people = [a_registration(event) for _ in range(12)]
    own = link_of(session.appearances[0].speaker)
    now = closed(session, people, "5555544321")
    assert len(promised()) == 1
    assert work(now + HOUR, sent) == []

    (letter,) = work(now + DAY, sent)

    assert letter.subject == "Vad deltagarna tyckte: Trygg i stan"
    for text in (letter.body, letter.html):
        assert "Ljus på torget" in text
        assert own in text
        assert "procent" not in text
        assert "Ord 5" not in text
    assert "/unsubscribe/" in letter.declined_at


def test_of_fewer_than_five_nothing_is_written(sent: list[Letter], event: Event) -> None:
    session = a_lecture(event)
    invite(event)
    now = closed(session, [a_registration(event) for _ in range(12)], "5554")
    assert work(now + DAY, sent) == []


def test_nobody_is_written_to_without_a_link_of_theirs(event: Event) -> None:
    session = a_lecture(event)
    closed(session, [a_registration(event) for _ in range(12)], "5555544321")
    assert promised() == []

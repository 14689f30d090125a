"""Letters about questions as they leave: what they say, and what they never do."""

from datetime import datetime

import pytest
from flask import Flask

from eventapp.clock import standing_at
from eventapp.domain.letter.built_in_letter import rewrite_built_in
from eventapp.domain.people.unsubscription import unsubscribe
from eventapp.domain.schedule.session_question.answer import propose_answer, publish_answer
from eventapp.domain.schedule.session_question.withdrawal import take_back_question
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import BuiltInLetter, Event, Registration, Session, SessionQuestion
from eventapp.worker import handlers, loop
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.letter import a_text
from tests.builders.session_question import a_lecture, a_question, published
from tests.builders.speaker import invite, link_of
from tests.views.participant.own import own_page


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters that left, in order."""
    del app
    letters: list[Letter] = []
    monkeypatch.setattr(handlers, "send", letters.append)
    return letters


@pytest.fixture
def session(sent: list[Letter]) -> Session:
    del sent
    event = an_event(title="Trygg i stan")
    session = a_lecture(event, title="Ljus på torget")
    invite(event)
    return session


@pytest.fixture
def asker(session: Session) -> Registration:
    return a_registration(session_event(session), name="Linnéa Vårglim", email="l@town.example")


def session_event(session: Session) -> Event:
    return db.session.get_one(Event, session.event_id)


def work(sent: list[Letter], to: str, at: datetime = NOON + DAY) -> list[Letter]:
    """The letters to this address that leave by then, but for the link."""
    db.session.commit()
    with standing_at(at):
        loop.run_all()
    return [letter for letter in sent if letter.to == to and "fråg" in letter.subject.lower()]


def answered(session: Session, asker: Registration) -> SessionQuestion:
    event = session_event(session)
    question = published(a_question(asker, session, "Vad sa Bo?", wants_letter=True), event, "Vad?")
    publish_answer(event, question, "I **maj**.", version=2, actor="organizer", now=NOON)
    return question


def test_the_lecturer_gets_what_waits_and_can_decline_such_letters(
    sent: list[Letter], session: Session, asker: Registration
) -> None:
    event, speaker = session_event(session), session.appearances[0].speaker
    for text in ("Hur länge?", "Vad kostar det?", "Får jag se?"):
        published(a_question(asker, session, text, names_asker=True), event)
    done = published(a_question(asker, session, "Redan svarat?"), event)
    propose_answer(event, done, "Ja.", speaker=speaker, version=done.version, now=NOON)
    own = link_of(speaker)

    (letter,) = work(sent, f"{session.code}@town.example")

    assert letter.subject == "Frågor till dig: Trygg i stan"
    for text in (letter.body, letter.html):
        assert all(asked in text for asked in ("Hur länge?", "Vad kostar det?", "Får jag se?"))
        assert own in text
        assert "Redan svarat?" not in text
        assert "Vårglim" not in text
    assert "/unsubscribe/" in letter.declined_at


def test_no_lecturer_is_written_to_about_what_is_answered(
    sent: list[Letter], session: Session, asker: Registration
) -> None:
    event, to = session_event(session), f"{session.code}@town.example"
    question = published(a_question(asker, session), event)
    publish_answer(event, question, "Ja.", version=question.version, actor="o", now=NOON)
    assert work(sent, to) == []


def test_no_lecturer_is_written_to_who_has_declined_such_letters(
    sent: list[Letter], session: Session, asker: Registration
) -> None:
    to = f"{session.code}@town.example"
    published(a_question(asker, session), session_event(session))
    unsubscribe(to, now=NOON)
    assert work(sent, to) == []


def test_the_asker_gets_the_answer_and_no_link_but_their_own(
    sent: list[Letter], session: Session, asker: Registration
) -> None:
    answered(session, asker)
    own = own_page(asker, "/questions")
    (letter,) = work(sent, "l@town.example")
    assert letter.subject == "Din fråga har fått svar: Trygg i stan"
    assert "I maj." in letter.body
    assert "<strong>maj</strong>" in letter.html
    for text in (letter.body, letter.html):
        assert own in text
        assert "Vad?" in text
        assert "Bo" not in text.replace("Bort", "")
        assert "/speakers/" not in text
        assert "/ticket" not in text


def test_an_event_has_words_of_its_own_for_both(
    sent: list[Letter], session: Session, asker: Registration
) -> None:
    event = session_event(session)
    for kind in (BuiltInLetter.QUESTION_ANSWERED, BuiltInLetter.SPEAKER_QUESTIONS):
        words = a_text(subject=f"Fråga {kind.value}", body="Hej {fornamn}! Om {evenemang}.")
        rewrite_built_in(event, kind, words, version=0, actor="organizer", now=NOON)
    answered(session, asker)
    published(a_question(asker, session, "Och sedan?"), event)
    (to_asker,) = work(sent, "l@town.example")
    (to_speaker,) = [m for m in sent if m.subject == "Fråga speaker-questions"]
    assert to_asker.subject == "Fråga question-answered"
    assert "Hej Linnéa! Om Trygg i stan." in to_asker.body
    assert "Hej Karin! Om Trygg i stan." in to_speaker.body


def test_nothing_is_written_about_what_was_taken_back(
    sent: list[Letter], session: Session, asker: Registration
) -> None:
    question, to = answered(session, asker), f"{session.code}@town.example"
    take_back_question(asker, question, version=question.version, now=NOON)
    assert work(sent, "l@town.example") == work(sent, to) == []

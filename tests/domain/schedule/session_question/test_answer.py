"""Answers: a lecturer's waits for an organizer, and nobody answers for another."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.schedule.session_question import answer as answers
from eventapp.domain.schedule.session_question.answer import (
    NoAnswerWritten,
    QuestionNotPublished,
    find_for_speaker,
    list_for_speaker,
    list_published,
)
from eventapp.domain.schedule.session_question.moderation import (
    QuestionFilter,
    count_unread,
    list_questions,
    undo_decision,
)
from eventapp.models import Event, Session, SessionQuestion, Speaker
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.session_question import a_lecture, a_question, published


@pytest.fixture
def event(app: object) -> Event:
    del app
    return an_event()


@pytest.fixture
def session(event: Event) -> Session:
    return a_lecture(event)


@pytest.fixture
def question(event: Event, session: Session) -> SessionQuestion:
    return a_question(a_registration(event), session)


def speaker_of(session: Session) -> Speaker:
    return session.appearances[0].speaker


def propose(event: Event, question: SessionQuestion, speaker: Speaker, text: str) -> None:
    answers.propose_answer(
        event, question, text, speaker=speaker, version=question.version, now=NOON
    )


def publish(event: Event, question: SessionQuestion, text: str) -> None:
    answers.publish_answer(
        event, question, text, version=question.version, actor="organizer", now=NOON
    )


def test_a_lecturer_sees_what_is_published_of_the_own_sessions(
    event: Event, session: Session, question: SessionQuestion
) -> None:
    speaker = speaker_of(session)
    other = speaker_of(a_lecture(event, starts_at=event.starts_at + HOUR))
    assert list_for_speaker(speaker) == []

    published(question, event)

    assert [shown.code for shown in list_for_speaker(speaker)] == [question.code]
    assert find_for_speaker(speaker, question.code) is question
    assert list_for_speaker(other) == []
    assert find_for_speaker(other, question.code) is None


def test_an_answer_is_public_once_an_organizer_has_read_it(
    event: Event, session: Session, question: SessionQuestion
) -> None:
    speaker = speaker_of(session)
    with pytest.raises(QuestionNotPublished):
        propose(event, question, speaker, "Med enkäter.")
    published(question, event)
    propose(event, question, speaker, "Med enkäter.")
    (shown,) = list_published(event, session.code)
    assert (shown.answer, shown.proposed) == ("", "Med enkäter.")
    assert count_unread(event) == 1
    assert list_questions(event).counts[QuestionFilter.ANSWERED] == 1

    publish(event, question, "Med enkäter och samtal.")

    (shown,) = list_published(event, session.code)
    assert (shown.answer, shown.answered_by) == ("Med enkäter och samtal.", speaker.name)
    assert (shown.proposed, count_unread(event)) == ("", 0)


def test_what_is_public_stays_until_the_newer_answer_is_read(
    event: Event, session: Session, question: SessionQuestion
) -> None:
    speaker = speaker_of(session)
    published(question, event)
    publish(event, question, "Fråga kommunen.")
    (shown,) = list_published(event, session.code)
    assert (shown.answer, shown.answered_by) == ("Fråga kommunen.", "")

    propose(event, question, speaker, "Jag vet.")
    assert list_published(event, session.code)[0].answer == "Fråga kommunen."
    propose(event, question, speaker, "")  # taken back
    assert count_unread(event) == 0
    with pytest.raises(NoAnswerWritten):
        propose(event, question, speaker, "")
    propose(event, question, speaker, "Jag vet.")
    publish(event, question, "Jag vet.")
    assert list_published(event, session.code)[0].answered_by == speaker.name

    answers.withdraw_answer(event, question, version=question.version, actor="o", now=NOON)
    (shown,) = list_published(event, session.code)
    assert (shown.answer, shown.proposed) == ("", "Jag vet.")


def test_a_stale_answer_and_one_to_a_question_that_left_are_refused(
    event: Event, session: Session, question: SessionQuestion
) -> None:
    published(question, event)
    opened = question.version
    publish(event, question, "Ett svar.")
    with pytest.raises(StaleVersion):
        answers.publish_answer(event, question, "Två.", version=opened, actor="o", now=NOON)
    undo_decision(event, question, version=question.version, actor="o", now=NOON)
    with pytest.raises(QuestionNotPublished):
        propose(event, question, speaker_of(session), "Tre.")

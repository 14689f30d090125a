"""Reading questions first: what is published, in which words; declining; undoing; the list."""

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.schedule.session_question import moderation
from eventapp.domain.schedule.session_question.answer import list_published, propose_answer
from eventapp.domain.schedule.session_question.ask import list_own_questions
from eventapp.domain.schedule.session_question.moderation import (
    QuestionDecided,
    QuestionFilter,
    count_unread,
    find_question,
    list_questions,
)
from eventapp.models import Event, Registration, Session, SessionQuestionState
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
    return a_registration(event)


def test_nobody_reads_a_question_before_an_organizer_has(
    event: Event, session: Session, asker: Registration
) -> None:
    question = a_question(asker, session, "Vad sa Anna Ek?")
    assert list_published(event, session.code) == []
    assert count_unread(event) == 1
    revision = event.revision

    published(question, event, "Vad sa chefen?")

    (shown,) = list_published(event, session.code)
    assert (shown.text, shown.asker) == ("Vad sa chefen?", "")
    assert count_unread(event) == 0
    assert event.revision > revision
    assert list_own_questions(asker)[0].text == "Vad sa Anna Ek?"


def test_declined_and_published_can_be_undone(
    event: Event, session: Session, asker: Registration
) -> None:
    question = a_question(asker, session)
    moderation.decline_question(event, question, "Hör inte hit", version=1, **ACT)  # type: ignore[arg-type]
    assert question.state is SessionQuestionState.DECLINED
    assert list_own_questions(asker)[0].decline_reason == "Hör inte hit"
    with pytest.raises(QuestionDecided):
        published(question, event)
    moderation.undo_decision(event, question, version=question.version, **ACT)  # type: ignore[arg-type]
    assert question.decline_reason == ""
    published(question, event)
    with pytest.raises(QuestionDecided):
        moderation.decline_question(event, question, "Nej", version=question.version, **ACT)  # type: ignore[arg-type]
    moderation.undo_decision(event, question, version=question.version, **ACT)  # type: ignore[arg-type]
    assert list_published(event, session.code) == []
    assert count_unread(event) == 1


def test_of_two_who_decide_at_once_the_second_is_refused(
    event: Event, session: Session, asker: Registration
) -> None:
    question = a_question(asker, session)
    published(question, event)
    with pytest.raises(StaleVersion):
        moderation.publish_question(event, question, "Annat", version=1, **ACT)  # type: ignore[arg-type]


def test_the_list_is_searched_narrowed_and_cut_and_shows_what_waits_first(
    event: Event, session: Session
) -> None:
    for number in range(25):
        trial = "med tallar" if number == 17 else number  # titles of sessions are numbered too
        question = a_question(a_registration(event), session, f"Hur gick försök {trial}?")
        if number < 3:
            published(question, event)
    listed = list_questions(event)

    assert (listed.total, len(listed.rows), listed.page.pages) == (25, 20, 2)
    assert {row.state for row in listed.rows} == {SessionQuestionState.WAITING}
    assert listed.counts[QuestionFilter.WAITING] == 22
    assert listed.counts[QuestionFilter.OPEN] == 3
    assert len(list_questions(event, narrowed=QuestionFilter.PUBLISHED).rows) == 3
    assert len(list_questions(event, page=9).rows) == 5
    (question,) = list_questions(event, words="FORSOK TALLAR").rows
    assert question.text == "Hur gick försök med tallar?"
    other = an_event()
    assert list_questions(other).total == 0
    assert find_question(other, question.code) is None


def test_an_answer_to_a_declined_question_waits_for_nobody(
    event: Event, session: Session, asker: Registration
) -> None:
    question = published(a_question(asker, session), event)
    later = a_question(asker, session, "Vem betalade?")
    speaker = session.appearances[0].speaker
    version = question.version
    propose_answer(event, question, "Ja.", speaker=speaker, version=version, now=NOON)
    assert count_unread(event) == 2
    moderation.undo_decision(event, question, version=question.version, **ACT)
    moderation.decline_question(event, question, "Nej.", version=question.version, **ACT)

    assert count_unread(event) == 1
    assert [row.code for row in list_questions(event).rows] == [later.code, question.code]
    moderation.decline_question(event, later, "Nej.", version=later.version, **ACT)
    assert count_unread(event) == 0

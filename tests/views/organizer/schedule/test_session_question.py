"""Questions to lecturers at the desk: counted, read, published in other words, undone, answered."""

import pytest

from eventapp.domain.permission import Role
from eventapp.domain.schedule.session_question.answer import list_published
from eventapp.domain.schedule.session_question.moderation import list_questions
from eventapp.domain.schedule.session_question.withdrawal import take_back_question
from eventapp.extensions import db
from eventapp.models import Event, Registration, Session, SessionQuestion
from tests.builders import NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.builders.session_question import a_lecture, a_question, published
from tests.builders.speaker import invite, link_of
from tests.views.public.pages import Stopwatch
from tests.visitor import Visitor


@pytest.fixture
def event(desk: Visitor) -> Event:
    del desk
    return an_event()


@pytest.fixture
def session(event: Event) -> Session:
    return a_lecture(event, title="Ljus på torget")


@pytest.fixture
def asker(event: Event, session: Session) -> Registration:
    del session
    return a_registration(event, name="Linnéa Vårglim")


@pytest.fixture
def question(asker: Registration, session: Session) -> SessionQuestion:
    question = a_question(asker, session, "Vad sa Anna Ek på 070-174 06 05?")
    db.session.commit()
    return question


def base_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/session-questions"


def test_an_empty_list_invites_and_questions_are_turned_off_and_on(
    desk: Visitor, event: Event
) -> None:
    base = base_of(event)
    assert "No questions yet" in desk.get(base).text
    assert send(desk, f"{base}/taking", takes="no").status_code == 303
    assert "No questions are taken" in desk.get(base).text
    assert send(desk, f"{base}/taking", takes="yes").status_code == 303
    assert "No questions yet" in desk.get(base).text


def test_the_desk_counts_what_waits_and_nothing_says_who_asked(
    desk: Visitor, event: Event, question: SessionQuestion
) -> None:
    base = base_of(event)
    assert "1 question or answer to read" in desk.get(f"/organizer/events/{event.slug}").text
    for address in (base, f"{base}?only=waiting", f"{base}?q=anna", f"{base}/{question.code}"):
        page = desk.get(address).text
        assert "Anna Ek" in page
        assert "Vårglim" not in page
    assert "No match" in desk.get(f"{base}?q=torsk").text


def test_a_question_is_published_in_other_words_and_undone(
    desk: Visitor, event: Event, session: Session, question: SessionQuestion
) -> None:
    address = f"{base_of(event)}/{question.code}"
    page = desk.get(address).text
    assert "Vad sa [namn] på [telefon]?" in page
    assert "We have replaced what may point to a person" in page
    empty = send(desk, f"{address}/publication", text="", version=1)
    assert empty.status_code == 422

    assert send(desk, f"{address}/publication", text="Vad sas?", version=1).status_code == 303
    assert [shown.text for shown in list_published(event, session.code)] == ["Vad sas?"]
    late = send(desk, f"{address}/publication", text="Hann inte", version=1)
    assert late.status_code == 409
    assert "Hann inte" in late.text

    assert send(desk, f"{address}/undoing", version=2).status_code == 303
    assert list_published(event, session.code) == []


def test_a_question_is_declined_with_a_reason(
    desk: Visitor, event: Event, question: SessionQuestion
) -> None:
    address = f"{base_of(event)}/{question.code}"
    without = send(desk, f"{address}/declining", decline__version=1)
    assert without.status_code == 422
    fields = {"decline__reason": "Gäller en person", "decline__version": 1}
    assert send(desk, f"{address}/declining", **fields).status_code == 303
    page = desk.get(address).text
    assert "Gäller en person" in page
    assert "Undo" in page
    assert list_questions(event).rows[0].decline_reason == "Gäller en person"


def test_what_is_typed_in_a_page_of_yesterday_is_shown_again(
    desk: Visitor, event: Event, question: SessionQuestion
) -> None:
    address = f"{base_of(event)}/{question.code}"
    published(question, event)
    db.session.commit()
    late = {"decline__reason": "Gäller en person", "decline__version": 1}
    refused = send(desk, f"{address}/declining", **late)
    assert refused.status_code == 409
    assert "You wrote:" in refused.text
    assert "Gäller en person" in refused.text


def test_an_answer_goes_from_the_lecturer_over_the_desk_to_the_page(
    desk: Visitor,
    event: Event,
    session: Session,
    question: SessionQuestion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = Stopwatch(monkeypatch)
    published(question, event, "Hur mättes det?")
    invite(event)
    own = link_of(session.appearances[0].speaker)
    assert "Hur mättes det?" in desk.get(own).text
    answer = f"{own}/questions/{question.code}/answer"
    empty = send(desk, answer, answer="", version=2)
    assert (empty.status_code, "Write the answer before you send it." in empty.text) == (409, True)
    too_long = send(desk, answer, answer="å" * 3001, version=2)
    assert too_long.status_code == 422
    assert "å" * 3001 in too_long.text
    assert send(desk, answer, answer="Med **enkäter**.", version=2).status_code == 303
    assert "The organisers are reading your answer" in desk.get(own).text
    stale = send(desk, answer, answer="För sent.", version=2)
    assert stale.status_code == 409
    assert "För sent." in stale.text
    public = f"/events/{event.slug}/sessions/{session.code}"
    assert "enkäter" not in desk.get(public).text

    address = f"{base_of(event)}/{question.code}"
    assert "Med **enkäter**." in desk.get(address).text
    fields = {"answer__answer": "Med **enkäter**.", "answer__version": 3}
    assert send(desk, f"{address}/answer", **fields).status_code == 303

    watch.seconds += 2
    page = desk.get(public).text
    assert "<strong>enkäter</strong>" in page
    assert "Karin Talar answers" in page
    assert send(desk, f"{address}/answer/withdrawal", version=4).status_code == 303
    watch.seconds += 2
    assert "enkäter" not in desk.get(public).text


def test_what_is_answered_to_a_question_that_was_hidden_meanwhile_stays(
    desk: Visitor, event: Event, session: Session, question: SessionQuestion
) -> None:
    published(question, event, "Hur mättes det?")
    invite(event)
    own = link_of(session.appearances[0].speaker)
    assert send(desk, f"{base_of(event)}/{question.code}/undoing", version=2).status_code == 303

    answer = send(desk, f"{own}/questions/{question.code}/answer", answer="Noga.", version=2)

    assert answer.status_code == 409
    assert "The question is not shown any more, so it cannot be answered." in answer.text
    assert "Noga." in answer.text
    assert "Hur mättes det?" not in answer.text


def test_another_lecturer_cannot_answer(
    desk: Visitor, event: Event, session: Session, question: SessionQuestion
) -> None:
    published(question, event)
    other = a_lecture(an_event())
    invite(other.appearances[0].speaker.address.event)
    own = link_of(other.appearances[0].speaker)
    assert send(desk, f"{own}/questions/{question.code}/answer", answer="Nej").status_code == 404
    assert list_published(event, session.code)[0].proposed == ""


def test_an_organizer_of_another_event_sees_nothing(
    client: Visitor, event: Event, question: SessionQuestion
) -> None:
    stranger = signed_in(client, an_account(Role.ORGANIZER, event=an_event()))
    assert stranger.get(base_of(event)).status_code == 404
    assert stranger.get(f"{base_of(event)}/{question.code}").status_code == 404


def test_an_answer_to_a_question_that_was_taken_back_is_shown_to_who_wrote_it(
    desk: Visitor, event: Event, session: Session, asker: Registration, question: SessionQuestion
) -> None:
    published(question, event, "Hur mättes det?")
    invite(event)
    own, base, code = link_of(session.appearances[0].speaker), base_of(event), question.code
    take_back_question(asker, question, version=question.version, now=NOON)
    db.session.commit()

    lecturer = send(desk, f"{own}/questions/{code}/answer", own, answer="I maj.", version="2")
    assert lecturer.status_code == 404
    assert "Whoever asked the question has taken it back." in lecturer.text
    assert "I maj." in lecturer.text

    organizer = send(desk, f"{base}/{code}/answer", base, answer__answer="I juni.")
    assert organizer.status_code == 404
    assert "I juni." in organizer.text
    assert desk.get(f"{base}/{code}").status_code == 404

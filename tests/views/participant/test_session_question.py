"""Asking a lecturer by the personal link: kept as typed, read first, and never shown whose."""

from dataclasses import replace

import pytest

from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.schedule.session_question.answer import publish_answer
from eventapp.domain.schedule.session_question.ask import list_own_questions
from eventapp.domain.schedule.session_question.moderation import set_taking
from eventapp.extensions import db
from eventapp.models import Event, Registration, Session, Visibility
from tests.builders import NOON, a_queue, a_registration, an_event
from tests.builders.forms import send
from tests.builders.session_question import a_lecture, a_question, published
from tests.views.participant.own import own_page
from tests.views.public.pages import Stopwatch
from tests.visitor import Visitor


@pytest.fixture
def event(app: object) -> Event:
    del app
    return an_event(title="Trygg i stan")


@pytest.fixture
def session(event: Event) -> Session:
    return a_lecture(event, title="Ljus på torget")


@pytest.fixture
def mine(event: Event, session: Session) -> Registration:
    del session
    return a_registration(event, name="Linnéa Vårglim")


def questions_of(registration: Registration) -> str:
    return own_page(registration, "/questions")


def test_a_question_is_sent_read_and_answered_in_both_languages(
    client: Visitor,
    event: Event,
    session: Session,
    mine: Registration,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = Stopwatch(monkeypatch)
    client.set_cookie("language", "en")
    assert "Ask a lecturer" in client.get(own_page(mine)).text
    address = questions_of(mine)
    assert "Ljus på torget" in client.get(address).text
    response = send(client, address, address, session=session.code, text="Vad sa Bo?")
    assert response.status_code == 303
    page = client.get(address).text
    assert "Thank you. The organisers read the question" in page
    assert "The organisers have not read it yet" in page
    public = f"/events/{event.slug}/sessions/{session.code}"
    assert "Vad sa Bo?" not in client.get(public).text
    assert "Do you have a place?" in client.get(public).text

    published(list_own_questions(mine)[0], event, "Vad sas?")
    db.session.commit()

    watch.seconds += 2
    client.set_cookie("language", "sv")
    text = client.get(public).text
    assert "Vad sas?" in text
    assert "Ställd utan namn" in text
    for secret in ("Vad sa Bo?", "Vårglim", mine.organisation_name):
        assert secret not in text
    own = client.get(address).text
    assert "Vad sa Bo?" in own
    assert "Den visas så här:" in own


def test_what_was_typed_stays_when_it_cannot_be_sent(
    client: Visitor, session: Session, mine: Registration
) -> None:
    address = questions_of(mine)
    wrong = send(client, address, address, session="nosuch", text="Hur länge då?", names_asker="y")
    assert wrong.status_code == 422
    assert "Hur länge då?" in wrong.text
    assert "checked" in wrong.text
    long = send(client, address, address, session=session.code, text="å" * 601)
    assert long.status_code == 422
    assert "å" * 601 in long.text
    for number in range(5):
        sent = send(client, address, address, session=session.code, text=f"{number}?")
        assert sent.status_code == 303
    sixth = send(client, address, address, session=session.code, text="Och den sjätte?")
    assert sixth.status_code == 409
    assert "Och den sjätte?" in sixth.text
    assert len(list_own_questions(mine)) == 5


def test_who_has_no_place_is_not_asked_to_ask(client: Visitor) -> None:
    full = an_event(seats=0)
    session = a_lecture(full)
    (waiting,) = a_queue(full, 1)
    address = questions_of(waiting)
    assert "Det finns inget att fråga om" in client.get(address).text
    assert "Fråga en föreläsare" not in client.get(own_page(waiting)).text
    form = "/registrations"  # any page with a form
    assert send(client, address, form, session=session.code, text="Hur?").status_code == 422
    assert list_own_questions(waiting) == []


def test_what_was_typed_stays_where_no_question_is_taken_any_more(
    client: Visitor, event: Event, session: Session, mine: Registration
) -> None:
    address = questions_of(mine)
    set_taking(event, takes=False, actor="organizer", now=NOON)
    db.session.commit()
    typed = {"session": session.code, "text": "Hur länge höll effekten?"}
    late = send(client, address, "/registrations", **typed)
    assert late.status_code == 422
    assert "Hur länge höll effekten?" in late.text


def test_many_in_a_minute_are_too_many(
    client: Visitor, session: Session, mine: Registration
) -> None:
    extensions = client.application.extensions
    extensions["settings"] = replace(extensions["settings"], registrations_per_minute="1")
    address = questions_of(mine)
    answers = [send(client, address, address, session=session.code, text=f"{n}?") for n in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]


def test_a_name_is_shown_on_request_and_gone_with_the_wish(
    client: Visitor,
    event: Event,
    session: Session,
    mine: Registration,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = Stopwatch(monkeypatch)
    form = client.get(questions_of(mine)).text
    assert "names_asker" in form
    assert "Andra ser att du har frågat bara om du kryssar i rutan." in form
    published(a_question(mine, session, names_asker=True), event)
    db.session.commit()
    public = f"/events/{event.slug}/sessions/{session.code}"
    assert "Linnéa Vårglim" in client.get(public).text

    mine.visibility = Visibility.LIMITED
    mine.version += 1
    db.session.commit()
    watch.seconds += 2

    assert "Linnéa Vårglim" not in client.get(public).text
    form = client.get(questions_of(mine)).text
    assert "names_asker" not in form
    assert "Ingen sida visar för någon annan att du har frågat." in form


def test_the_copy_of_the_own_data_has_the_questions(
    client: Visitor, session: Session, mine: Registration
) -> None:
    a_question(mine, session, "Vad kostar det?")
    db.session.commit()
    assert "Vad kostar det?" in client.get(own_page(mine, "/copy")).text
    assert "Vad kostar det?" in client.get(own_page(mine, "/copy.json")).text


def test_a_question_is_taken_back_after_saying_what_goes_with_it(
    client: Visitor,
    event: Event,
    session: Session,
    mine: Registration,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = Stopwatch(monkeypatch)
    question = published(a_question(mine, session), event)
    publish_answer(event, question, "I maj.", version=2, actor="organizer", now=NOON)
    db.session.commit()
    own = questions_of(mine)
    public = f"/events/{event.slug}/sessions/{session.code}"
    assert "I maj." in client.get(public).text
    asks = f"{own}/{question.code}/withdrawal/new"
    assert asks in client.get(own).text
    page = client.get(asks).text
    assert "Frågan försvinner från passets sida." in page
    assert "Svaret försvinner med den." in page

    stale = send(client, f"{own}/{question.code}/withdrawal", asks, version="2")
    assert stale.status_code == 409
    gone = send(client, f"{own}/{question.code}/withdrawal", asks, version="3")

    assert gone.status_code == 303
    watch.seconds += 2
    assert "I maj." not in client.get(public).text
    assert "Du har tagit tillbaka frågan." in client.get(own).text
    # The same press once more, and the page of before: a sentence on the list.
    for again in (send(client, asks.removesuffix("/new"), own, version="3"), client.get(asks)):
        assert again.status_code == 404
        assert "Frågan finns inte längre." in again.text


def test_a_name_is_taken_off_also_by_who_has_cancelled(
    client: Visitor, event: Event, session: Session, mine: Registration
) -> None:
    question = published(a_question(mine, session, names_asker=True), event)
    cancel(mine, now=NOON)
    db.session.commit()
    own = questions_of(mine)
    assert own in client.get(own_page(mine)).text
    done = send(client, f"{own}/{question.code}/namelessness", own)
    assert done.status_code == 303
    db.session.refresh(question)
    assert not question.names_asker
    assert "Ditt namn står inte längre vid frågan." in client.get(own).text

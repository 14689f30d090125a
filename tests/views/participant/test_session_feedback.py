"""Answering about a session from one's own page, in both languages; and what the lecturer reads."""

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.survey.session_feedback import ask_about, set_asking
from eventapp.extensions import db
from eventapp.models import Event, Registration, Session, Survey
from eventapp.worker import survey as tending
from tests.builders import NOON, a_registration, an_event
from tests.builders.session_question import a_lecture
from tests.builders.speaker import invite, link_of
from tests.views.filled import ENGLISH
from tests.views.participant.own import own_page
from tests.visitor import Visitor


@pytest.fixture
def event(app: object) -> Event:
    del app
    event = an_event(seats=40)
    set_asking(event, asks=True, actor="organizer", now=NOON)
    return event


@pytest.fixture
def session(event: Event) -> Session:
    return a_lecture(event, title="Ljus på torget")


@pytest.fixture
def people(event: Event, session: Session) -> list[Registration]:
    people = [a_registration(event) for _ in range(10)]
    invite(event)
    assert ask_about(session.id, now=session.ends_at)
    db.session.commit()
    return people


def survey_of(session: Session) -> Survey:
    return db.session.scalars(select(Survey).where(Survey.session_id == session.id)).one()


def form_of(client: Visitor, person: Registration, session: Session) -> str:
    page = own_page(person, "/feedback")
    assert "Ljus på torget" in client.get(page).text
    led = client.get(f"{page}/{survey_of(session).code}")
    assert led.status_code == 302
    return str(led.headers["Location"])


def test_answers_go_from_the_own_page_to_the_lecturer_as_sums(
    client: Visitor, session: Session, people: list[Registration]
) -> None:
    survey, lecturer = survey_of(session), link_of(session.appearances[0].speaker)
    opens, closes = survey.opens_at, survey.closes_at
    with standing_at(opens):
        assert "Answers come in until" in client.get(lecturer, headers=ENGLISH).text
        for number, person in enumerate(people):
            form = form_of(client, person, session)
            english = client.get(form, headers=ENGLISH).text
            assert "How relevant was it to your work?" in english
            assert "Not at all" in english
            assert "Hur relevant" not in english
            sent = client.post(
                form,
                data={
                    "q-relevant": "5" if number < 7 else "2",
                    "q-clear": "4",
                    "q-takeaway": "Anna Ek gjorde det bra.",
                },
            )
            assert sent.status_code == 303, sent.text
        again = client.get(own_page(people[0], f"/feedback/{survey.code}"))
        assert again.status_code == 200
        assert "Du har svarat om det passet" in again.text
        assert "Du kan svara en gång" not in again.text
        assert "70" not in client.get(lecturer).text.partition('id="feedback"')[2][:2000]
    tending.run_due(now=closes)
    with standing_at(closes):
        page = client.get(lecturer).text
    assert "10 av 10 deltagare svarade" in page
    assert "70 procent valde 4 eller 5" in page
    assert "Anna Ek" not in page
    assert "gjorde det bra" not in page


def test_nobody_else_comes_to_the_form(
    client: Visitor, session: Session, people: list[Registration]
) -> None:
    survey = survey_of(session)
    stranger = a_registration(an_event())
    late = a_registration(people[0].event)
    db.session.commit()
    with standing_at(survey.opens_at):
        for person in (stranger, late):
            address = own_page(person, "/feedback")
            assert "Inget att svara på nu" in client.get(address).text
            assert client.get(f"{address}/{survey.code}").status_code == 404
    with standing_at(survey.closes_at):
        assert client.get(own_page(people[0], f"/feedback/{survey.code}")).status_code == 404

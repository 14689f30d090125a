"""Feedback about sessions at the desk: asked for by a press, and shown as far as it may be."""

from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.permission import Role
from eventapp.domain.survey.session_feedback import ANSWERED_WITHIN, ask_about
from eventapp.extensions import db
from eventapp.models import Survey
from eventapp.worker import survey as tending
from tests.builders import HOUR, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send
from tests.builders.session_question import a_lecture
from tests.visitor import Visitor


def test_it_is_turned_on_and_followed_and_hidden_as_surveys_are(desk: Visitor) -> None:
    event = an_event(seats=20)
    base = f"/organizer/events/{event.slug}/session-feedback"
    assert "No sessions to ask about" in desk.get(base).text
    session = a_lecture(event, title="Ljus på torget")
    for _ in range(5):
        a_registration(event)
    db.session.commit()
    assert "Nobody is asked about this session" in desk.get(base).text
    assert send(desk, base, asks="yes").status_code == 303
    assert "asked when the session has ended" in desk.get(base).text

    assert ask_about(session.id, now=session.ends_at)
    db.session.commit()
    survey = db.session.scalars(select(Survey)).one()
    code, closes = survey.code, survey.closes_at
    assert "Answers come in until" in desk.get(base).text
    assert "Ljus på torget" not in desk.get(f"/organizer/events/{event.slug}/surveys").text
    tending.run_due(now=closes)
    assert "Results can be seen" in desk.get(base).text
    results = desk.get(f"/organizer/events/{event.slug}/surveys/{code}/results").text
    assert "So few were asked that neither" in results
    assert "Not shown." in results


def test_an_analyst_looks_and_changes_nothing(client: Visitor) -> None:
    event = an_event()
    a_lecture(event)
    db.session.commit()
    analyst = signed_in(client, an_account(Role.ANALYST, event=event))
    base = f"/organizer/events/{event.slug}/session-feedback"
    assert "asks" not in analyst.get(base).text.partition("<main")[2]
    assert send(analyst, base, asks="yes").status_code == 404


def test_an_event_that_is_long_over_offers_no_asking(desk: Visitor) -> None:
    over = utcnow() - ANSWERED_WITHIN
    event = an_event(starts_at=over - HOUR, ends_at=over)
    a_lecture(event)
    db.session.commit()
    base = f"/organizer/events/{event.slug}/session-feedback"
    page, late = desk.get(base).text, send(desk, base, asks="yes")

    assert "Nobody is asked about the sessions any more" in page
    assert "Ask after each session" not in page
    assert late.status_code == 409
    assert "Nobody can be asked any more" in late.text

"""How an event opens: the same words on the page, in mails, on tickets and in calendars."""

from datetime import timedelta

import pytest

from eventapp import transactions
from eventapp.domain.event.release import release_schedule
from eventapp.domain.registration import calendar_invitation, link
from eventapp.domain.schedule.opening import latest_opening_line
from eventapp.extensions import db
from eventapp.mail import registration as letters
from eventapp.models import Event, SessionKind
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_registration, a_session, an_event
from tests.views.organizer.counting import counted_statements
from tests.views.participant.own import own_page
from tests.views.public.pages import a_release, tell
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")
MINUTE = timedelta(minutes=1)
HALF_AN_HOUR = 30 * MINUTE
OPENING = "14.00 Kaffe, 14.30 Inledning"


def an_event_with_coffee(**facts: object) -> Event:
    """Coffee when the event begins, its content half an hour later."""
    event = an_event(ends_at=NEXT_MONTH + DAY + 4 * HOUR, **facts)
    a_session(event, kind=SessionKind.SERVICE, title="Kaffe", ends_at=NEXT_MONTH + HALF_AN_HOUR)
    first = NEXT_MONTH + HALF_AN_HOUR
    a_session(event, kind=SessionKind.PLENARY, title="Inledning", starts_at=first)
    a_session(event, kind=SessionKind.PLENARY, title="Dag två", starts_at=NEXT_MONTH + DAY)
    release_schedule(event, actor="organizer", now=NOON)
    return event


def test_every_output_says_the_same_moment_and_what_happens_then(client: Visitor) -> None:
    event = an_event_with_coffee()
    mine = a_registration(event)
    letter = letters.received(mine, calendar_invitation.invite(mine), "1")
    db.session.commit()

    page = tell(client, f"/events/{event.slug}")
    assert f"Onsdag 14.00–15.30 {OPENING} Torsdag 14.00–18.00" in page
    for path in (own_page(mine), own_page(mine, "/ticket")):
        assert f"börjar onsdag 31 mars klockan 14.00 {OPENING}" in tell(client, path)
    assert f"börjar onsdag 31 mars klockan 14.00, {OPENING}" in (letter.body or "")
    assert OPENING in (letter.html or "")
    feed = f"/registrations/{link.agenda_token(mine)}/agenda.ics"
    for path in (f"/events/{event.slug}.ics", feed):
        text = client.get(path).text
        assert "DTSTART;TZID=Europe/Stockholm:20270331T140000" in text
        assert "DESCRIPTION:14.00 Kaffe\\, 14.30 Inledning" in text


def test_nothing_is_said_where_the_content_begins_with_the_event() -> None:
    event = an_event()
    a_session(event, kind=SessionKind.PLENARY)
    a_session(event, kind=SessionKind.SERVICE, starts_at=NEXT_MONTH + HOUR)
    a_release(event)

    assert latest_opening_line(event) == ""
    assert latest_opening_line(an_event()) == ""


def test_a_first_session_after_the_beginning_is_named() -> None:
    event = an_event()
    a_session(event, kind=SessionKind.PLENARY, title="Sent", starts_at=NEXT_MONTH + HOUR)
    a_session(event, kind=SessionKind.PLENARY, title="Inställt", cancelled=True)
    a_release(event)

    assert latest_opening_line(event) == "15.00 Sent"


def test_visitors_read_a_release_once_until_the_next(client: Visitor) -> None:
    event = an_event_with_coffee()
    path = own_page(a_registration(event), "/ticket")
    db.session.commit()
    assert OPENING in tell(client, path)
    with counted_statements() as sent:
        assert OPENING in tell(client, path)
    assert not any("FROM releases" in statement for statement in sent)

    a_session(event, kind=SessionKind.PLENARY, title="Prolog", starts_at=NEXT_MONTH + MINUTE)
    a_release(event)
    db.session.commit()
    assert "14.00 Kaffe, 14.01 Prolog" in tell(client, path)


def test_what_is_not_committed_is_remembered_for_nobody() -> None:
    event = an_event_with_coffee()
    db.session.commit()
    a_session(event, kind=SessionKind.PLENARY, title="Aldrig", starts_at=NEXT_MONTH)
    a_release(event)
    assert latest_opening_line(event) == ""
    db.session.rollback()
    event.revision += 1  # as another release may have raised it meanwhile
    db.session.commit()

    with transactions.reading(db.session):
        assert latest_opening_line(event) == OPENING

"""A participant's own calendar: what stands in it, and who may read it."""

import re
from html import unescape
from urllib.parse import parse_qs, unquote_plus, urlsplit

import pytest
from icalendar import Calendar

from eventapp.domain.registration import link
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import EventVisibility, Registration
from tests.builders import HOUR, NOON, a_queue, a_registration, a_session, an_event
from tests.views.filled import send
from tests.views.participant.own import own_page
from tests.views.public.pages import a_room, ask, cost_of, read, tell
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


def feed_of(registration: Registration) -> str:
    return f"/registrations/{link.agenda_token(registration)}/agenda.ics"


def test_agenda_holds_the_event_and_the_sessions_one_has_a_seat_in(client: Visitor) -> None:
    event = an_event(title="Dialogdagar, dag ett")
    room = a_room(event, "Linden")
    mine_too = a_session(event, title="Orossamtal; vi övar", room_id=room.id)
    full = a_session(event, seats=0, starts_at=event.starts_at + HOUR, choice_group="b")
    mine = a_registration(event, sessions=(mine_too, full))

    answer = ask(client, feed_of(mine))
    entries = list(Calendar.from_ical(answer.data).walk("VEVENT"))

    assert answer.mimetype == "text/calendar"
    assert [str(entry["SUMMARY"]) for entry in entries] == [
        "Dialogdagar, dag ett",
        "Orossamtal; vi övar",
    ]
    assert str(entries[1]["LOCATION"]).startswith("Linden")


def test_agenda_names_nobody_and_opens_nothing(client: Visitor) -> None:
    mine = a_registration(an_event(), name="Linnéa Vårglim")
    feed = re.sub(r"\r\n[ \t]", "", client.get(feed_of(mine)).text)

    assert "ATTENDEE" not in feed
    assert "Vårglim" not in feed
    assert mine.email not in feed
    assert link.personal_token(mine) not in feed
    assert mine.desk_code not in feed


def test_what_is_cancelled_stays_and_says_so(client: Visitor) -> None:
    mine = a_registration(an_event())
    before = list(Calendar.from_ical(client.get(feed_of(mine)).data).walk("VEVENT"))
    cancel(mine, now=NOON)
    after = list(Calendar.from_ical(client.get(feed_of(mine)).data).walk("VEVENT"))

    assert str(before[0]["STATUS"]) == "CONFIRMED"
    assert str(after[0]["STATUS"]) == "CANCELLED"
    assert after[0]["UID"] == before[0]["UID"]
    assert after[0]["SEQUENCE"] > before[0]["SEQUENCE"]


def test_unchanged_agenda_is_not_sent_twice(client: Visitor) -> None:
    mine = a_registration(an_event())
    first = client.get(feed_of(mine))

    assert first.headers["ETag"]


def test_renewed_address_works_and_the_old_one_does_not(client: Visitor) -> None:
    mine = a_registration(an_event())
    old = feed_of(mine)

    answer = send(client, own_page(mine), own_page(mine, "/agenda"))

    assert answer.status_code == 303
    assert "The calendar has a new address." in tell(client, answer.headers["Location"], "en")
    assert client.get(old).status_code == 404
    assert client.get(feed_of(mine)).status_code == 200
    assert link.agenda_token(mine) in read(client, own_page(mine))


def test_personal_address_is_no_feed_and_the_feed_opens_no_page(client: Visitor) -> None:
    mine = a_registration(an_event())

    assert client.get(own_page(mine, "/agenda.ics")).status_code == 404
    assert client.get(f"/registrations/{link.agenda_token(mine)}").status_code == 404


def test_those_who_wait_are_not_told_of_a_feed(client: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)

    assert "agenda.ics" not in read(client, own_page(a_queue(event, 1)[0]))


def test_agenda_costs_the_same_with_one_session_and_with_three(client: Visitor) -> None:
    event = an_event()
    sessions = [
        a_session(event, choice_group=f"g{n}", starts_at=event.starts_at + n * HOUR)
        for n in range(3)
    ]
    registration = a_registration(event, sessions=tuple(sessions[:1]))
    three = a_registration(event, sessions=tuple(sessions))
    client.get(feed_of(registration))  # how the event opens is read once

    assert cost_of(client, feed_of(registration)) == cost_of(client, feed_of(three)) <= 3


def test_sessions_are_left_out_of_the_calendar_by_those_who_want_none(client: Visitor) -> None:
    event = an_event()
    mine = a_registration(event, sessions=(a_session(event, title="Orossamtal"),))

    answer = send(client, own_page(mine), own_page(mine, "/agenda/sessions"), sessions="hidden")

    assert answer.status_code == 303
    assert "Orossamtal" not in client.get(feed_of(mine)).text
    assert "Show my sessions in the calendar" in tell(client, own_page(mine), "en")
    wrong = send(client, own_page(mine), own_page(mine, "/agenda/sessions"), sessions="perhaps")
    assert wrong.status_code == 400


def test_calendars_on_the_web_are_handed_what_is_public_alone(client: Visitor) -> None:
    event = an_event(visibility=EventVisibility.CLOSED, venue_address="Hemliga gatan 7")
    mine = a_registration(event, name="Linnéa Vårglim")
    links = [
        unescape(address)
        for address in re.findall(r'href="(https://[^"]+)"', read(client, own_page(mine)))
        if "google" in address or "outlook" in address
    ]

    assert len(links) == 2
    for address in links:
        query = parse_qs(urlsplit(address).query)
        assert event.title in {*query.get("text", ()), *query.get("subject", ())}
        for secret in ("Hemliga", "Linn", link.personal_token(mine), link.agenda_token(mine)):
            assert secret not in unquote_plus(address)
    assert f"{event.starts_at:%Y%m%dT%H%M%SZ}/{event.ends_at:%Y%m%dT%H%M%SZ}" in unquote_plus(
        links[0]
    )
    assert "webcal://" in read(client, own_page(mine))

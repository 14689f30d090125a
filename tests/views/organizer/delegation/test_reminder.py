"""Reminding organisations at the desk: a look at whom first."""

from eventapp.domain.delegation.reminder import REMINDER_INTERVAL
from tests.builders import NOON, an_event, an_organisation
from tests.builders.delegation import the_delegation
from tests.builders.forms import send
from tests.builders.invitation import invite
from tests.visitor import Visitor

BEFORE = NOON - 2 * REMINDER_INTERVAL


def test_who_is_reminded_is_shown_first_and_nobody_twice_a_day(desk: Visitor) -> None:
    event, towns = an_event(), [an_organisation(name) for name in ("Älvstad", "Björkhaga")]
    invite(event, *towns, now=BEFORE)
    base = f"/organizer/events/{event.slug}/delegations"
    codes = [the_delegation(event, town).code for town in towns]

    page = desk.get(f"{base}/reminders/new").text
    assert page.count(" checked") == 2
    only = desk.get(f"{base}/reminders/new?code={codes[1]}").text
    assert only.count(" checked") == 1

    assert send(desk, f"{base}/reminders", code=codes[1]).status_code == 303
    again = send(desk, f"{base}/reminders", code=codes[1])

    assert again.status_code == 409
    assert "Nobody was reminded" in again.text
    assert "Älvstad" in again.text
    assert "Björkhaga" not in desk.get(f"{base}/reminders/new").text


def test_when_there_is_nobody_to_remind_the_page_says_so(desk: Visitor) -> None:
    event = an_event()
    address = f"/organizer/events/{event.slug}/delegations/reminders"

    assert "Nobody to remind now" in desk.get(f"{address}/new").text
    assert send(desk, address).status_code == 409

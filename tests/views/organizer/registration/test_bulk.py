"""Many at once at the desk: approved from the list, stopped, undone on its page and in the log."""

import re

import pytest

from eventapp.domain.desk.bulk_act import continue_act
from eventapp.domain.desk.bulk_act_undo import continue_undo
from eventapp.extensions import db
from eventapp.models import BulkAct, Event, RegistrationState
from tests.builders import NOON, a_registration, an_event
from tests.views.public.pages import words
from tests.visitor import TOKEN, Visitor

pytestmark = pytest.mark.on_both

ENDING = re.compile(r'action="([^"]+/bulk/[^"]+/(?:stop|undoing))"')


def start(desk: Visitor, event: Event, kind: str, **fields: str) -> str:
    """Plan it for everybody; where its page is."""
    base = f"/organizer/events/{event.slug}/registrations/bulk"
    page = desk.get(f"{base}/new?act={kind}").text
    token, expected = TOKEN.search(page), re.search(r'name="expected"[^>]*value="(\d+)"', page)
    assert token
    assert expected
    data = {"csrf_token": token[1], "expected": expected[1], **fields}
    return desk.post(f"{base}?act={kind}", data=data).headers["Location"]


def press(desk: Visitor, page: str) -> str:
    """Press the one button that stops or undoes; the page that follows."""
    (address,) = ENDING.findall(page)
    token = TOKEN.search(page)
    assert token
    return desk.post(address, data={"csrf_token": token[1]}, follow_redirects=True).text


def carry_out() -> None:
    act = db.session.query(BulkAct).one()
    while continue_act(act.id, now=act.started_at) or continue_undo(act.id, now=act.started_at):
        pass


@pytest.mark.parametrize("page", ["", "log"])
def test_it_is_undone_on_its_page_or_in_the_log(desk: Visitor, page: str) -> None:
    event = an_event()
    person = a_registration(event)
    own = start(desk, event, "cancel", reason="Inställd buss")
    carry_out()
    assert person.state is RegistrationState.CANCELLED
    assert "See what came of it, or undo it" in words(
        desk.get(f"/organizer/events/{event.slug}/registrations").text
    )

    shown = desk.get(f"/organizer/events/{event.slug}/{page}" if page else own).text
    assert "Undone for 0 of 1 so far." in words(press(desk, shown))
    carry_out()
    assert person.state is RegistrationState.CONFIRMED
    assert "Undone for 1 of 1." in words(desk.get(own).text)


def test_it_is_stopped_on_its_page(desk: Visitor) -> None:
    event = an_event()
    person = a_registration(event)
    own = start(desk, event, "cancel", reason="Inställd buss")
    assert "It was stopped. 1 person stays as they were." in words(press(desk, desk.get(own).text))
    carry_out()
    assert person.state is RegistrationState.CONFIRMED


def test_many_are_approved_from_the_list(desk: Visitor) -> None:
    event = an_event(approval_days=2)
    person = a_registration(event, now=NOON)
    listed = desk.get(f"/organizer/events/{event.slug}/registrations?state=pending").text
    assert 'value="approve"' in listed
    start(desk, event, "approve")
    carry_out()
    assert person.state is RegistrationState.CONFIRMED
    assert 'value="approve"' not in desk.get(f"/organizer/events/{event.slug}/registrations").text


def test_declining_many_takes_a_reason_that_they_read(desk: Visitor) -> None:
    event = an_event(approval_days=2)
    person = a_registration(event)
    base = f"/organizer/events/{event.slug}/registrations/bulk"
    page = desk.get(f"{base}/new?act=decline").text
    token = TOKEN.search(page)
    assert token
    data = {"csrf_token": token[1], "expected": "1", "reason": " "}
    answer = desk.post(f"{base}?act=decline", data=data)
    assert answer.status_code == 422
    assert "The person reads it" in words(answer.text)

    start(desk, event, "decline", reason="Mötet är för kommuner.")
    carry_out()
    assert person.decline_reason == "Mötet är för kommuner."

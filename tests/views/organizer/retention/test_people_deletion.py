"""Closing an event from its page: asked first, by a decision, with a receipt."""

from eventapp.extensions import db
from eventapp.models import Event
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.forms import send
from tests.visitor import Visitor

DECISION = {"reference": "FIKTIVT 2027/12-3", "reason": "Underlaget är överlämnat"}


def a_past_event() -> Event:
    event = an_event()
    a_registration(event)
    event.starts_at, event.ends_at = NOON - 2 * DAY, NOON - DAY
    db.session.commit()
    return event


def test_the_events_page_leads_to_it_and_the_receipt_says_why(desk: Visitor) -> None:
    event = a_past_event()
    page = f"/organizer/events/{event.slug}"
    deletion = f"{page}/people-deletion"
    assert f'href="{deletion}/new"' in desk.get(page).text
    assert "<dt>Registrations</dt><dd>1</dd>" in desk.get(f"{deletion}/new").text

    bare = send(desk, deletion, page=f"{deletion}/new", **{**DECISION, "reference": ""})
    assert bare.status_code == 422
    assert "where the decision can be found" in bare.text
    assert DECISION["reason"] in bare.text

    done = send(desk, deletion, page=f"{deletion}/new", **DECISION)
    assert done.status_code == 303
    receipt = desk.get(done.location).text
    assert DECISION["reference"] in receipt
    assert DECISION["reason"] in receipt
    assert "built in" not in receipt
    assert send(desk, deletion, page=page, **DECISION).status_code == 409
    assert "A run is under way" in desk.get(f"{deletion}/new").text


def test_one_to_come_says_why_it_cannot_be_closed(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = f"/organizer/events/{event.slug}"

    assert "/people-deletion/new" not in desk.get(page).text
    assert "cannot be deleted now" in desk.get(f"{page}/people-deletion/new").text
    refused = send(desk, f"{page}/people-deletion", page=page, **DECISION)
    assert refused.status_code == 409
    assert "The event is not over" in refused.text

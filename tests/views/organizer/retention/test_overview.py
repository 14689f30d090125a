"""Retention at a glance."""

from eventapp.models import DataKind
from tests.builders import a_registration, an_event
from tests.builders.retention import REFERENCE, a_rule
from tests.visitor import Visitor


def test_an_empty_installation_invites_to_decide(desk: Visitor) -> None:
    page = desk.get("/organizer/retention").text

    assert "10 kinds of data have no decision" in page
    assert "No receipts yet" in page
    assert "Nothing falls due" in page


def test_what_is_decided_is_in_the_calendar(desk: Visitor) -> None:
    event = an_event()
    a_registration(event)
    a_rule(DataKind.REGISTRATIONS)

    page = desk.get("/organizer/retention").text

    assert REFERENCE in page
    assert "9 kinds of data have no decision" in page
    assert event.title in page

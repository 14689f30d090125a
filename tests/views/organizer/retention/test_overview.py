"""Retention at a glance."""

from datetime import timedelta

import pytest

from eventapp.clock import utcnow
from eventapp.models import DataKind
from tests.builders import a_registration, an_event
from tests.builders.forms import send
from tests.builders.retention import REFERENCE, a_rule
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


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


def test_one_decision_about_many_kinds_is_written_once(desk: Visitor) -> None:
    page = "/organizer/retention"
    assert 'value="2027/0117-4"' not in desk.get(page).text

    decided = send(desk, f"{page}/rules", page=page, kind="scans", reference="2027/0117-4")

    assert decided.status_code == 303
    assert 'value="2027/0117-4"' in desk.get(page).text


def test_an_earlier_decision_is_not_taken_for_this_one(desk: Visitor) -> None:
    rule = a_rule(DataKind.SCANS)
    rule.begins_at = utcnow() - timedelta(hours=2)

    assert f'value="{REFERENCE}"' not in desk.get("/organizer/retention").text

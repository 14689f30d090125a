"""How much of a person the door may see, and what a ticket is worth there."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from eventapp.domain.door.record_content import content_of, name_to_show, status_of
from eventapp.domain.door.verdict import TicketStatus
from eventapp.models import RegistrationState, Visibility

EVENT = "ev-0123456789"


def a_row(**values: Any) -> Any:
    row = {
        "name": "Åsa Öberg",
        "organisation_name": "Storby",
        "visibility": Visibility.NORMAL,
        "state": RegistrationState.CONFIRMED,
        "revision": 2,
        "party_code": None,
        "delegation_id": None,
    }
    return SimpleNamespace(**row | values)


@pytest.mark.parametrize("state", RegistrationState)
def test_only_the_newest_ticket_of_somebody_with_a_place_admits(state: RegistrationState) -> None:
    assert status_of(state, 1, 2) is TicketStatus.REPLACED
    admitted = status_of(state, 2, 2) is TicketStatus.ADMITTED
    assert admitted == (state is RegistrationState.CONFIRMED)


def test_a_cancelled_ticket_is_told_from_a_waiting_one() -> None:
    assert status_of(RegistrationState.CANCELLED, 1, 1) is TicketStatus.CANCELLED
    assert status_of(RegistrationState.WAITLISTED, 1, 1) is TicketStatus.WAITLISTED


def test_limited_visibility_leaves_the_first_name() -> None:
    assert name_to_show(a_row()) == ("Åsa Öberg", "Storby")
    assert name_to_show(a_row(visibility=Visibility.LIMITED)) == ("Åsa", "")


def test_members_of_a_delegation_share_a_mark_at_one_event_alone(app: Flask) -> None:
    def group(event: str, delegation: int | None) -> bytes:
        return content_of(event, a_row(delegation_id=delegation), 2).group

    assert group(EVENT, None) == bytes(4)
    assert group(EVENT, 1) == group(EVENT, 1)
    assert len({group(EVENT, 1), group(EVENT, 2), group("ev-9876543210", 1)}) == 3

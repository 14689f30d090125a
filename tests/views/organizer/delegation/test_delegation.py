"""Seats by organisation at the desk."""

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import Delegation, RegistrationState
from tests.builders import a_queue, a_registration, an_event, an_organisation
from tests.builders.forms import send
from tests.visitor import Visitor


def test_seats_are_reserved_and_people_who_are_in_count(desk: Visitor) -> None:
    event, town = an_event(seats=10), an_organisation("Älvstad")
    a_registration(event, organisation=town)
    address = f"/organizer/events/{event.slug}/delegations"
    assert send(desk, address, organisation=town.code, seats=4).status_code == 303
    page = desk.get(address).text
    assert "Älvstad" in page
    assert "1 of 4" in page
    assert send(desk, address, organisation=town.code, seats=4).status_code == 409


def test_more_than_there_are_only_for_a_reason(desk: Visitor) -> None:
    event, town = an_event(seats=3), an_organisation()
    address = f"/organizer/events/{event.slug}/delegations"
    assert send(desk, address, organisation=town.code, seats=4).status_code == 409
    assert (
        send(desk, address, organisation=town.code, seats=4, reason="Lovat i våras").status_code
        == 303
    )


def test_seats_let_go_pass_on_and_a_stale_change_answers_409(desk: Visitor) -> None:
    town = an_organisation()
    event = an_event(seats=2, reserved={town: 2})
    (waiting,) = a_queue(event, 1)
    delegation = db.session.scalars(select(Delegation)).one()
    address = f"/organizer/events/{event.slug}/delegations/{delegation.code}"
    version = delegation.version
    assert send(desk, address, seats=1, version=version).status_code == 303
    assert waiting.state is RegistrationState.CONFIRMED
    assert send(desk, address, seats=0, version=version).status_code == 409

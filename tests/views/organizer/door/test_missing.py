"""Who is missing: counts for the door, and a way to the names for those who may see them."""

import pytest
from flask import Flask

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Event
from tests.builders import NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.people import an_organisation
from tests.views.public.pages import words
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(seats=20, starts_at=NOON)
    a_registration(event, name="Sju Sovare", organisation=an_organisation("Sigtuna"))
    db.session.commit()
    return event


def test_organizers_get_to_the_names(client: Visitor, event: Event) -> None:
    desk = signed_in(client, an_account(Role.ORGANIZER, event=event))
    address = f"/organizer/events/{event.slug}/door/missing"
    said = words(desk.get(address).text)
    assert "0 av 1 har kommit" in said
    assert "Sigtuna 0 av 1" in said
    assert "Sju Sovare" not in said
    listed = f"/organizer/events/{event.slug}/registrations?came=no&state=confirmed"
    assert "Sju Sovare" in desk.get(f"{listed}&organisation=Sigtuna").text
    assert "Sju Sovare" not in desk.get(f"{listed}&organisation=Mora").text


def test_door_staff_see_counts_and_no_way_to_names(client: Visitor, event: Event) -> None:
    staff = signed_in(client, an_account(Role.DOOR_STAFF, event=event))
    page = staff.get(f"/organizer/events/{event.slug}/door/missing").text
    assert "Sigtuna 0 av 1" in words(page)
    assert "came=no" not in page


def test_before_anybody_has_a_place_it_says_what_will_be_here(client: Visitor, app: Flask) -> None:
    event = an_event()
    desk = signed_in(client, an_account(Role.ORGANIZER, event=event))
    page = words(desk.get(f"/organizer/events/{event.slug}/door/missing").text)
    assert "Ingen har plats än" in page

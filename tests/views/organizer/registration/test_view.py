"""The list: what narrows it, its saved views, and what is done with many."""

import pytest

from eventapp.domain.desk.registration_view import find_view, save_view
from eventapp.extensions import db
from eventapp.models import Event, RegistrationState
from eventapp.worker import periodic
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.account import an_account
from tests.builders.forms import send
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def event() -> Event:
    event, town = an_event(), an_organisation("Älvstad")
    a_registration(event, name="Åsa Ek", organisation=town)
    a_registration(event, name="Bo Berg")
    db.session.commit()
    return event


def test_counts_columns_and_conditions_combine(desk: Visitor, event: Event) -> None:
    address = f"/organizer/events/{event.slug}/registrations"
    whole = desk.get(address).text
    narrowed = desk.get(f"{address}?state=confirmed&q=asa&column=email&sort=name").text

    assert "2 of 2 are shown" in whole
    assert "1 of 2 are shown" in narrowed
    assert "Bo Berg" not in narrowed
    assert "@town.example" in narrowed
    assert "@town.example" not in whole
    assert 'aria-sort="ascending"' in narrowed


def test_more_organisations_come_when_they_are_asked_for(desk: Visitor, event: Event) -> None:
    for number in range(20):
        a_registration(event).organisation_name = f"Förening {number}"
    db.session.commit()
    address = f"/organizer/events/{event.slug}/registrations"

    usual, every = desk.get(address).text, desk.get(f"{address}?organisations=all&q=asa").text

    assert (usual.count('name="organisation"'), every.count('name="organisation"')) == (12, 22)
    assert 'name="organisations" value="all">10 more</button>' in usual
    assert 'name="organisations"' not in every
    assert "1 of 22 are shown" in every


def test_a_view_is_saved_without_words_opened_by_its_address_and_deleted(
    desk: Visitor, event: Event
) -> None:
    address = f"/organizer/events/{event.slug}/registrations"
    query = "?q=asa&state=confirmed&sort=name"

    empty = send(desk, f"{address}/views{query}", page=address, name="")
    saved = send(desk, f"{address}/views{query}", page=address, name="Anmälda")
    opened = desk.get(saved.headers["Location"], follow_redirects=True)

    assert (empty.status_code, saved.status_code) == (422, 303)
    assert "q=asa" not in opened.request.full_path
    assert "state=confirmed" in opened.request.full_path
    assert "Delete the view" in opened.text
    gone = send(desk, f"{saved.headers['Location']}/deletion", page=address)
    assert gone.status_code == 303
    assert "Anmälda" not in desk.get(address).text


def test_a_colleagues_view_is_opened_and_left(desk: Visitor, event: Event) -> None:
    address = f"/organizer/events/{event.slug}/registrations"
    view = save_view(event, an_account(), "Annas", "state=confirmed", now=NOON)
    db.session.commit()

    opened = desk.get(f"{address}/views/{view.code}", follow_redirects=True).text
    send(desk, f"{address}/views/{view.code}/deletion", page=address)

    assert "Delete the view" not in opened
    assert "A colleague saved this view." in desk.get(address).text
    assert find_view(event, view.code)


def test_many_are_cancelled_after_a_look_at_whom_it_concerns(desk: Visitor, event: Event) -> None:
    address = f"/organizer/events/{event.slug}/registrations/bulk"
    shown = desk.get(f"{address}/new?act=cancel&state=confirmed")
    fields = {"expected": "2", "reason": "Inställd buss"}

    assert "Åsa Ek" in shown.text
    assert "This concerns 2 people" in shown.text
    query = "?act=cancel&state=confirmed"
    page = f"{address}/new{query}"
    for wrong, status in (({"reason": ""}, 422), ({"expected": "1"}, 409)):
        assert send(desk, address + query, page=page, **(fields | wrong)).status_code == status
    started = send(desk, address + query, page=page, **fields)
    assert "Done for 0 of 2 so far" in desk.get(started.headers["Location"]).text
    periodic.run_due(now=NOON)
    assert "Done for 2 of 2." in desk.get(started.headers["Location"]).text
    list_page = f"/organizer/events/{event.slug}/registrations"
    assert desk.get(f"{list_page}?state={RegistrationState.CANCELLED}").text.count("Cancelled") > 2


def test_an_act_that_is_none_and_nobody_selected_are_told(desk: Visitor, event: Event) -> None:
    address = f"/organizer/events/{event.slug}/registrations/bulk/new"

    assert desk.get(f"{address}?act=odd").status_code == 404
    assert "Nobody is selected" in desk.get(f"{address}?act=cancel&q=finns-inte").text

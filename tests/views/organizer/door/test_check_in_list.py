"""The pages of check-in lists: what is typed stays, and names are for the desk alone."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.door.check_in_list.definition import list_lists
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, CheckIn, CheckInList, Event, Registration, Room
from tests.builders import DAY, HOUR, NOON, a_registration, a_session, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.door import a_check_in_list, a_digest, a_phone, a_scan
from tests.domain.door.sending import send
from tests.views.public.pages import words
from tests.visitor import Visitor


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(seats=20, starts_at=NOON - HOUR, ends_at=NOON + DAY)
    db.session.add(Room(event_id=event.id, name="Kammaren", seats=40))
    a_session(event, code="pass1", title="Uppsökande arbete")
    db.session.commit()
    return event


@pytest.fixture
def desk(client: Visitor, event: Event) -> Visitor:
    return signed_in(client, an_account(Role.ORGANIZER, event=event))


def lists_at(event: Event) -> str:
    return f"/organizer/events/{event.slug}/door/lists"


def post(desk: Visitor, address: str, **data: str) -> TestResponse:
    return desk.post(address, data=data | {"csrf_token": desk.form_token()})


def only_list(event: Event) -> CheckInList:
    db.session.expire_all()
    (listing,) = list_lists(event)
    return listing


def test_a_list_of_a_room_takes_the_rooms_seats_and_one_of_sessions_their_day(
    desk: Visitor, event: Event
) -> None:
    assert post(desk, lists_at(event), kind="room", name="Kammaren").status_code == 303
    assert only_list(event).capacity == 40

    sessions = {"kind": "sessions", "name": "Workshop", "sessions": "pass1", "signed_up_only": "y"}
    assert post(desk, lists_at(event), **sessions).status_code == 303
    _room, workshop = list_lists(event)
    assert workshop.signed_up_only
    assert workshop.day is not None
    said = words(desk.get(lists_at(event)).text)
    assert "Uppsökande arbete" in said
    assert "0 av 40" in said


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "sessions", "name": "Workshop"}, "Välj minst ett pass"),
        ({"kind": "day", "name": "Dag 1"}, "Välj dag"),
        ({"kind": "day", "name": "Dag 1", "sessions": "pass1"}, "avmarkera passen"),
        ({"kind": "room", "name": "Sal", "signed_up_only": "y"}, "Välj de pass"),
        ({"kind": "room", "name": ""}, "Skriv ett namn"),
        ({"kind": "room", "name": "Sal", "capacity": "-3"}, "Skriv ett tal från 1"),
        ({"kind": "room", "name": "Sal", "capacity": "många"}, "Skriv ett heltal"),
        ({"kind": "day", "name": "Dag", "day": "2031-02-31"}, "finns inte längre"),
        ({"kind": "sessions", "name": "W", "sessions": "borta"}, "finns inte längre"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(
    desk: Visitor, event: Event, data: dict[str, str], sentence: str
) -> None:
    answer = post(desk, lists_at(event), **data)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert f'value="{data["name"]}"' in answer.text
    assert list_lists(event) == []


def test_an_online_meeting_is_of_the_sessions_held_there_and_for_those_signed_up(
    desk: Visitor, event: Event
) -> None:
    meeting = {"kind": "online", "name": "Länken", "sessions": "pass1", "signed_up_only": "y"}
    assert post(desk, lists_at(event), **meeting).status_code == 303
    listing = only_list(event)
    assert [row.session.code for row in listing.listed_sessions] == ["pass1"]
    assert listing.signed_up_only
    assert 'checked id="sessions' in desk.get(f"{lists_at(event)}/{listing.code}").text


def test_the_name_of_another_list_is_refused_at_the_field(desk: Visitor, event: Event) -> None:
    a_check_in_list(event, name="Sal A")
    db.session.commit()
    answer = post(desk, lists_at(event), kind="room", name="sal a")
    assert answer.status_code == 409
    assert "Det finns redan en lista med det namnet" in words(answer.text)


def test_a_stale_save_shows_both(desk: Visitor, event: Event) -> None:
    listing = a_check_in_list(event, name="Sal A")
    db.session.commit()
    address = f"{lists_at(event)}/{listing.code}"
    fresh = {"kind": "room", "version": "1"}
    assert post(desk, address, name="Sal B", **fresh).status_code == 303
    stale = post(desk, address, name="Sal C", **fresh)
    assert stale.status_code == 409
    assert "Sal B" in stale.text
    assert "Sal C" in stale.text


def test_the_events_own_list_is_changed_and_neither_closed_nor_deleted(
    desk: Visitor, event: Event
) -> None:
    address = f"{lists_at(event)}/event"
    assert post(desk, address, exits="y", capacity="300", version="1").status_code == 303
    assert only_list(event).exits
    closing = post(desk, f"{address}/closing")
    assert "egen lista är öppen" in words(desk.get(closing.location).text)
    assert "kan inte tas bort" in words(desk.get(f"{address}/removal").text)


def test_a_list_is_closed_opened_and_deleted_while_unused(desk: Visitor, event: Event) -> None:
    listing = a_check_in_list(event, name="Sal A")
    db.session.commit()
    address = f"{lists_at(event)}/{listing.code}"
    post(desk, f"{address}/closing")
    assert only_list(event).closed_at
    post(desk, f"{address}/reopening")
    assert not only_list(event).closed_at
    assert post(desk, f"{address}/removal").status_code == 303
    assert list_lists(event) == []
    stale = post(desk, f"{address}/closing")  # from a page that still shows it
    assert stale.status_code == 404
    assert "Listan är borttagen." in words(stale.text)
    assert desk.get(address).status_code == 404


def a_guest_inside(event: Event, listing: CheckInList) -> Registration:
    guest = a_registration(event, name="Åsa Öberg")
    phone, _token = a_phone(event)
    send(phone, a_scan(a_digest(guest), list=listing.number))
    db.session.commit()
    return guest


def test_names_of_those_inside_are_for_the_desk_and_logged(
    client: Visitor, desk: Visitor, event: Event
) -> None:
    listing = a_check_in_list(event, name="Sal A")
    a_guest_inside(event, listing)
    address = f"{lists_at(event)}/{listing.code}/inside"
    assert "Åsa Öberg" not in desk.get(lists_at(event)).text
    page = words(desk.get(address).text)
    assert "Inne nu: Sal A" in page
    assert "Åsa Öberg" in page
    entry = db.session.query(AuditEntry).filter_by(action=AuditAction.INSIDE_READ).one()
    assert entry.details == {"list": listing.code}

    staff = signed_in(client, an_account(Role.DOOR_STAFF, event=event))
    assert staff.get(lists_at(event)).status_code == 200
    assert staff.get(address).status_code == 404


def test_a_paper_list_is_entered_for_its_own_day_alone(desk: Visitor, event: Event) -> None:
    listing = a_check_in_list(event, name="Fredagen", day=(NOON + DAY).date())
    closed = a_check_in_list(event, name="Sal A")
    guest = a_registration(event, name="Åsa Öberg")
    db.session.commit()
    post(desk, f"{lists_at(event)}/{closed.code}/closing")
    paper = f"/organizer/events/{event.slug}/door/paper"

    wrong = post(desk, f"{paper}?list={listing.code}", code=guest.desk_code)
    assert wrong.status_code == 409
    assert "Listan gäller inte den dagen" in words(wrong.text)
    assert guest.desk_code in wrong.text
    right = post(desk, f"{paper}?list={closed.code}", code=guest.desk_code)
    assert "Åsa Öberg kom" in words(desk.get(right.location).text)
    assert db.session.query(CheckIn).one().list_number == closed.number
    assert post(desk, f"{paper}?list={closed.code}", code=guest.desk_code).status_code == 409
    assert post(desk, paper, code=guest.desk_code).status_code == 303  # another list
    assert desk.get(f"{paper}?list=finnsinte").status_code == 404

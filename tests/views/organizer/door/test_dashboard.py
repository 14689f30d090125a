"""The door as organizers follow it."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.door import device as devices
from eventapp.domain.door import scan_tally
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Event
from eventapp.views.organizer.door import dashboard
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.views.organizer.counting import counted_statements
from tests.visitor import Visitor

MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(
        seats=99,
        starts_at=NOON - timedelta(hours=2),
        ends_at=NOON + timedelta(hours=30),
        registration_closes_at=NOON + timedelta(hours=30),
    )


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_nothing_yet_says_what_will_be_here(desk: Visitor, event: Event) -> None:
    page = desk.get(f"/organizer/events/{event.slug}/door").text

    assert "Nobody has arrived yet" in page
    assert "No scans yet" in page


def test_door_staff_see_nobody_once_the_door_has_closed(
    app: Flask, desk: Visitor, event: Event
) -> None:
    phone, _ = a_phone(event)
    guest = a_registration(event, name="Åsa Öberg")
    receive_scans(phone, read_scans(a_scan(a_digest(guest), at=NOON - 3 * HOUR)), now=NOON)
    client = app.test_client()
    assert isinstance(client, Visitor)
    staff = signed_in(client, an_account(Role.DOOR_STAFF, event=event))
    address = f"/organizer/events/{event.slug}/door"
    event.starts_at = event.registration_closes_at = NOON - 9 * HOUR
    event.ends_at = NOON - 2 * HOUR
    assert "Åsa Öberg" in staff.get(address).text

    event.ends_at -= timedelta(seconds=1)
    refused = staff.get(address)

    assert refused.status_code == 403
    assert "Evenemanget är slut" in refused.text
    assert "Åsa Öberg" not in refused.text
    assert "Åsa Öberg" in desk.get(address).text


def test_arrivals_are_counted_by_door_and_hour_each_person_once(
    desk: Visitor, event: Event
) -> None:
    first, _ = a_phone(event, "Entré")
    second, _ = a_phone(event, "Norra porten")
    guests = [a_registration(event) for _ in range(3)]
    early = NOON - 70 * MINUTE
    receive_scans(first, read_scans(a_scan(a_digest(guests[0]), at=early)), now=NOON)
    later = [a_scan(a_digest(guest), at=NOON - MINUTE, place=2) for guest in guests[1:]]
    receive_scans(second, read_scans(*later), now=NOON)
    receive_scans(first, read_scans(a_scan(a_digest(guests[1]), verdict="again")), now=NOON)

    text = words(desk.get(f"/organizer/events/{event.slug}/door").text)

    assert "have arrived, of 3 with a place 3" in text
    assert "Entré 1 0 1" in text
    assert "Norra porten 0 2 2" in text
    assert "tickets let in twice 0" in text


def test_a_ticket_let_in_twice_is_shown_with_both_doors(desk: Visitor, event: Event) -> None:
    phones = [a_phone(event, door)[0] for door in ("Entré", "Norra porten")]
    guest = a_registration(event, name="Linnéa Vårglim")
    for place, phone in enumerate(phones, 1):
        at = NOON - (10 - place) * MINUTE
        receive_scans(phone, read_scans(a_scan(a_digest(guest), at=at, place=place)), now=NOON)

    text = words(desk.get(f"/organizer/events/{event.slug}/door").text)

    assert "tickets let in twice 1" in text
    assert "Linnéa Vårglim" in text
    assert "12:51, Entré 12:52, Norra porten Certain" in text


def test_what_to_look_at_is_what_was_let_in_though_unwelcome(desk: Visitor, event: Event) -> None:
    phone, _token = a_phone(event)
    good, other = a_registration(event, name="Alva Ett"), a_registration(event, name="Bo Två")
    forced = a_scan(a_digest(other), verdict="unlisted", how="forced")
    stranger = a_scan("0" * 32, verdict="unlisted", how="forced")
    receive_scans(phone, read_scans(a_scan(a_digest(good)), forced, stranger), now=NOON)

    text = words(desk.get(f"/organizer/events/{event.slug}/door?show=odd").text)

    assert "Unknown ticket" in text
    assert "Let in anyway." in text
    assert "Alva Ett" not in text


def test_each_day_has_its_own_page_and_other_days_have_none(desk: Visitor, event: Event) -> None:
    address = f"/organizer/events/{event.slug}/door"

    assert desk.get(f"{address}?day=2027-03-02").status_code == 200
    assert desk.get(f"{address}?day=2027-03-09").status_code == 404
    assert desk.get(f"{address}?page=99").status_code == 200


def test_a_page_asks_as_little_of_the_database_for_many_as_for_few(
    desk: Visitor, event: Event
) -> None:
    address, counts = f"/organizer/events/{event.slug}/door", []
    phone, _token = a_phone(event)
    for _ in range(2):
        scans = [a_scan(a_digest(a_registration(event))) for _ in range(5)]
        again = [scan | {"id": a_scan()["id"], "seq": 9} for scan in scans]
        receive_scans(phone, read_scans(*scans, *again), now=NOON)
        desk.get(address)
        with counted_statements() as sent:
            assert desk.get(address).status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 15


def test_door_staff_follow_their_own_event_and_manage_none(client: Visitor, event: Event) -> None:
    staff = signed_in(client, an_account(Role.DOOR_STAFF, event=event))
    other = an_event()

    assert staff.get(f"/organizer/events/{event.slug}/door").status_code == 200
    assert staff.get(f"/organizer/events/{other.slug}/door").status_code == 404
    assert staff.get(f"/organizer/events/{event.slug}/door/devices").status_code in {403, 404}
    assert devices.list_devices(event) == []


def test_scans_of_several_days_tell_the_day_too(desk: Visitor) -> None:
    event = an_event(starts_at=NOON - DAY, ends_at=NOON + DAY)
    phone, _ = a_phone(event, "Entré")
    receive_scans(
        phone, read_scans(a_scan(a_digest(a_registration(event)), at=NOON - MINUTE)), now=NOON
    )

    text = words(desk.get(f"/organizer/events/{event.slug}/door").text)

    assert re.search(r"12:59 \d+ \w+", text)


@pytest.mark.parametrize(("counted", "shown"), [(3, 3), (1, 2)])
def test_of_what_takes_too_long_to_store_the_page_counts_some_and_says_that_there_is_more(
    desk: Visitor, event: Event, monkeypatch: pytest.MonkeyPatch, counted: int, shown: int
) -> None:
    monkeypatch.setattr(scan_tally, "SCANS_AT_ONCE", 1)
    monkeypatch.setattr(scan_tally, "SCANS_FOR_A_PAGE", counted)
    monkeypatch.setattr(dashboard, "STORING_SECONDS", 0)
    phone, _ = a_phone(event)
    scans = [a_scan(a_digest(a_registration(event)), at=NOON - MINUTE) for _ in range(3)]
    for scan in scans:
        receive_scans(phone, read_scans(scan), now=NOON)
    db.session.commit()

    page = words(desk.get(f"/organizer/events/{event.slug}/door").text)

    assert not scan_tally.is_stored(event)
    assert f"have arrived, of 3 with a place {shown}" in page
    assert ("Not all scans have been counted yet" in page) is (shown < 3)

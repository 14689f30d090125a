"""The tally of scans is what a full projection comes to, wherever it was stored last."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from eventapp.domain.door import device as devices
from eventapp.domain.door import roster_entry, scan_tally
from eventapp.domain.door.attendance import (
    load_list_attendances,
    load_scans,
    project_lists,
)
from eventapp.domain.door.projection import EPOCH, day_of, in_house, project_attendance
from eventapp.domain.door.roster import MILLISECOND, arrivals_at_lists, list_arrivals
from eventapp.domain.door.scan_tally import DayTally
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.models import (
    CheckIn,
    Event,
    ListArrival,
    Registration,
    RosterArrival,
    ScanTally,
)
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.presences import load_attendances
from tests.domain.door.sending import send
from tests.domain.door.test_check_in import stories

TODAY = {"starts_at": NOON - timedelta(hours=2), "ends_at": NOON + timedelta(hours=30)}
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(**TODAY)


Figures = tuple[dict[Any, int], dict[Any, int], dict[Any, int], int, set[Any]]


def recounted(event: Event, moment: Any = NOON) -> Figures:
    """The figures of a day, of all its scans at once."""
    zone, day = ZoneInfo(event.time_zone), moment.astimezone(ZoneInfo(event.time_zone)).date()
    scans = {
        owner: [s for s in own if day_of(s.at, zone) == day]
        for owner, own in load_scans(event.id).items()
    }
    presences = {owner: project_attendance(in_house(own), zone) for owner, own in scans.items()}
    came = Counter(
        (presence.first.place, (EPOCH + presence.first.at * MILLISECOND).astimezone(zone).hour)
        for presence in presences.values()
        if presence.first
    )
    firsts = {owner: presence.first for owner, presence in presences.items() if presence.first}
    minutes = Counter(first.at // scan_tally.MINUTE for first in firsts.values())
    people = select(Registration.id, Registration.organisation_name)
    names = {row[0]: row[1] for row in db.session.execute(people)}
    organisations = Counter(names.get(owner, "") for owner in firsts)
    inside = sum(1 for presence in presences.values() if presence.stay)
    at_lists = project_lists(event, scans)
    contradicted = {o for o, at in at_lists.items() if any(p.conflicts for p in at.values())}
    return dict(came), dict(minutes), dict(organisations), inside, contradicted


def recounted_lists(event: Event) -> dict[int, tuple[int, int]]:
    """How many came to each further list, and are there; all scans are of one day."""
    counts: dict[int, tuple[int, int]] = {}
    for at_lists in load_list_attendances(event).values():
        for number, presence in at_lists.items():
            if number and presence.first:
                came, inside = counts.get(number, (0, 0))
                counts[number] = (came + 1, inside + bool(presence.stay))
    return counts


def tallied_lists(event: Event) -> dict[int, tuple[int, int]]:
    day = scan_tally.load_day(event, NOON.date())
    return {n: (of.came, of.inside) for n, of in day.lists.items() if of.came}


def tallied(event: Event, moment: Any = NOON) -> Figures:
    day: DayTally = scan_tally.load_day(event, moment.astimezone(ZoneInfo(event.time_zone)).date())
    came, minutes, organisations = (
        {key: count for key, count in counts.items() if count}
        for counts in (day.came, day.minutes, day.organisations)
    )
    return came, minutes, organisations, day.inside, day.contradicted


def arrivals(event: Event) -> set[tuple[str, bytes]]:
    return {
        (row.digest, row.arrival)
        for table in (RosterArrival, ListArrival)
        for row in db.session.scalars(select(table).where(table.event_id == event.id))
    }


def arrivals_afresh(event: Event) -> set[tuple[str, bytes]]:
    rows = list_arrivals(event, load_attendances(event))
    rows += arrivals_at_lists(event, load_list_attendances(event))
    return {(row["digest"], row["arrival"]) for row in rows}


def store(event: Event) -> None:
    while scan_tally.store_tally(event):
        pass


def move(event: Event, guest: Registration, organisation: str) -> None:
    """Somebody is of another organisation now, and the roster has heard of it."""
    guest.organisation_name = organisation
    db.session.flush()
    while not roster_entry.is_recorded(event):
        roster_entry.record_changes(event)


@settings(max_examples=20)
@given(stories(), st.randoms(use_true_random=False))
def test_however_scans_arrive_and_whenever_it_is_stored_the_tally_is_a_recount(
    app: Flask, story: list[tuple[int, dict[str, Any]]], chance: random.Random
) -> None:
    event = an_event(**TODAY)
    phones = [a_phone(event, f"Entré {n}")[0] for n in range(3)]
    guests = [a_registration(event) for _ in range(3)]
    digests = [*(a_digest(guest) for guest in guests), "0" * 32]
    known = {scan["id"]: f"{event.slug}{n:020d}"[-22:] for n, (_, scan) in enumerate(story)}
    chance.shuffle(story)
    for who, scan in story:
        own = scan | {"id": known[scan["id"]], "place": who + 1}
        own |= (
            {"target": known[scan["target"]]}
            if "target" in scan
            else {"digest": digests[int(scan["digest"])]}
        )
        send(phones[who], own)
        if chance.random() < 0.2:
            move(event, guests[who % 3], f"Kommun {chance.randrange(2)}")
        if chance.random() < 0.4:
            store(event)
            assert arrivals(event) == arrivals_afresh(event)

    assert tallied(event) == recounted(event)
    assert tallied_lists(event) == recounted_lists(event)
    store(event)
    assert scan_tally.is_stored(event)
    assert tallied(event) == recounted(event)
    assert tallied_lists(event) == recounted_lists(event)
    assert arrivals(event) == arrivals_afresh(event)


def test_some_are_counted_at_a_time_whole_revisions_each(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, _token = a_phone(event)
    for _ in range(3):
        send(phone, *(a_scan(a_digest(a_registration(event))) for _ in range(2)))
    monkeypatch.setattr(scan_tally, "SCANS_AT_ONCE", 3)

    assert [scan_tally.store_tally(event), scan_tally.store_tally(event)] == [True, False]
    assert tallied(event) == recounted(event)


def test_when_too_many_came_to_be_named_in_a_query_everybodys_scans_are_read(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, _token = a_phone(event)
    first, second, third = (a_digest(a_registration(event)) for _ in range(3))
    send(phone, a_scan(first))
    store(event)
    send(phone, a_scan(second), a_scan(third))
    monkeypatch.setattr(scan_tally, "OWNERS_NAMED_MAX", 1)

    assert tallied(event) == recounted(event)
    store(event)
    assert tallied(event) == recounted(event)
    assert arrivals(event) == arrivals_afresh(event)


def test_each_day_is_counted_for_itself(event: Event) -> None:
    phone, _token = a_phone(event)
    digest = a_digest(a_registration(event))
    send(phone, a_scan(digest))
    store(event)
    send(phone, a_scan(digest, at=NOON + DAY))

    for moment in (NOON, NOON + DAY):
        assert tallied(event, moment) == recounted(event, moment)
        assert sum(tallied(event, moment)[0].values()) == 1


def test_scans_that_are_let_count_or_deleted_later_are_counted_anew(event: Event) -> None:
    phone, _token = a_phone(event)
    first, second = a_registration(event), a_registration(event)
    send(phone, a_scan(a_digest(first)))
    devices.revoke(phone, actor="organizer", now=NOON)
    send(phone, a_scan(a_digest(second)))
    store(event)
    assert sum(tallied(event)[0].values()) == 1

    devices.count_quarantined(phone, actor="organizer", now=NOON)
    db.session.flush()
    assert tallied(event) == recounted(event)
    store(event)
    assert sum(tallied(event)[0].values()) == 2

    db.session.execute(delete(CheckIn).where(CheckIn.registration_id == first.id))
    assert a_digest(first) not in {digest for digest, _arrival in arrivals(event)}
    db.session.expire_all()
    assert tallied(event) == recounted(event)
    store(event)
    assert arrivals(event) == arrivals_afresh(event)


def test_scans_that_become_another_persons_are_counted_anew(event: Event) -> None:
    phone, _token = a_phone(event)
    first, second = a_registration(event), a_registration(event)
    send(phone, *(a_scan(a_digest(guest)) for guest in (first, second)))
    store(event)

    db.session.execute(update(CheckIn).values(registration_id=second.id))
    db.session.expire_all()

    assert db.session.get(ScanTally, event.id) is None
    assert tallied(event) == recounted(event)


def test_another_zone_or_first_day_is_another_count(event: Event) -> None:
    phone, _token = a_phone(event)
    send(phone, a_scan(a_digest(a_registration(event))))
    store(event)

    event.time_zone = "Asia/Tokyo"
    db.session.flush()

    assert not scan_tally.is_stored(event)
    assert tallied(event) == recounted(event)
    store(event)
    assert tallied(event) == recounted(event)
    assert arrivals(event) == arrivals_afresh(event)


def test_an_arrival_follows_its_owner_to_the_newest_ticket(event: Event) -> None:
    phone, _token = a_phone(event)
    guest: Registration = a_registration(event)
    send(phone, a_scan(a_digest(guest)))
    store(event)

    ticket.issue(event, guest, now=NOON + SECOND)
    db.session.flush()
    while not roster_entry.is_recorded(event):
        roster_entry.record_changes(event)
    db.session.expire_all()

    assert {digest for digest, _arrival in arrivals(event)} == {a_digest(guest)}
    assert arrivals(event) == arrivals_afresh(event)


def test_who_has_come_is_counted_for_the_organisation_of_today(event: Event) -> None:
    phone, _token = a_phone(event)
    guest: Registration = a_registration(event)
    send(phone, a_scan(a_digest(guest)))
    send(phone, a_scan(a_digest(guest), at=NOON + DAY))
    store(event)

    move(event, guest, "Sigtuna kommun")

    for moment in (NOON, NOON + DAY):
        assert tallied(event, moment)[2] == {"Sigtuna kommun": 1}
        assert tallied(event, moment) == recounted(event, moment)


def test_a_tally_of_the_release_before_is_counted_anew(event: Event) -> None:
    phone, _token = a_phone(event)
    send(phone, a_scan(a_digest(a_registration(event))))
    store(event)
    row = db.session.get_one(ScanTally, event.id)
    row.frame = row.frame.removesuffix(f" {scan_tally.FORM}")
    row.days = {day: {"came": of_day["came"]} for day, of_day in row.days.items()}
    db.session.flush()

    assert tallied(event) == recounted(event)
    store(event)
    assert tallied(event) == recounted(event)

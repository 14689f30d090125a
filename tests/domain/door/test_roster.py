"""The roster in pages and by revision, and who is found in it."""

from datetime import date, timedelta

import pytest
from flask import Flask

from eventapp.domain.door import roster, roster_entry, roster_log
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.registration import ticket
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Event
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans

ARRIVAL_BYTES = 14


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=30))
    a_phone(event)
    return event


def noted(event: Event) -> int:
    """Bring the log up to date; the revision it stands at."""
    db.session.flush()
    if not roster_entry.is_recorded(event):
        roster_entry.record_changes(event)
    return roster_log.current(event.id).revision


def changed(event: Event, since: int) -> list[str]:
    noted(event)
    page = roster.roster_changes(event, since)
    assert page
    return [page.records[at : at + 16].hex() for at in range(0, len(page.records), 172)]


def test_nothing_new_is_no_new_revision(event: Event) -> None:
    a_registration(event)
    before = noted(event)

    assert noted(event) == before
    assert changed(event, before) == []


@pytest.mark.parametrize("what", ["cancelled", "renamed", "promoted", "reissued"])
def test_whatever_changes_at_a_ticket_is_told(event: Event, what: str) -> None:
    someone, _other = a_registration(event), a_registration(event)
    before, old = noted(event), a_digest(someone)

    if what == "cancelled":
        cancel(someone, now=NOON)
    elif what == "renamed":
        someone.name = "Another Name"  # by whoever forgets to raise the version
    elif what == "promoted":
        someone.organisation_name = "Ockelbo kommun"
    else:
        ticket.issue(event, someone, now=NOON)
        db.session.flush()

    assert set(changed(event, before)) == {old, a_digest(someone)}


def test_a_revision_that_is_not_ours_brings_everything(event: Event) -> None:
    revision = noted(event)

    assert roster.roster_changes(event, revision + 1) is None
    assert roster.roster_changes(event, -1) is None


def test_who_has_missed_very_many_arrivals_is_sent_everything(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = [a_digest(a_registration(event)) for _ in range(2)]
    before = noted(event)
    phone, _token = a_phone(event, "Port 2")
    receive_scans(phone, read_scans(*map(a_scan, guests)), now=NOON)
    page = roster.roster_changes(event, before)
    assert page
    assert len(page.arrivals) == 2 * ARRIVAL_BYTES

    monkeypatch.setattr(roster, "PAGE_RECORDS_MAX", 1)
    assert roster.roster_changes(event, before) is None


def test_pages_follow_one_another_without_gap_or_overlap(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        a_registration(event)
    noted(event)
    whole = roster.whole_roster(event).records
    monkeypatch.setattr(roster, "PAGE_RECORDS_MAX", 10)

    pages, after = [], ""
    while True:
        page = roster.whole_roster(event, after)
        pages.append(page.records)
        if page.next is None:
            break
        after = page.next

    assert [len(page) // 172 for page in pages] == [10] * 6 + [4]
    assert b"".join(pages) == whole


@pytest.mark.parametrize(("people", "records"), [(0, 64), (1, 64), (64, 64), (65, 128)])
def test_the_number_of_records_is_coarse(app: Flask, people: int, records: int) -> None:
    event = an_event(seats=100)
    a_phone(event)
    for _ in range(people):
        a_registration(event)
    noted(event)

    assert len(roster.whole_roster(event).records) == records * 172


def test_days_and_the_end_are_those_of_the_place(event: Event) -> None:
    frame = roster.roster_frame(event)

    assert frame.days == (date(2027, 3, 1), date(2027, 3, 2))
    assert frame.zero == roster.milliseconds(NOON) - 13 * 3_600_000
    assert frame.expires == roster.milliseconds(event.ends_at) + 2 * 3_600_000


def test_arrivals_of_the_records_come_first_and_in_their_order() -> None:
    low, high, strange = (bytes([n] * 8) for n in (1, 2, 0))
    records = b"".join(prefix + bytes(164) for prefix in (low, high))
    soon, late = bytes((0, 0, 0, 7, 1, 1)), bytes((1, 0, 0, 0, 1, 1))

    in_order = roster.in_order([high + soon, strange + soon, low + soon], records)
    assert in_order == [low + soon, high + soon, strange + soon]
    assert roster.in_order([low + late, high + soon], records) == [high + soon, low + late]
    assert roster.in_order([low + soon, low + late], records) == [low + late]

"""The desk's scans: one row of numbers, at their own door or another's, among all others."""

import pytest

from eventapp.domain import locking
from eventapp.domain.door import device as devices
from eventapp.domain.door.desk_scan import (
    DeskScan,
    is_inside,
    is_on,
    scans_of,
    write_scans,
)
from eventapp.domain.door.roster import milliseconds
from eventapp.models import ScanKind
from tests.builders import DAY
from tests.domain.door.test_desk_check_in import MINUTE, MORNING, a_two_day_event

pytestmark = pytest.mark.usefixtures("app")


def test_a_batch_is_stored_in_its_order_and_can_be_taken_back() -> None:
    event, person = a_two_day_event()
    desk = devices.provide_desk(locking.lock_event(event), now=MORNING)
    at, digest = milliseconds(MORNING), person.tickets[-1].digest
    first, second = write_scans(
        desk,
        [DeskScan(ScanKind.ENTRY, at, digest), DeskScan(ScanKind.ENTRY, at + 1, digest, place=7)],
        now=MORNING,
    )

    scans = scans_of(person)
    assert [scan.id for scan in scans] == [first, second]
    assert [scan.place for scan in scans] == [desk.place.number, 7]
    assert is_inside(event, scans, MORNING + MINUTE)
    assert not is_inside(event, scans, MORNING + DAY)

    undoings = [DeskScan(ScanKind.UNDO, at, target=id_) for id_ in (first, second)]
    write_scans(desk, undoings, now=MORNING)
    assert not is_inside(event, scans_of(person), MORNING + MINUTE)


def test_the_events_days_are_told_from_others() -> None:
    event, _person = a_two_day_event()
    assert [is_on(event, MORNING + days * DAY) for days in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]

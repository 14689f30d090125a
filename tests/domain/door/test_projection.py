"""Attendance is a function of the set of scans: how they arrived changes nothing."""

import random
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.door.projection import (
    CORRECTION,
    Presence,
    Scan,
    by_list,
    day_of,
    day_span,
    effective,
    in_house,
    project_attendance,
    stay_before,
    uncertain,
)
from eventapp.models import ScanKind

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MORNING = 1_790_066_400_000  # 22 September 2026, 10.00 in Stockholm
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


def a_scan(scan_id: str, at: int, *, device: int = 1, **facts: Any) -> Scan:
    defaults: dict[str, Any] = {
        "at": MORNING + at,
        "device": device,
        "life": "life",
        "seq": 1,
        "id": scan_id,
        "kind": ScanKind.ENTRY,
        "place": device,
        "low": MORNING + at,
        "high": MORNING + at,
        "stretched": False,
        "admits": True,
        "knew": False,
        "target": None,
    }
    return Scan(**defaults | facts)


def an_undoing(target: str, at: int, *, device: int = 1, life: str = "life") -> Scan:
    facts = {"kind": ScanKind.UNDO, "admits": False, "target": target, "life": life}
    return a_scan(f"undo {target} {at}", at, device=device, **facts)


@st.composite
def histories(draw: st.DrawFn) -> list[Scan]:
    """What three phones may have told of one ticket: near together, so that much is at once."""
    count = draw(st.integers(1, 7))
    scans = []
    for number in range(count):
        device, at = draw(st.integers(1, 3)), draw(st.integers(0, 3)) * 1000
        kind = draw(st.sampled_from(["entry", "entry", "exit", "undo", "unwelcome"]))
        seq, width = draw(st.integers(0, 2)), draw(st.sampled_from([0, 5000]))
        if kind == "undo":
            target = draw(st.integers(0, count - 1))
            life = draw(st.sampled_from(["life", "life", CORRECTION]))
            scans.append(an_undoing(f"s{target}", at, device=device, life=life))
            continue
        facts = {"seq": seq, "low": MORNING + at - width, "high": MORNING + at + width}
        if kind == "exit":
            facts |= {"kind": ScanKind.EXIT, "admits": False}
        facts |= {"admits": kind == "entry", "knew": draw(st.booleans())}
        scans.append(a_scan(f"s{number}", at, device=device, **facts))
    return scans


@given(histories(), st.randoms(use_true_random=False))
def test_arrival_order_and_repetition_change_nothing(
    scans: list[Scan], chance: random.Random
) -> None:
    expected = project_attendance(scans, STOCKHOLM)

    arrived = [*scans, *chance.choices(scans, k=3)]
    chance.shuffle(arrived)

    assert project_attendance({scan.id: scan for scan in arrived}.values(), STOCKHOLM) == expected


@given(histories())
def test_what_a_projection_says_holds_together(scans: list[Scan]) -> None:
    attendance = project_attendance(scans, STOCKHOLM)

    entries = [scan for scan in effective(scans) if scan.kind is ScanKind.ENTRY]
    assert (attendance.first is None) == (not entries)
    assert attendance.first == (min(entries, key=lambda scan: scan.order) if entries else None)
    assert all(conflict.other is not attendance.first for conflict in attendance.conflicts)
    assert all(conflict.first.order < conflict.other.order for conflict in attendance.conflicts)


@dataclass
class Slip:
    """A projection that somebody might have written instead."""

    by: str

    def __call__(self, scans: list[Scan]) -> Presence:
        if self.by == "arrival":
            first = next((scan for scan in scans if scan.admits), None)
            return Presence(first, None, None, ())
        ordered = sorted(scans, key=lambda scan: scan.at)
        if self.by == "no tie-break":
            first = next((scan for scan in ordered if scan.admits), None)
            return Presence(first, None, None, ())
        undone: set[str] = set()
        remaining = []
        for scan in scans:
            if scan.kind is ScanKind.UNDO:
                remaining = [other for other in remaining if other.id != scan.target]
                undone.add(scan.target or "")
            elif scan.admits:
                remaining.append(scan)
        first = min(remaining, key=lambda scan: scan.order, default=None)
        return Presence(first, None, None, ())


@pytest.mark.parametrize("by", ["arrival", "no tie-break", "undo only what has come"])
def test_the_rule_catches_a_projection(by: str) -> None:
    slip = Slip(by)

    @given(histories(), st.randoms(use_true_random=False))
    def shuffled(scans: list[Scan], chance: random.Random) -> None:
        arrived = list(scans)
        chance.shuffle(arrived)
        assert slip(arrived) == slip(scans)

    with pytest.raises(AssertionError):
        shuffled()


def test_a_correction_takes_away_what_any_door_scanned_and_a_phone_its_own() -> None:
    entry, by_phone = a_scan("a", 0), an_undoing("a", 1, device=2)
    assert project_attendance([entry, by_phone], STOCKHOLM).first == entry
    by_hand = an_undoing("a", 1, device=2, life=CORRECTION)
    assert project_attendance([by_hand, entry], STOCKHOLM).first is None


def test_two_doors_that_did_not_know_are_one_arrival_and_one_conflict() -> None:
    early, late = a_scan("a", 0), a_scan("b", 10 * MINUTE, device=2)

    attendance = project_attendance([late, early], STOCKHOLM)

    assert (attendance.first, attendance.stay) == (early, early)
    assert [
        (conflict.first, conflict.other, conflict.uncertain) for conflict in attendance.conflicts
    ] == [(early, late, False)]


def test_a_door_that_knew_is_no_conflict() -> None:
    attendance = project_attendance(
        [a_scan("a", 0), a_scan("b", MINUTE, device=2, knew=True)], STOCKHOLM
    )

    assert attendance.conflicts == ()


def test_who_went_out_comes_in_anew() -> None:
    left = a_scan("out", MINUTE, kind=ScanKind.EXIT, admits=False)
    back = a_scan("b", 2 * MINUTE, device=2)

    attendance = project_attendance([a_scan("a", 0), left, back], STOCKHOLM)

    assert (attendance.stay, attendance.last, attendance.conflicts) == (back, back, ())
    assert project_attendance([a_scan("a", 0), left], STOCKHOLM).stay is None


def test_a_new_day_begins_outside() -> None:
    today, tomorrow = a_scan("a", 0), a_scan("b", DAY, device=2)

    attendance = project_attendance([today, tomorrow], STOCKHOLM)

    assert (attendance.first, attendance.stay, attendance.conflicts) == (today, tomorrow, ())
    assert stay_before(tomorrow, [today, tomorrow], STOCKHOLM) is None


def test_the_day_is_that_of_the_place() -> None:
    assert day_of(MORNING, STOCKHOLM) == date(2026, 9, 22)
    assert day_of(MORNING + 15 * 60 * MINUTE, STOCKHOLM) == date(2026, 9, 23)
    assert day_of(MORNING + 15 * 60 * MINUTE, ZoneInfo("UTC")) == date(2026, 9, 22)


@given(
    st.integers(-10_000_000_000_000, 220_000_000_000_000),
    st.sampled_from(
        ["Europe/Stockholm", "America/Havana", "Asia/Beirut", "Atlantic/Azores", "Africa/Monrovia"]
    ),
    st.integers(-1, 1),
)
def test_a_day_spans_the_moments_that_are_on_it(moment: int, name: str, off: int) -> None:
    zone = ZoneInfo(name)
    day = day_of(moment, zone)
    begins, ends = day_span(day, zone)

    assert begins <= moment < ends
    for edge in (begins + off, ends + off):  # also where a clock is changed at midnight
        assert (day_of(edge, zone) == day) == (begins <= edge < ends)


def test_an_undoing_holds_before_and_after_what_it_undoes_and_on_its_own_phone_only() -> None:
    entry = a_scan("a", 0)

    assert project_attendance([an_undoing("a", MINUTE), entry], STOCKHOLM).first is None
    assert project_attendance([entry, an_undoing("a", MINUTE)], STOCKHOLM).first is None
    assert project_attendance([entry, an_undoing("a", MINUTE, device=2)], STOCKHOLM).first is entry


@pytest.mark.parametrize(
    ("other", "unsure"),
    [
        ({"low": MORNING, "high": MORNING + 5 * MINUTE}, True),
        ({"low": MORNING - 5 * MINUTE, "high": MORNING + 5 * MINUTE, "stretched": True}, True),
        ({"low": MORNING + 1500, "high": MORNING + 1500}, False),
        ({"at": MORNING + 3000, "low": MORNING - MINUTE, "high": MORNING + MINUTE}, False),
        ({"device": 1, "low": MORNING, "high": MORNING + MINUTE}, False),
    ],
    ids=["near and overlapping", "a clock that was set", "apart", "three seconds", "one phone"],
)
def test_order_is_uncertain_only_where_nobody_can_tell(other: dict[str, Any], unsure: bool) -> None:
    scan = a_scan("a", 0)
    another = a_scan("b", 1500, device=2)._replace(**other)

    assert uncertain(scan, another) is unsure
    assert uncertain(another, scan) is unsure


def test_each_list_is_projected_for_itself_and_leaving_a_room_is_not_leaving_the_house() -> None:
    session = {"list_number": 3}
    left = {"kind": ScanKind.EXIT, "admits": False}
    here = a_scan("a", 0)
    scans = [
        here,
        a_scan("b", MINUTE, **session),
        a_scan("c", 2 * MINUTE, **session, **left),
        an_undoing("c", 3 * MINUTE),  # says nothing of a list
        a_scan("d", 4 * MINUTE, **session, **left),
    ]

    lists = by_list(scans)

    assert {number: len(list(effective(own))) for number, own in lists.items()} == {0: 1, 3: 2}
    assert project_attendance(lists[3], STOCKHOLM).stay is None
    assert project_attendance(in_house(scans), STOCKHOLM).stay is here
    assert stay_before(a_scan("e", 5 * MINUTE, **session), scans, STOCKHOLM) is None
    assert stay_before(a_scan("e", 5 * MINUTE), scans, STOCKHOLM) is here
    assert by_list([here]) == {0: [here]}

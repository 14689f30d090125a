"""A scan's place in time holds whatever phones and their clocks do; six likely slips do not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from eventapp.domain.door.scan_timing import TOLERANCE, Handshake, ScanTime, time_scan
from tests.domain.door.phones import ALIKE, Phone

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "placing.json").read_text(encoding="utf-8")
)
HOUR = 3_600_000
Placing = Callable[[int, int, Handshake, Handshake | None], ScanTime]

steps = st.one_of(
    st.tuples(st.just("run"), st.integers(0, HOUR)),
    st.tuples(st.just("sleep"), st.integers(0, 2 * HOUR)),
    st.tuples(st.just("reload"), st.integers(0, 10_000)),
    st.tuples(st.just("set_clock"), st.integers(-48 * HOUR, 48 * HOUR)),
    st.tuples(st.just("sync"), st.integers(0, 3_000), st.integers(0, 3_000)),
    st.tuples(st.just("scan")),
)
scripts = st.lists(steps, max_size=25)


def follow(script: list[tuple[Any, ...]], **phone: Any) -> Phone:
    """Let a phone live through a script, with a handshake at either end."""
    actor = Phone(**phone)
    actor.sync(100, 100)
    for name, *lengths in script:
        getattr(actor, name)(*lengths)
    actor.sync(100, 100)
    return actor


def where(phone: Phone, rule: Placing = time_scan) -> list[ScanTime]:
    return [rule(scan.odo, scan.wall, scan.before, scan.after) for scan in phone.scans]


def bounds_are_true(phone: Phone, rule: Placing = time_scan) -> None:
    """Rule 1: with `after`, the bounds hold; without, nothing but a round trip is missing."""
    for scan, placed in zip(phone.scans, where(phone, rule), strict=True):
        assert placed.low <= placed.at <= placed.high
        assert placed.low <= scan.true
        if scan.after:
            assert scan.true <= placed.high


def honest_clocks_tell_the_time(phone: Phone, rule: Placing = time_scan) -> None:
    """Rule 2: a phone whose clock nobody moved is right to within a round trip.

    A way there and a way back that take longer than TOLERANCE look like a moved clock.
    """
    if phone.clock_set or 2 * phone.slowest > TOLERANCE:
        return
    for scan, placed in zip(phone.scans, where(phone, rule), strict=True):
        assert abs(placed.at - scan.true) <= phone.slowest + ALIKE


def waking_phones_tell_the_time(phone: Phone, rule: Placing = time_scan) -> None:
    """Rule 3: on a phone that stayed awake, moving the clock changes nothing."""
    if phone.slept or phone.lost:
        return
    for scan, placed in zip(phone.scans, where(phone, rule), strict=True):
        assert abs(placed.at - scan.true) <= phone.slowest + ALIKE


def skew_changes_nothing(script: list[tuple[Any, ...]], rule: Placing = time_scan) -> None:
    """Rule 4: how the clock was set before the first handshake does not matter, to the ms."""
    walls = [where(follow(script, offset=offset), rule) for offset in (0, -47 * 60_000, 10**12)]
    assert walls[0] == walls[1] == walls[2]


def all_rules(script: list[tuple[Any, ...]], rule: Placing = time_scan, **phone: Any) -> None:
    actor = follow(script, **phone)
    bounds_are_true(actor, rule)
    honest_clocks_tell_the_time(actor, rule)
    waking_phones_tell_the_time(actor, rule)
    if not phone:
        skew_changes_nothing(script, rule)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["why"])
def test_a_scan_is_placed_as_the_vectors_say(vector: dict[str, Any]) -> None:
    after = vector["after"] and Handshake(**vector["after"])

    placed = time_scan(vector["odo"], vector["wall"], Handshake(**vector["before"]), after)

    assert {"at": placed.at, "low": placed.low, "high": placed.high} == vector["placed"]


@given(scripts)
@settings(max_examples=1000)
def test_no_life_of_a_phone_breaks_the_rules(script: list[tuple[Any, ...]]) -> None:
    all_rules(script)


def phones_clock(odo: int, wall: int, before: Handshake, after: Handshake | None) -> ScanTime:
    right = time_scan(odo, wall, before, after)
    return ScanTime(wall, right.low, right.high)


def unclamped(odo: int, wall: int, before: Handshake, after: Handshake | None) -> ScanTime:
    right = time_scan(odo, wall, before, after)
    return ScanTime(before.server + wall - before.wall, right.low, right.high)


def lower_bound(odo: int, wall: int, before: Handshake, after: Handshake | None) -> ScanTime:
    right = time_scan(odo, wall, before, after)
    return ScanTime(right.low, right.low, right.high)


def upper_bound(odo: int, wall: int, before: Handshake, after: Handshake | None) -> ScanTime:
    right = time_scan(odo, wall, before, after)
    return ScanTime(right.high, right.low, right.high)


def proportion(odo: int, wall: int, before: Handshake, after: Handshake | None) -> ScanTime:
    right = time_scan(odo, wall, before, after)
    if after is None:
        return right
    span, awake = after.server - before.server, after.odo - before.odo
    at = before.server + (odo - before.odo) * span // max(1, awake)
    return ScanTime(min(max(at, right.low), right.high), right.low, right.high)


@pytest.mark.parametrize(
    ("slip", "phone"),
    [
        (phones_clock, {}),
        (unclamped, {}),
        (lower_bound, {}),
        (upper_bound, {}),
        (proportion, {}),
        (time_scan, {"wrong_end": True}),
    ],
    ids=[
        "the phone's clock as it stands",
        "the wall's difference unclamped",
        "the lower bound only",
        "the upper bound",
        "the proportion only",
        "a handshake read at the wrong end",
    ],
)
def test_the_rules_catch(slip: Placing, phone: dict[str, Any]) -> None:
    @given(scripts)
    @settings(max_examples=1000, phases=[Phase.generate])
    def life(script: list[tuple[Any, ...]]) -> None:
        all_rules(script, slip, **phone)

    with pytest.raises(AssertionError):
        life()

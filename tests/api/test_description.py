"""The description of the door's API says what the parser takes and what the server sends."""

import re
from typing import Any

import pytest

from eventapp.api.door_description import SCHEMAS
from eventapp.api.shapes import FoundShape, RosterShape, read_item
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from tests.builders.door import a_scan

DIGEST = "0" * 32
SCAN = SCHEMAS["Scan"]["properties"]


def bounds() -> list[tuple[str, int]]:
    return [
        (name, schema[bound] + step)
        for name, schema in SCAN.items()
        for bound, step in (("minimum", -1), ("maximum", 1))
        if bound in schema
    ]


def words() -> list[tuple[str, Any]]:
    return [(name, word) for name in ("how", "verdict") for word in SCAN[name]["enum"]]


def test_what_the_server_sends_is_described_whole() -> None:
    found = SCHEMAS["Found"]["properties"]["results"]["items"]

    assert set(SCHEMAS["Roster"]["properties"]) == set(RosterShape.__annotations__)
    assert set(found["properties"]) == set(FoundShape.__annotations__)


@pytest.mark.parametrize("name", [*SCHEMAS["Scan"]["required"], "digest"])
def test_what_is_required_is_missed(name: str) -> None:
    scan = a_scan(DIGEST)
    del scan[name]

    is_read = isinstance(read_item(scan), SentScan)

    assert is_read == (name in {"after", "verdict"})  # null and nothing are the same


@pytest.mark.parametrize(("name", "value"), bounds())
def test_the_parser_takes_what_lies_within_the_described_bounds(name: str, value: int) -> None:
    inside = value + 1 if value < 0 else value - 1

    assert isinstance(read_item(a_scan(DIGEST, **{name: value})), UnreadScan)
    assert isinstance(read_item(a_scan(DIGEST, **{name: inside})), SentScan)


@pytest.mark.parametrize(("name", "word"), words())
def test_the_parser_takes_every_described_word(name: str, word: str | None) -> None:
    assert isinstance(read_item(a_scan(DIGEST, **{name: word})), SentScan)


def test_patterns_are_whole() -> None:
    for name in ("id", "digest", "life"):
        assert re.fullmatch(r"\^.+\$", SCAN[name]["pattern"])

"""The description of the door's API says what the parser takes and what the server sends."""

import re
from typing import Any

import pytest

from eventapp.api.door_description import DOOR_PATHS, SCHEMAS
from eventapp.api.scan_item import read_item
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from tests.builders.door import a_scan

DIGEST = "0" * 32
SCAN = SCHEMAS["EntryShape"]["properties"]
LIMITS = ("minimum", "maximum")


def bounds() -> list[tuple[str, int]]:
    return [
        (name, schema[bound] + step)
        for name, schema in SCAN.items()
        for bound, step in zip(LIMITS, (-1, 1), strict=True)
        if bound in schema
    ]


def words() -> list[tuple[str, Any]]:
    named = (("how", "ScanManner"), ("verdict", "Verdict"))
    return [(name, word) for name, schema in named for word in SCHEMAS[schema]["enum"]]


def references(schema: Any) -> set[str]:
    """Every schema that is pointed to, however deep."""
    if isinstance(schema, dict):
        own = {schema["$ref"].rpartition("/")[2]} if "$ref" in schema else set()
        return own.union(*map(references, schema.values()))
    return set().union(*map(references, schema)) if isinstance(schema, list) else set()


def test_every_schema_that_is_pointed_to_is_there() -> None:
    assert references([DOOR_PATHS, SCHEMAS]) == set(SCHEMAS)


def test_a_batch_holds_every_kind_of_scan() -> None:
    items = SCHEMAS["BatchShape"]["properties"]["scans"]["items"]

    assert references(items) == {"EntryShape", "ExitShape", "UndoShape"}


@pytest.mark.parametrize("name", [*SCHEMAS["EntryShape"]["required"], "after", "verdict"])
def test_what_is_required_is_missed(name: str) -> None:
    scan = a_scan(DIGEST)
    del scan[name]

    read = read_item(scan)

    if name in {"after", "verdict"}:  # null and nothing are the same
        assert isinstance(read, SentScan)
    else:
        assert isinstance(read, UnreadScan)
        assert read.reason == name


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"kind": "dance"}, "kind"),
        ({"verdict": "anna@kommun.example"}, "verdict"),
        ({"before": {"server": 0, "odo": -1, "wall": 0}}, "before"),
        ({"before": {"server": 0, "odo": 0}}, "before"),
        ({"seq": True}, "seq"),
        ({"seq": 1.0}, "seq"),
        ({"digest": DIGEST + "\n"}, "digest"),
        ({"life": "k3J9x2\n"}, "life"),
    ],
)
def test_the_reason_is_the_field_at_fault_and_never_what_stood_there(
    wrong: dict[str, Any], reason: str
) -> None:
    read = read_item(a_scan(DIGEST) | wrong)

    assert isinstance(read, UnreadScan)
    assert read.reason == reason


@pytest.mark.parametrize("raw", [None, [], "scan", 5])
def test_what_is_no_object_is_said_to_be_none(raw: object) -> None:
    read = read_item(raw)

    assert isinstance(read, UnreadScan)
    assert read.reason == "not an object"


@pytest.mark.parametrize("name", ["kind", "how", "seq", "before", "\ud800"])
def test_half_a_character_spoils_its_scan_alone(name: str) -> None:
    read = read_item(a_scan(DIGEST) | {name: "\ud800"})

    assert isinstance(read, UnreadScan)
    assert read.reason == "half a character"


@pytest.mark.parametrize(("name", "value"), bounds())
def test_the_parser_takes_what_lies_within_the_described_bounds(name: str, value: int) -> None:
    inside = value + 1 if value < 0 else value - 1

    assert isinstance(read_item(a_scan(DIGEST, **{name: value})), UnreadScan)
    assert isinstance(read_item(a_scan(DIGEST, **{name: inside})), SentScan)


@pytest.mark.parametrize(("name", "word"), words())
def test_the_parser_takes_every_described_word(name: str, word: str) -> None:
    assert isinstance(read_item(a_scan(DIGEST, **{name: word})), SentScan)


def test_patterns_are_whole() -> None:
    for name in ("id", "digest", "life"):
        assert re.fullmatch(r"\^.+\$", SCAN[name]["pattern"])

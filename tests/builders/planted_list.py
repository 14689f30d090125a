"""A list of 120 people as one comes in real life, in two encodings, with faults of many kinds.

All in it is invented. `planted_outcomes` says what has to happen to each row, by the number that
the list itself gives it; whoever is not named there is clean.
"""

from collections.abc import Mapping
from csv import DictReader
from functools import cache
from io import StringIO
from pathlib import Path

from eventapp.models import RowOutcome

VECTORS = Path(__file__).parents[1] / "vectors"
ENCODINGS = {"utf8": "utf-8-sig", "cp1252": "cp1252"}
PEOPLE = 120
# The address is none, or somebody with that name or address stands twice and differs.
HELD = frozenset({1011, 1080, 1090, 1118, 1119, 1120})
# Letters that cp1252 lacks have become question marks in that file.
HELD_IN = {"utf8": HELD, "cp1252": HELD | {1002, 1108}}
QUARANTINED = frozenset({1009, 1020, 1023})  # something in the row speaks of protection
DOUBLE = frozenset({1116, 1117})
# A place, a telephone, a moment, a yes, capitals, spaces or a formula as nobody should keep it.
REPAIRED = frozenset(
    {1002, 1003, 1010, 1012, 1025, 1027, 1035, 1037, 1039, 1045, 1047, 1050, 1051, 1057, 1058}
    | {1065, 1068, 1071, 1073, 1079, 1086, 1091, 1095, 1098, 1101, 1106, 1108, 1114, 1115}
)


def planted_file(name: str) -> bytes:
    """The list, as `utf8` with a BOM or as `cp1252` after a line that names the separator."""
    return (VECTORS / f"registrations_raw_{name}.csv").read_bytes()


@cache
def planted_rows(name: str) -> Mapping[int, Mapping[str, str]]:
    """The cells of each row by their heads, by the row's place in the file from 1."""
    text = planted_file(name).decode(ENCODINGS[name]).removeprefix("sep=;\r\n")
    return dict(enumerate(DictReader(StringIO(text, newline=""), delimiter=";"), 1))


def planted_outcomes(name: str) -> dict[int, str]:
    """What has to happen to each row, by its place in the file."""
    numbers = {place: int(row["Anmälnings-id"]) for place, row in planted_rows(name).items()}
    return {place: str(_outcome(number, HELD_IN[name])) for place, number in numbers.items()}


def _outcome(number: int, held: frozenset[int]) -> RowOutcome:
    if number in held:
        return RowOutcome.HELD
    if number in QUARANTINED:
        return RowOutcome.QUARANTINED
    if number in DOUBLE:
        return RowOutcome.REFUSED
    return RowOutcome.REPAIRED if number in REPAIRED else RowOutcome.TAKEN

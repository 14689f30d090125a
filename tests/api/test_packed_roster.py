"""The roster as bytes: what phones unpack, and how much of it there is."""

import json
from pathlib import Path

import msgspec
import pytest

from eventapp.api import packed_roster, shapes

VECTORS = Path(__file__).parents[1] / "vectors" / "roster_answers.json"


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text(encoding="utf-8")))
def test_packed_rosters_are_as_the_vectors_say(vector: dict[str, object]) -> None:
    roster = msgspec.convert(vector["json"], shapes.RosterShape)

    assert packed_roster.pack_roster(roster).hex() == vector["packed"]

"""Fields as the log stores them beside an act."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from eventapp.domain.record.values import logged_values
from eventapp.models import Badge
from tests.builders import NOON


@dataclass
class Room:
    name: str = "Björken"


@dataclass
class Thing:
    title: str = "Åre"
    empty: str = ""
    seats: int = 3
    open: bool = False
    badge: Badge = Badge.NONE
    at: datetime = NOON
    room: Room = field(default_factory=Room)
    areas: list[str] = field(default_factory=lambda: ["a", "b"])


def test_texts_numbers_words_moments_names_and_lists() -> None:
    thing = Thing()
    assert logged_values(thing, vars(thing)) == {
        "title": "Åre",
        "empty": None,
        "seats": 3,
        "open": False,
        "badge": Badge.NONE.value,
        "at": NOON.isoformat(),
        "room": "Björken",
        "areas": "a, b",
    }


def test_one_moment_is_one_text_in_whatever_zone_it_was_typed() -> None:
    typed = Thing(at=NOON.astimezone(ZoneInfo("Europe/Stockholm")))
    assert logged_values(typed, ["at"]) == logged_values(Thing(), ["at"])

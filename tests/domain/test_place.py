"""Name, street and town: said once each, and only to those who may know."""

from typing import Any

import pytest

from eventapp.domain.place import place, place_lines
from eventapp.models import AttendanceMode, EventVisibility
from tests.builders import an_event

pytestmark = pytest.mark.usefixtures("app")
HOUSE = {"venue_name": "Medborgarhuset", "venue_city": "Örebro"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"venue_address": ""}, "Medborgarhuset, Örebro"),
        ({"venue_address": "Storgatan 1"}, "Medborgarhuset, Storgatan 1, Örebro"),
        ({"venue_address": "Örebrovägen 1"}, "Medborgarhuset, Örebrovägen 1, Örebro"),
        ({"venue_address": "Örebro"}, "Medborgarhuset, Örebro, Örebro"),
        (
            {"venue_address": "Storgatan 1, 000 00 ÖREBRO"},
            "Medborgarhuset, Storgatan 1, 000 00 ÖREBRO",
        ),
        (
            {"venue_address": "Storgatan 1, 000 00 Örebro", "venue_city": "Centrala Örebro"},
            "Medborgarhuset, Storgatan 1, 000 00 Örebro",
        ),
        ({"venue_name": "", "venue_address": ""}, "Örebro"),
        ({"venue_name": "", "venue_address": "", "venue_city": ""}, ""),
    ],
)
def test_the_place_names_house_street_and_town_once(facts: dict[str, str], expected: str) -> None:
    event = an_event(**(HOUSE | facts))

    assert place(event) == expected
    assert place(event, confirmed=True) == expected


@pytest.mark.parametrize(
    ("facts", "stranger", "participant"),
    [
        (
            {"visibility": EventVisibility.CLOSED, "venue_address": "Storgatan 1"},
            ("Örebro",),
            ("Medborgarhuset", "Storgatan 1", "Örebro"),
        ),
        (
            {"form": AttendanceMode.ONLINE, "online_url": "https://meet.example/1"},
            (),
            ("https://meet.example/1",),
        ),
    ],
)
def test_only_participants_learn_a_closed_address_and_a_link(
    facts: dict[str, Any], stranger: tuple[str, ...], participant: tuple[str, ...]
) -> None:
    event = an_event(**(HOUSE | facts))

    assert place_lines(event) == stranger
    assert place_lines(event, confirmed=True) == participant

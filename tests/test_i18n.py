"""How times are written, and what of a text stays on one line."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventapp.i18n import JOINER, dialled, ending, span, speaking, unbroken, when_lines

STOCKHOLM = "Europe/Stockholm"
pytestmark = pytest.mark.usefixtures("app")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(STOCKHOLM))


@pytest.mark.parametrize(
    ("starts", "ends", "language", "expected"),
    [
        ("2027-03-28 10:20", "2027-03-28 11:10", "sv", "10.20–11.10"),
        ("2027-03-28 10:20", "2027-03-28 11:10", "en", "10:20–11:10"),
        ("2027-03-28 12:00", "2027-04-01 17:00", "sv", "12.00 – torsdag 1 april 17.00"),
        ("2027-03-28 12:00", "2027-04-01 17:00", "en", "12:00 – Thursday 1 April 17:00"),
        ("2027-03-28 22:00", "2027-03-29 02:00", "sv", "22.00–2.00"),
        ("2027-03-30 18:00", "2027-03-31 12:00", "sv", "18.00–12.00"),
        ("2027-03-30 18:00", "2027-03-31 12:01", "sv", "18.00 – onsdag 31 mars 12.01"),
        ("2027-03-30 9:00", "2027-03-31 9:00", "sv", "9.00 – onsdag 31 mars 9.00"),
        ("2027-12-31 9:00", "2028-01-02 9:00", "sv", "9.00 – söndag 2 januari 2028 9.00"),
    ],
)
def test_the_ends_day_is_said_where_it_is_another(
    starts: str, ends: str, language: str, expected: str
) -> None:
    starts, ends = (f"{t[:10]} {t[11:].zfill(5)}" for t in (starts, ends))
    with speaking(language):
        text = span(at(starts), at(ends), STOCKHOLM)

    assert text.replace("\u00a0", " ").replace(JOINER, "") == expected


def test_the_hours_of_a_day_stay_on_one_line() -> None:
    start = at("2027-03-30 09:00")
    with speaking("sv"):
        assert span(start, start + timedelta(hours=1), STOCKHOLM) == f"9.00–{JOINER}10.00"
        assert ending(start, start + timedelta(hours=1), STOCKHOLM) == "10.00"


def test_when_an_event_is_held_takes_two_lines() -> None:
    start = at("2027-03-30 09:00")
    with speaking("sv"):
        assert when_lines(start, start + timedelta(hours=8), STOCKHOLM) == [
            "tisdag 30 mars 2027",
            f"9.00–{JOINER}17.00",
        ]
        assert when_lines(start, start + timedelta(hours=32), STOCKHOLM) == [
            "30–31 mars 2027",
            "börjar tisdag 30 mars klockan 9.00",
        ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Storgatan 1, 123 45 Örebro", "Storgatan 1, 123~45 Örebro"),
        ("Ring 08-465 004 11 i dag", "Ring 08-465~004~11 i dag"),
        ("+46 8 465 004 11", "+46~8~465~004~11"),
        ("(019) 12 34 56", "(019)~12~34~56"),
        ("kl. 9.00–16.00", f"kl. 9.00–{JOINER}16.00"),
        ("Rum 2027 och 15 platser", "Rum 2027 och 15 platser"),
        ("2027-03-30 14:00", "2027-03-30 14:00"),
    ],
)
def test_numbers_that_belong_together_stay_on_one_line(text: str, expected: str) -> None:
    once = unbroken(text)

    assert once == expected.replace("~", "\u00a0")
    assert unbroken(once) == once


def test_a_number_is_dialled_without_what_makes_it_legible() -> None:
    assert dialled(unbroken("+46 (0)8-465 004 11")) == "+460846500411"

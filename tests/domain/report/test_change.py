"""What changed between two gatherings."""

import msgspec
from flask import Flask

from eventapp.domain.report.change import FigureChange, list_changes
from eventapp.domain.report.figures import EventFigures, ReportFigures

EVENT = EventFigures(
    "e",
    "slug",
    "Mötet",
    "conference",
    False,
    "2027-04-01",
    "2027-04-01",
    100,
    placed=50,
    came=40,
    came_percent=80,
    recorded=True,
)


def with_event(**facts: object) -> ReportFigures:
    return ReportFigures((msgspec.structs.replace(EVENT, **facts),))


def test_only_what_differs_is_listed_as_people_read_it(app: Flask) -> None:
    before, after = with_event(), with_event(came=None, came_percent=None, seats=1200)
    assert list_changes(before, before, "sv") == []
    changes = list_changes(before, after, "sv")
    assert FigureChange("Mötet · 2027-04-01", "Platser", "100", "1\u00a0200") in changes
    assert FigureChange("Mötet · 2027-04-01", "Kom", "40", "Visas inte") in changes
    assert [change.figure for change in changes] == ["Platser", "Kom", "Kom, %", "Kom inte"]


def test_a_new_row_was_nothing_before(app: Flask) -> None:
    changes = list_changes(ReportFigures(), with_event(), "en")
    assert FigureChange("Mötet · 2027-04-01", "Places", "–", "100") in changes

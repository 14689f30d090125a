"""Doors of reports, and of an event's summary."""

from dataclasses import replace

from tests.house.access.organizer import EVENT, HOME
from tests.house.access.rows import ANALYSTS, deed, desk

ALL = f"{HOME}/reports"
ONE = f"{ALL}/<code>"
TEXT = f"{ONE}/texts/<section>"
NEW = "?first=2020-01-01&last=2199-12-31"
THINGS = {"code": "report"}

DOORS = (
    desk(ALL, ANALYSTS),
    replace(desk(f"{ALL}/new", ANALYSTS), query=NEW),
    replace(deed(ALL, f"{ALL}/new", {"title": "Rapport"}, roles=ANALYSTS), query=NEW),
    desk(ONE, ANALYSTS, **THINGS),
    desk(f"{ONE}/definitions", ANALYSTS, **THINGS),
    desk(f"{ONE}/removal", ANALYSTS, **THINGS),
    deed(f"{ONE}/removal", f"{ONE}/removal", roles=ANALYSTS, **THINGS),
    deed(f"{ONE}/files", ONE, roles=ANALYSTS, **THINGS),
    deed(f"{ONE}/figures", ONE, roles=ANALYSTS, **THINGS),
    desk(TEXT, ANALYSTS, section="report section", **THINGS),
    deed(TEXT, TEXT, {"text": "Vårt."}, roles=ANALYSTS, section="report section", **THINGS),
    # Who takes the figures with them is written down.
    replace(
        desk(f"{ONE}.<ending>", ANALYSTS, ending="report ending", **THINGS), leaves_a_line=True
    ),
    desk(f"{EVENT}/summary", ANALYSTS),
    # The event is still ahead, and the page says so.
    replace(desk(f"{EVENT}/summary/file.<ending>", ANALYSTS, ending="summary ending"), status=409),
)

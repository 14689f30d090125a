"""Doors at the organizers' desk: lists and schedules that are taken in, and rows nobody reads."""

from dataclasses import replace

from tests.house.access.organizer import EVENT, PROTECTED
from tests.house.access.rows import SECURITY, deed, desk

IMPORTS = f"{EVENT}/import"
IMPORT = f"{IMPORTS}/<code>"
SCHEDULES = f"{EVENT}/schedule/import"
SCHEDULE = f"{SCHEDULES}/<code>"
QUARANTINE = f"{PROTECTED}/quarantine"
ROW = f"{QUARANTINE}/<code>/<int:number>"
HIDDEN = {"roles": SECURITY, "code": "import", "number": "quarantined row"}

DOORS = (
    desk(IMPORTS),
    deed(IMPORTS, IMPORTS, {"file": "lista.csv"}, 422),  # what is sent is no list
    replace(desk(IMPORT, code="import"), leaves_a_line=True),
    replace(desk(f"{IMPORT}/report.<ending>", code="import", ending="ending"), leaves_a_line=True),
    deed(f"{IMPORT}/columns", IMPORT, code="import"),
    deed(f"{IMPORT}/rows/<int:number>", IMPORT, code="import", number="held row"),
    deed(f"{IMPORT}/start", IMPORT, code="import"),
    deed(f"{IMPORT}/undo", IMPORT, code="import that is done"),
    desk(SCHEDULES),
    deed(SCHEDULES, SCHEDULES, {"file": "schema.ics"}, 422),  # what is sent is no schedule
    desk(SCHEDULE, code="schedule"),
    desk(f"{SCHEDULE}/repairs.<ending>", code="schedule", ending="ending"),
    deed(f"{SCHEDULE}/start", SCHEDULE, code="schedule"),
    deed(f"{SCHEDULE}/undo", SCHEDULE, code="schedule that is in"),
    replace(desk(QUARANTINE, SECURITY), leaves_a_line=True),
    deed(f"{ROW}/release", QUARANTINE, **HIDDEN),  # type: ignore[arg-type]
    deed(f"{ROW}/deletion", QUARANTINE, **HIDDEN),  # type: ignore[arg-type]
)

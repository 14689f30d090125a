"""Doors of closing an event, and of its bundle."""

from dataclasses import replace

from eventapp.domain.permission import Role
from tests.house.access.organizer import EVENT
from tests.house.access.rows import RECORDS, RUNNERS, deed, desk

CLOSING = f"{EVENT}/closing"
READERS = RUNNERS | {Role.RECORDS_OFFICER}
CLOSED = {"slug": "closed event"}

DOORS = (
    desk(CLOSING, READERS),
    deed(f"{CLOSING}/bundles", CLOSING, slug="past event"),
    replace(desk(f"{CLOSING}/new", RECORDS), status=302),
    deed(f"{CLOSING}/bundles/again", CLOSING, slug="failed event"),
    desk(f"{CLOSING}/reopening/new", **CLOSED),
    deed(f"{CLOSING}/reopening", f"{CLOSING}/reopening/new", **CLOSED),
    # Who takes the bundle is written down.
    replace(
        desk(f"{CLOSING}/bundles/<code>.zip", READERS, code="closing", **CLOSED),
        leaves_a_line=True,
    ),
)

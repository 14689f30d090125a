"""The sample's focus areas: those in use, and one that has ended."""

from datetime import UTC, date, datetime
from typing import Any

from eventapp.demo.sample import read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.event.focus_area_change import FocusAreaText, add_area, end_area

COMMISSIONED_AT = datetime(2023, 1, 2, 8, tzinfo=UTC)
NAMES = ("name", "name_en", "short_name", "short_name_en", "figure")


def seed_focus_areas() -> None:
    """Add the seven focus areas of the sample, by their own codes. Flushes."""
    act: dict[str, Any] = {"actor": ORGANIZER, "now": COMMISSIONED_AT}
    for area in read("focus_areas")["focus_areas"]:
        text = FocusAreaText(
            **{name: area[name] for name in NAMES},
            colour=area["figure"],
            valid_from=date.fromisoformat(area["valid_from"]),
        )
        added = add_area(text, **act, code=area["code"])
        if area["valid_until"]:
            last_day = date.fromisoformat(area["valid_until"])
            end_area(added, last_day=last_day, **act)

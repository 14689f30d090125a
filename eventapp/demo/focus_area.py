"""The focus areas, each with the time it was in use."""

from datetime import date

from eventapp.demo.sample import read
from eventapp.extensions import db
from eventapp.models import FocusArea


def seed_focus_areas() -> None:
    """Add the seven areas. The caller commits."""
    db.session.add_all(
        FocusArea(
            code=each["code"],
            name=each["name"],
            name_en=each["name_en"],
            short_name=each["short_name"],
            short_name_en=each["short_name_en"],
            figure=each["figure"],
            position=each["sort"],
            valid_from=date.fromisoformat(each["valid_from"]),
            valid_until=date.fromisoformat(each["valid_until"]) if each["valid_until"] else None,
        )
        for each in read("focus_areas")["focus_areas"]
    )
    db.session.flush()  # the tracks refer to them

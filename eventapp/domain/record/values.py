"""Fields of a thing as the log stores them beside an act: texts and numbers."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

Logged = str | int | None


def logged_values(thing: object, names: Iterable[str]) -> dict[str, Logged]:
    """The fields of these names: of a list its items, of another thing its name."""
    return {name: _logged(getattr(thing, name)) for name in names}


def _logged(value: Any) -> Logged:
    if value is None or value == "":
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str):  # a word of an enumeration too, as it is stored
        return str.__str__(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # one moment, one text: only what differs is said
    if isinstance(value, Iterable):
        return ", ".join(str(_logged(item)) for item in value) or None
    return str(getattr(value, "name", None) or getattr(value, "title", None) or value)

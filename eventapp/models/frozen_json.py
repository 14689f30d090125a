"""Plain values whose JSON is written before somebody waits for it: outside of a lock."""

import json
from typing import Any


class FrozenObject(dict[str, Any]):
    """Values for a column of JSON, with their text. They are not changed any more."""

    __slots__ = ("text",)

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.text = json.dumps(values)


class FrozenArray(list[Any]):
    """The same, of a list."""

    __slots__ = ("text",)

    def __init__(self, values: list[Any]) -> None:
        super().__init__(values)
        self.text = json.dumps(values)


def dumps(values: Any) -> str:
    """Write what a column of JSON stores: as it was frozen, or now."""
    return values.text if isinstance(values, FrozenObject | FrozenArray) else json.dumps(values)

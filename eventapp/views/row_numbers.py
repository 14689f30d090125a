"""Numbers in addresses: as large as the number of a row can be, and no larger."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # what a database keeps as a plain integer


class RowNumber(IntegerConverter):
    """`<int:…>` in a rule. A larger number names nothing, and databases fail when asked for it."""

    def __init__(
        self,
        map: Map,  # noqa: A002  # as werkzeug names it
        fixed_digits: int = 0,
        min: int | None = None,  # noqa: A002
        max: int | None = LARGEST,  # noqa: A002
        *,
        signed: bool = False,
    ) -> None:
        super().__init__(map, fixed_digits, min, max, signed=signed)


def init_app(app: Flask) -> None:
    """Read every `<int:…>` so. Before the first rule is made."""
    app.url_map.converters["int"] = RowNumber

"""What every request does: says whether it reads or writes, and leaves a line in the log."""

import time

from flask import Flask, Response, abort, g, request
from werkzeug.routing import IntegerConverter, ValidationError

from eventapp import transactions
from eventapp.logs import get_logger

READERS = {"GET", "HEAD", "OPTIONS"}
# A line for each answer to a survey would be their order, with the time.
UNLOGGED = {"public.response"}
LARGEST_ROW = 2**31 - 1  # what a database keeps as a plain integer
log = get_logger("views")


class RowNumber(IntegerConverter):
    """`<int:…>` in a rule. A larger number names nothing, and databases fail when asked for it."""

    def to_python(self, value: str) -> int:
        """Read it. Raises ValidationError, for which the answer is 404."""
        number = int(value) if len(value) <= len(str(LARGEST_ROW)) else LARGEST_ROW + 1
        if number > LARGEST_ROW:
            raise ValidationError
        return number


def init_app(app: Flask) -> None:
    """Hang the two ends of every request; before the first rule is made, say what numbers are."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_begin)
    app.before_request(_refuse_nul)
    app.after_request(_log)


def _begin() -> None:
    g.started = time.perf_counter()
    if request.method in READERS:
        transactions.begin_reading()
    else:
        transactions.begin_writing()


def _refuse_nul() -> None:
    """Look for nothing with a NUL in its name: PostgreSQL keeps no such text, nor may one ask."""
    if "\0" in request.path:
        abort(404)
    if b"%00" in request.query_string:
        abort(400)


def _log(response: Response) -> Response:
    """Log the route's template, never the address itself: it may hold a secret."""
    if request.endpoint != "static" and request.blueprint not in UNLOGGED:
        log.info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
    return response

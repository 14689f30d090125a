"""What every request does: begins a reading or a writing transaction, and is logged."""

import time

from flask import Flask, Response, g, request
from werkzeug.exceptions import UnsupportedMediaType

from eventapp import transactions
from eventapp.i18n import is_only_shown
from eventapp.logs import get_logger

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
READERS = {"GET", "HEAD", "OPTIONS"}
# A line for each answer to a survey would be their order, with the time.
UNLOGGED = {"public.response"}
log = get_logger("views")


def refuse_what_is_no_form() -> None:
    """Answer 415 to anything but a form, outside the API: fields are read from nothing else."""
    if request.method != "POST" or not request.url_rule or request.path.startswith("/api/"):
        return
    is_empty = not request.mimetype and not request.content_length
    if request.mimetype not in FORMS and not is_empty:
        raise UnsupportedMediaType


def init_app(app: Flask) -> None:
    """Register what runs before and after every request."""
    app.before_request(_begin)
    app.before_request(_replace_nul)
    app.after_request(_log)


def _begin() -> None:
    g.started = time.perf_counter()
    if request.method in READERS or is_only_shown():
        transactions.begin_reading()
    else:
        transactions.begin_writing()


def _replace_nul() -> None:
    """Look for nothing with a NUL in its name: PostgreSQL neither stores nor searches such text.

    It becomes a character that none of our names contains, so nothing is found.
    """
    for name, value in (request.view_args or {}).items():
        if isinstance(value, str):
            request.view_args[name] = value.replace("\0", "\ufffd")  # type: ignore[index]
    if request.method in READERS:
        # Before the query is parsed, which happens once.
        request.query_string = request.query_string.replace(b"%00", b"%EF%BF%BD")


def _log(response: Response) -> Response:
    """Log the route's template, never the address itself: it may contain a secret."""
    if request.endpoint != "static" and request.blueprint not in UNLOGGED:
        log.info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
    return response

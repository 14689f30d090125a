"""Refusals and HTTP errors as pages: kind, short, and never with what went on inside."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from eventapp import transactions
from eventapp.extensions import db
from eventapp.logs import get_logger

# Statuses that have a page of their own; others borrow that of their hundred.
PAGES = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
log = get_logger("views")


def init_app(app: Flask) -> None:
    """Answer every error with a page of the house."""
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _page)


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/400.html", expired_form=True), 400


def _page(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error  # a redirect of the router's
    if isinstance(error, InternalServerError):
        # The database may be what failed: the page must not need it.
        db.session.rollback()
        log.error(
            "failed",
            route=request.url_rule.rule if request.url_rule else None,
            exc_info=error.original_exception,
        )
        if transactions.is_out_of_order(error.original_exception):
            return render_template("errors/503.html"), 503, {"Retry-After": "30"}
    page = status if status in PAGES else (400 if status < 500 else 500)
    headers = dict(error.get_response().headers) if status in {405, 429} else {}
    kept = {name: value for name, value in headers.items() if name in {"Allow", "Retry-After"}}
    if isinstance(error, RateLimitExceeded):
        kept.setdefault("Retry-After", "60")
    return render_template(f"errors/{page}.html"), status, kept

"""Refusals and HTTP errors as pages: kind, short, and never with what went on inside."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Flask, Response, g, has_request_context, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wsgi import ClosingIterator

from eventapp import transactions
from eventapp.documents.typesetter import TypesetterFailed
from eventapp.extensions import db
from eventapp.i18n import switched_language
from eventapp.keys import MissingKey
from eventapp.logs import get_logger
from eventapp.views.cookies import prefer_own_language

# Statuses that have a page of their own; others borrow that of their hundred.
PAGES = {400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503}
log = get_logger("views")


class LastResort:
    """The outermost WSGI layer: what fails even beyond Flask is logged as all else is.

    A web server would write the exception's text, and with it what was asked for.
    """

    def __init__(self, wsgi_app: Any) -> None:
        self._wsgi_app = wsgi_app

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer; a plain 500 where nobody else does."""
        try:
            body = self._wsgi_app(environ, start_response)
        except Exception:  # nobody is left to answer
            log.exception("failed")
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [b"Internal Server Error"]
        return body if isinstance(body, list) else ClosingIterator(_sent(body), body.close)


class BrokenAnswer(Exception):
    """An answer that failed half-way: the connection breaks, so that nobody takes it for whole."""


def _sent(body: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from body
    except Exception:  # whatever it is
        log.exception("failed while answering")
        raise BrokenAnswer from None


def _log_exception(exc_info: Any) -> None:
    """Log in place of Flask, which would write the address."""
    rule = request.url_rule if has_request_context() else None
    log.error("failed", route=rule.rule if rule else None, exc_info=exc_info[1])


def init_app(app: Flask) -> None:
    """Answer every error with a page of its own."""
    app.log_exception = _log_exception  # type: ignore[method-assign]
    app.register_error_handler(CSRFError, expired_form)
    app.after_request(_only_shown)
    app.register_error_handler(HTTPException, _page)


def _is_for_operators(failure: BaseException | None) -> bool:
    """Whether the installation is out of order, so that trying again later is good advice."""
    return transactions.is_outage(failure) or isinstance(failure, MissingKey | TypesetterFailed)


def _only_shown(response: Response) -> Response:
    """A form whose token was of an ended session came back filled in, or this page says so."""
    if not g.get("form_expired") or switched_language() or g.get("form_shown_again"):
        return response
    return make_response(expired_form())


def expired_form(_error: Exception | None = None) -> ResponseReturnValue:
    """The page for what was sent with the token of another session, or none."""
    prefer_own_language()
    return render_template("errors/400.html", expired_form=True), 400


def _page(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error  # a redirect of the router's
    prefer_own_language()
    if isinstance(error, InternalServerError):
        # The database may be what failed: the page must not need it, least of all its write lock.
        db.session.rollback()
        transactions.begin_reading()
        if _is_for_operators(error.original_exception):
            return render_template("errors/503.html"), 503, {"Retry-After": "30"}
    page = status if status in PAGES else (400 if status < 500 else 500)
    headers = dict(error.get_response().headers) if status in {405, 429} else {}
    passed_on = {name: value for name, value in headers.items() if name in {"Allow", "Retry-After"}}
    return render_template(f"errors/{page}.html"), status, passed_on

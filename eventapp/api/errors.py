"""Refusals and HTTP errors as programs read them: {"code", "message"}."""

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, TooManyRequests

from eventapp import transactions
from eventapp.domain.door.closing import EventOver
from eventapp.domain.door.sender import NotPaired, PhoneRevoked
from eventapp.domain.errors import Refusal
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.keys import MissingKey

RETRY_AFTER = 60  # seconds

STATUSES: dict[type[Refusal], int] = {NotPaired: 401, PhoneRevoked: 401, EventOver: 403}
MESSAGES = {
    400: ("malformed", _l("The request could not be read.")),
    404: ("not-found", _l("There is nothing at this address.")),
    405: ("method-not-allowed", _l("This address does not take that method.")),
    413: ("too-large", _l("That was too much at once.")),
    415: ("not-json", _l("Send JSON.")),
    429: ("too-many-requests", _l("Too many requests. Wait a moment.")),
}


class Refused(Exception):
    """A request that is refused, with its status, code and sentence, and when to come again."""

    def __init__(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message
        self.retry_after = retry_after


def init_blueprint(bp: Blueprint) -> None:
    """Let every error of the blueprint's views answer in this shape."""
    bp.register_error_handler(Refused, _refused)
    bp.register_error_handler(Refusal, _refusal)
    bp.register_error_handler(HTTPException, _http)
    bp.register_error_handler(Exception, _unforeseen)


def answer_unknown() -> Response | None:
    """Answer in this shape, too, where the API has no address or takes no such method."""
    lost = request.routing_exception
    if lost is None or not request.path.startswith("/api/"):
        return None
    code, message = MESSAGES.get(lost.code or 404, MESSAGES[404])
    response = error(lost.code or 404, code, str(message))
    if allowed := lost.get_response().headers.get("Allow"):
        response.headers["Allow"] = allowed  # RFC 9110, 15.5.6: a 405 says what there is
    return response


def error(status: int, code: str, message: str) -> Response:
    """One error as JSON."""
    response = jsonify(code=code, message=message)
    response.status_code = status
    return response


def _refused(refused: Refused) -> ResponseReturnValue:
    db.session.rollback()
    response = error(refused.status, refused.code, refused.message)
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def _refusal(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    return error(STATUSES.get(type(refusal), 409), refusal.code, refusal.message)


def _http(failure: HTTPException) -> ResponseReturnValue:
    db.session.rollback()
    status = failure.code or 500
    code, message = MESSAGES.get(status, ("refused", _("That cannot be done.")))
    if isinstance(failure, InternalServerError):
        return _unforeseen(failure)
    response = error(status, code, str(message))
    if isinstance(failure, TooManyRequests):
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _unforeseen(failure: Exception) -> ResponseReturnValue:
    db.session.rollback()
    current_app.log_exception((type(failure), failure, failure.__traceback__))  # type: ignore[arg-type]
    if isinstance(failure, MissingKey):
        sentence = _("The site is missing a key. Ask whoever is responsible for the site.")
        return error(503, "key-missing", sentence)
    if transactions.is_outage(getattr(failure, "original_exception", failure)):
        response = error(503, "unavailable", _("We cannot do that at the moment. Try again soon."))
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    return error(500, "failed", _("Something went wrong on our side. Try again."))

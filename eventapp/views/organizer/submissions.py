"""Organizers' forms act once: a second click, or a page sent again, gets the first answer.

Each page with forms bears an id. A form is known by that id, its address and its content, so
going back and sending something else acts anew.
"""

import hashlib
import secrets
import time

from flask import Blueprint, Flask, Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from eventapp.clock import utcnow
from eventapp.domain.record.submission import claim_submission, find_answer, record_answer
from eventapp.extensions import db
from eventapp.i18n import _
from eventapp.transactions import is_reading

FIELD = "form_id"
FORM_ID_MAX_LENGTH = 64
ANSWER_WAIT_SECONDS = 1.0  # that a second click waits for the answer to the first
ANSWER_POLL_SECONDS = 0.05


def init_app(bp: Blueprint) -> None:
    """Make every form of these pages act once."""

    @bp.before_request
    def claim() -> ResponseReturnValue | None:
        form_id = request.form.get(FIELD, "") if request.method == "POST" else ""
        if is_reading() or not form_id or len(form_id) > FORM_ID_MAX_LENGTH:
            return None
        g.submission = _digest(form_id)
        return None if claim_again() else _answer_again(g.submission)

    @bp.after_request
    def remember(response: Response) -> Response:
        location = response.location if response.status_code == 303 else g.get("answer_again_at")
        if "submission" in g and location and "answered" not in g:
            db.session.rollback()  # discard what the view did not commit
            record_answer(g.submission, location)
            db.session.commit()
        return response


def answer_again_at(location: str) -> None:
    """Where to send whoever sends the form again, whose first answer is a page shown once."""
    g.answer_again_at = location


def add_form_id(app: Flask) -> None:
    """Provide templates with the hidden field; it is empty on pages whose forms may act again."""
    app.jinja_env.globals["form_id"] = _form_id


def claim_again() -> bool:
    """Claim the form of this request, anew where the view rolled its transaction back."""
    return "submission" not in g or claim_submission(g.submission, now=utcnow())


def _answer_again(digest: str) -> ResponseReturnValue:
    g.answered = True
    until = time.monotonic() + ANSWER_WAIT_SECONDS
    while not (location := find_answer(digest)) and time.monotonic() < until:
        db.session.rollback()
        time.sleep(ANSWER_POLL_SECONDS)
    flash(_("It was already saved. Nothing was done twice."), "plain")
    return redirect(location or url_for("organizer.home.show"), 303)


def _digest(form_id: str) -> str:
    sent = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    sent += [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    text = "\0".join([form_id, request.path, *(f"{name}={value}" for name, value in sorted(sent))])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _form_id() -> Markup:
    # A claim bears address and time, and would show which registration came under an alias. Those
    # forms need none: the same person is refused, and all else may be done twice.
    if "organizer" not in request.blueprints or request.blueprint == "organizer.alias":
        return Markup()
    if "form_id" not in g:
        g.form_id = secrets.token_urlsafe(12)
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, g.form_id)

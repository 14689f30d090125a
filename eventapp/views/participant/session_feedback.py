"""Feedback about sessions, for the holder of a personal link: which, and the way to each form.

The forms are those of surveys, by links that say nothing of who has them.
"""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.survey.session_feedback import find_link, list_to_answer
from eventapp.models import Registration
from eventapp.views.guards import participant

bp = Blueprint("session_feedback", __name__)


@bp.get("/<token>/feedback")
@participant(Action.SEE_OWN_REGISTRATION)
def index(registration: Registration, token: str) -> ResponseReturnValue:
    """The sessions that this person is asked about now."""
    return _page(registration, token)


@bp.get("/<token>/feedback/<code>")
@participant(Action.SEE_OWN_REGISTRATION)
def show(registration: Registration, token: str, code: str) -> ResponseReturnValue:
    """Lead to the form, or say that it was sent. Nothing is noted of who came this way."""
    surveys = list_to_answer(registration, now=utcnow())
    survey = next((survey for survey in surveys if survey.code == code), None) or abort(404)
    link = find_link(registration, survey)
    if link is None:
        return _page(registration, token, survey.code)
    return redirect(url_for("public.response.new", token=link), 302)


def _page(registration: Registration, token: str, used: str = "") -> str:
    return render_template(
        "participant/session_feedback/index.html",
        registration=registration,
        event=registration.event,
        token=token,
        surveys=list_to_answer(registration, now=utcnow()),
        used=used,
    )

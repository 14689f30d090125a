"""Feedback about an event's sessions, for organizers: on or off, and how far each has come."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.domain.survey import session_feedback
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("session_feedback", __name__, url_prefix="/events/<slug>/session-feedback")


@bp.get("")
@staff(Action.SEE_SURVEY)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """Each session with its feedback, and a way to its results and texts."""
    return _page(account, event)


@bp.post("")
@staff(Action.MANAGE_SURVEY)
def update(account: Account, event: Event) -> ResponseReturnValue:
    """Ask after each session from now on, or no more."""
    require_confirmation()
    asks = request.form.get("asks") == "yes"
    with attempt() as tried:
        session_feedback.set_asking(event, asks=asks, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, tried.refusal), 409
    flash(
        _("Three questions are asked after each session.")
        if asks
        else _("Nothing more is asked. What is open stays open for its week."),
        "good",
    )
    return redirect(url_for(".index", slug=event.slug), 303)


def _page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    now = utcnow()
    may_manage = permission.may(actor_for(account, event.id), Action.MANAGE_SURVEY)
    return render_template(
        "organizer/session_feedback/index.html",
        account=account,
        event=event,
        listed=session_feedback.list_feedback(event, now=now),
        may_ask=session_feedback.may_ask(event, now=now),
        may_manage=may_manage,
        refusal=refusal,
    )

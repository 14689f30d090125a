"""Pauses of retention: while a request for documents is pending."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.record import pause as pauses
from eventapp.domain.retention.due import list_events_with_people
from eventapp.forms.retention.pause import PauseForm
from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("retention_pause", __name__, url_prefix="/retention/pauses")


@bp.get("/new")
@staff(Action.MANAGE_RETENTION)
def new(account: Account) -> ResponseReturnValue:
    """Ask what is not to be deleted, and why."""
    return _page(account, PauseForm(list_events_with_people()))


@bp.post("")
@staff(Action.MANAGE_RETENTION)
def create(account: Account) -> ResponseReturnValue:
    """Pause: nothing of the event, or nothing at all, is deleted meanwhile."""
    form = PauseForm(list_events_with_people())
    if not form.validate_on_submit():
        return _page(account, form), 422
    with attempt():
        pauses.begin_pause(form.chosen, form.reason.data, actor=account.code, now=utcnow())
    flash(_("Paused. Nothing of it is deleted until you end the pause."), "good")
    return redirect(url_for("organizer.retention.index"), 303)


@bp.post("/<code>/end")
@staff(Action.MANAGE_RETENTION)
def destroy(account: Account, code: str) -> ResponseReturnValue:
    """End the pause; the next run deletes what has fallen due."""
    pause = pauses.find_pause(code) or abort(404)
    require_confirmation()
    with attempt() as tried:
        pauses.end_pause(pause, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("The pause has ended."), "good")
    return redirect(url_for("organizer.retention.index"), 303)


def _page(account: Account, form: PauseForm) -> str:
    return render_template("organizer/retention_pause/new.html", account=account, form=form)

"""Undoing an organizer's cancelling of a person."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.cancellation import find_cancellation, undo_cancellation
from eventapp.domain.permission import Action
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("cancellation", __name__, url_prefix="/events/<slug>/cancellations")


@bp.post("/<code>/undoing")
@staff(Action.FORCE_PLACE)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Give the person back what they had."""
    cancellation = find_cancellation(event, code) or abort(404)
    require_confirmation()
    person_code = cancellation.registration.code
    with attempt() as tried:
        undo_cancellation(cancellation, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("It is undone. Place, ticket and sessions are as they were."), "good")
    return redirect(url_for("organizer.registration.show", slug=event.slug, code=person_code), 303)

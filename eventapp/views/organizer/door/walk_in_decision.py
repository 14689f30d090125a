"""Deciding about somebody who came without being registered, and undoing it."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.registration_list import find_registration
from eventapp.domain.desk.walk_in.decision import (
    confirm_walk_in,
    match_walk_in,
    refuse_walk_in,
    undo_decision,
)
from eventapp.domain.permission import Action
from eventapp.forms.door.walk_in import WalkInForm
from eventapp.forms.reason import ReasonForm
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.door.walk_in_page import load_walk_in, walk_in_page

bp = Blueprint("walk_in_decision", __name__, url_prefix="/events/<slug>/door/walk-ins/<code>")


@bp.post("/confirmation")
@staff(Action.FORCE_PLACE)
def create_confirmation(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Register the person as the form says, as come when the door noted them."""
    walk_in, form = load_walk_in(event, code), WalkInForm()
    if not form.validate_on_submit():
        return walk_in_page(account, event, walk_in, form=form), 422
    with attempt() as tried:
        confirm_walk_in(walk_in, form.person(directory()), actor=account.code, now=utcnow())
    if tried.refusal:
        walk_in = load_walk_in(event, code)
        return walk_in_page(account, event, walk_in, form=form, refused=tried.refusal), 409
    flash(_("The person is registered and counted as present."), "good")
    return redirect(url_for("organizer.walk_in.index", slug=event.slug), 303)


@bp.post("/match")
@staff(Action.FORCE_PLACE)
def create_match(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Say that a registered person is who came."""
    walk_in = load_walk_in(event, code)
    registration = find_registration(event, request.form.get("registration", "")) or abort(404)
    require_confirmation()
    with attempt() as tried:
        match_walk_in(walk_in, registration, actor=account.code, now=utcnow())
    if tried.refusal:
        walk_in = load_walk_in(event, code)
        return walk_in_page(account, event, walk_in, refused=tried.refusal), 409
    flash(_("The registered person is counted as present."), "good")
    return redirect(url_for("organizer.walk_in.index", slug=event.slug), 303)


@bp.post("/refusal")
@staff(Action.FORCE_PLACE)
def create_refusal(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Say, with a reason, that this is nobody to register."""
    walk_in, form = load_walk_in(event, code), ReasonForm(prefix="refusal")
    if not form.validate_on_submit():
        return walk_in_page(account, event, walk_in, refusal_form=form), 422
    with attempt() as tried:
        refuse_walk_in(walk_in, reason=form.reason.data, actor=account.code, now=utcnow())
    if tried.refusal:
        walk_in = load_walk_in(event, code)
        shown = {"refusal_form": form, "refused": tried.refusal}
        return walk_in_page(account, event, walk_in, **shown), 409
    flash(_("The person is not registered. The name is deleted in ten minutes."), "good")
    return redirect(url_for("organizer.walk_in.index", slug=event.slug), 303)


@bp.post("/undo")
@staff(Action.FORCE_PLACE)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Undo what was decided: the person waits again."""
    walk_in = load_walk_in(event, code)
    require_confirmation()
    with attempt() as tried:
        undo_decision(walk_in, actor=account.code, now=utcnow())
    if tried.refusal:
        walk_in = load_walk_in(event, code)
        return walk_in_page(account, event, walk_in, refused=tried.refusal), 409
    flash(_("That is undone. The person waits for a decision again."), "good")
    return redirect(url_for("organizer.walk_in.show", slug=event.slug, code=code), 303)

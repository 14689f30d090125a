"""Leads and adaptations, as editors decide about them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.exchange import adaptation as adaptations
from eventapp.domain.exchange import lead as leads
from eventapp.domain.permission import Action
from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("lead", __name__, url_prefix="/leads")


@bp.get("")
@staff(Action.EDIT_EXPERIENCE)
def index(account: Account) -> ResponseReturnValue:
    """What nobody has decided about."""
    return _page(account)


@bp.post("/<code>/draft")
@staff(Action.EDIT_EXPERIENCE)
def create_draft(account: Account, code: str) -> ResponseReturnValue:
    """Make a draft of it, and go there."""
    lead = leads.find(code) or abort(404)
    require_confirmation()
    with attempt() as tried:
        experience = leads.take_up(lead, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, tried.refusal), 409
    flash(
        _("The draft has been created. Sort its text into problem, cause, measure and result."),
        "good",
    )
    return redirect(url_for("organizer.experience.edit", code=experience.code), 303)


@bp.post("/<code>/setting-aside")
@staff(Action.EDIT_EXPERIENCE)
def create_setting_aside(account: Account, code: str) -> ResponseReturnValue:
    """Decide against it."""
    lead = leads.find(code) or abort(404)
    require_confirmation()
    with attempt() as tried:
        leads.set_aside(lead)
    if tried.refusal:
        return _page(account, tried.refusal), 409
    flash(_("The lead has been set aside."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/adaptations/<code>")
@staff(Action.EDIT_EXPERIENCE)
def update_adaptation(account: Account, code: str) -> ResponseReturnValue:
    """Show the adaptation below the experience, or decline it."""
    adaptation = adaptations.find(code) or abort(404)
    require_confirmation()
    with attempt() as tried:
        adaptations.decide(adaptation, show=request.form.get("verdict") == "show")
    if tried.refusal:
        return _page(account, tried.refusal), 409
    flash(_("Noted."), "good")
    return redirect(url_for(".index"), 303)


def _page(account: Account, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/lead/index.html",
        account=account,
        refusal=refusal,
        listed=leads.list_leads(page=request.args.get("page", 1, int)),
        adaptations=adaptations.list_unread(),
    )

"""Leads, and what organisations write beneath cards: read, taken up or set aside."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.exchange import adaptation, lead
from eventapp.domain.permission import Action
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

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
    found = lead.find(code) or abort(404)
    if not ConfirmationForm().validate_on_submit():
        return _page(account), 422
    with attempt() as tried:
        experience = lead.take_up(found, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, tried.refusal), 409
    flash(_("The draft is made. Sort its text into problem, cause, measure and result."), "good")
    return redirect(url_for("organizer.experience.edit", code=experience.code), 303)


@bp.post("/<code>/setting-aside")
@staff(Action.EDIT_EXPERIENCE)
def create_setting_aside(account: Account, code: str) -> ResponseReturnValue:
    """Decide against it."""
    found = lead.find(code) or abort(404)
    if not ConfirmationForm().validate_on_submit():
        return _page(account), 422
    with attempt() as tried:
        lead.set_aside(found)
    if tried.refusal:
        return _page(account, tried.refusal), 409
    flash(_("The lead is set aside."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/adaptations/<code>")
@staff(Action.EDIT_EXPERIENCE)
def update_adaptation(account: Account, code: str) -> ResponseReturnValue:
    """Show beneath the card what an organisation does with it, or decline."""
    found = adaptation.find(code) or abort(404)
    if not ConfirmationForm().validate_on_submit():
        return _page(account), 422
    with attempt() as tried:
        adaptation.decide(found, show=request.form.get("verdict") == "show")
    if tried.refusal:
        return _page(account, tried.refusal), 409
    flash(_("Noted."), "good")
    return redirect(url_for(".index"), 303)


def _page(account: Account, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/lead/index.html",
        account=account,
        refusal=refusal,
        listed=lead.list_leads(page=request.args.get("page", 1, int)),
        told=adaptation.list_unread(),
    )

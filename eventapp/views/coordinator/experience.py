"""The own organisation's cards: read, approved, or sent back with what should be otherwise."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.exchange import approval, experience_list
from eventapp.domain.exchange.experience import list_files
from eventapp.domain.permission import Action
from eventapp.forms.exchange.change import RequestedChangeForm
from eventapp.i18n import _
from eventapp.models import Account, Experience
from eventapp.views.attempt import attempt
from eventapp.views.coordinator.experience_version import load_own_experience
from eventapp.views.guards import for_organisations, require_confirmation

bp = Blueprint("experience", __name__, url_prefix="/own-experiences")


@bp.get("")
@for_organisations(Action.APPROVE_OWN_EXPERIENCE)
def index(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """The cards of one's organisations, those that wait for a yes first."""
    return render_template(
        "coordinator/experience/index.html",
        account=account,
        experiences=experience_list.list_for_organisations(organisations),
    )


@bp.get("/<code>")
@for_organisations(Action.APPROVE_OWN_EXPERIENCE)
def show(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """The whole text, as it would be published."""
    return _page(account, load_own_experience(code, organisations))


@bp.post("/<code>/approval")
@for_organisations(Action.APPROVE_OWN_EXPERIENCE)
def create_approval(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """The organisation's yes to the text that was read."""
    experience = load_own_experience(code, organisations)
    require_confirmation()
    version = request.form.get("version", 0, int)
    with attempt() as tried:
        approval.approve_by_municipality(
            experience, version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        experience = load_own_experience(code, organisations)
        return _page(account, experience, refusal=tried.refusal), 409
    flash(_("Thank you. Your organisation has approved the text."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<code>/change")
@for_organisations(Action.APPROVE_OWN_EXPERIENCE)
def create_change(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Send it back with the change that is asked for."""
    experience = load_own_experience(code, organisations)
    form = RequestedChangeForm()
    if not form.validate_on_submit():
        return _page(account, experience, form=form), 422
    version = request.form.get("version", 0, int)
    with attempt() as tried:
        approval.ask_for_change(
            experience, form.change.data, version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        experience = load_own_experience(code, organisations)
        return _page(account, experience, form=form, refusal=tried.refusal), 409
    flash(_("Sent. The editor will change the text and ask you again."), "good")
    return redirect(url_for(".index"), 303)


def _page(
    account: Account,
    experience: Experience,
    *,
    form: RequestedChangeForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "coordinator/experience/show.html",
        account=account,
        experience=experience,
        files=list_files(experience),
        form=form or RequestedChangeForm(formdata=None),
        refusal=refusal,
    )

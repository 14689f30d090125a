"""The plan of the own organisation: at most three actions, written, changed, removed."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.exchange import declaration
from eventapp.domain.exchange.own_organisation import plan
from eventapp.domain.people.organisation import list_by_ids
from eventapp.domain.permission import Action
from eventapp.forms.exchange.plan import PlanActionForm, plan_values
from eventapp.i18n import _
from eventapp.models import Account, PlanAction
from eventapp.views.attempt import attempt
from eventapp.views.coordinator.organisation import chosen_organisation
from eventapp.views.guards import for_organisations, require_confirmation

bp = Blueprint("plan", __name__, url_prefix="/own-organisation/plan")


@bp.get("/new")
@for_organisations(Action.PLAN_FOR_ORGANISATION)
def new(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """An empty form."""
    chosen = chosen_organisation(list_by_ids(organisations))
    form = _form(organisations, formdata=None, data={"organisation": chosen.code})
    return _form_page(account, form)


@bp.post("")
@for_organisations(Action.PLAN_FOR_ORGANISATION)
def create(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """Plan it."""
    form = _form(organisations)
    if not form.validate_on_submit():
        return _form_page(account, form), 422
    with attempt() as tried:
        plan.add_action(form.chosen, form.text(), actor=account.code, now=utcnow())
    if tried.refusal:
        return _form_page(account, _form(organisations), refusal=tried.refusal), 409
    flash(_("It is in your plan."), "good")
    return redirect(_page_of(form.organisation.data), 303)


@bp.get("/<code>")
@for_organisations(Action.PLAN_FOR_ORGANISATION)
def edit(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """The action as a form."""
    action = _load(code, organisations)
    return _form_page(account, _form(organisations, action, data=plan_values(action)), action)


@bp.post("/<code>")
@for_organisations(Action.PLAN_FOR_ORGANISATION)
def update(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Save; a stale save shows both side by side."""
    action = _load(code, organisations)
    form = _form(organisations, action)
    if not form.validate_on_submit():
        return _form_page(account, form, action), 422
    with attempt() as tried:
        plan.edit_action(
            action, form.text(), version=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _form_page(account, form, _load(code, organisations), tried.refusal), 409
    flash(_("The change is saved."), "good")
    return redirect(_page_of(action.organisation.code), 303)


@bp.post("/<code>/removal")
@for_organisations(Action.PLAN_FOR_ORGANISATION)
def create_removal(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Take it out of the plan; it can be undone for ten minutes."""
    action = _load(code, organisations)
    require_confirmation()
    with attempt():
        plan.remove_action(action, actor=account.code, now=utcnow())
    flash(_("Removed from your plan."), "good")
    return redirect(_page_of(action.organisation.code), 303)


@bp.post("/<code>/restoration")
@for_organisations(Action.PLAN_FOR_ORGANISATION)
def create_restoration(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Put it back."""
    action = _load(code, organisations)
    require_confirmation()
    owner = action.organisation.code
    with attempt() as tried:
        plan.restore_action(action, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("It is in your plan again."), "good")
    return redirect(_page_of(owner), 303)


def _load(code: str, organisations: set[int]) -> PlanAction:
    return plan.find_own_action(code, organisations) or abort(404)


def _page_of(organisation: str) -> str:
    return url_for("coordinator.organisation.show", organisation=organisation)


def _form(
    organisations: set[int], action: PlanAction | None = None, **options: object
) -> PlanActionForm:
    """The form; what an action builds on may be chosen still, even if it is withdrawn by now."""
    learnt = [row.experience for row in declaration.list_declared(organisations)]
    if action and action.experience:
        learnt.append(action.experience)
    return PlanActionForm(list_by_ids(organisations), learnt, **options)


def _form_page(
    account: Account,
    form: PlanActionForm,
    action: PlanAction | None = None,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if action is not None and isinstance(refusal, StaleVersion):
        differences = form.merge(plan_values(action))
    return render_template(
        "coordinator/plan/edit.html",
        account=account,
        form=form,
        action=action,
        refusal=refusal,
        differences=differences,
    )

"""Rules of retention: adopting a proposal, deciding otherwise, and withdrawing."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.retention import rule as rules
from eventapp.domain.retention.data_kind import KindDescription, find_decidable
from eventapp.forms.fields import hidden_number
from eventapp.forms.retention.rule import ProposalForm, RetentionRuleForm, rule_form_data
from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.retention import overview

bp = Blueprint("retention_rule", __name__, url_prefix="/retention/rules")


@bp.post("")
@staff(Action.MANAGE_RETENTION)
def create(account: Account) -> ResponseReturnValue:
    """Adopt the proposal for one kind of data, as it is."""
    form = ProposalForm()
    description = find_decidable(request.form.get("kind", ""))
    if not form.validate_on_submit():
        return overview.page(account, form), 422
    if description is None:
        abort(404)
    decision = rules.Decision(description.days, form.reference.data)
    with attempt() as tried:
        rules.decide(
            description, decision, version=rules.NO_VERSION, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("Decided: %(kind)s.", kind=description.label), "good")
    return redirect(url_for("organizer.retention.index"), 303)


@bp.get("/<code>")
@staff(Action.MANAGE_RETENTION)
def edit(account: Account, code: str) -> ResponseReturnValue:
    """One kind of data: its rule as a form, and every version of it."""
    description = _load(code)
    form = RetentionRuleForm(description, data=_form_data(description))
    return _page(account, description, form)


@bp.post("/<code>")
@staff(Action.MANAGE_RETENTION)
def update(account: Account, code: str) -> ResponseReturnValue:
    """Put a decision in force as the next version; a stale one shows both texts."""
    description = _load(code)
    form = RetentionRuleForm(description)
    if not form.validate_on_submit():
        return _page(account, description, form), 422
    version = form.version.data
    with attempt() as tried:
        rules.decide(
            description, form.decision(), version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _page(account, description, form, tried.refusal), 409
    flash(_("Decided: %(kind)s.", kind=description.label), "good")
    return redirect(url_for("organizer.retention.index"), 303)


@bp.post("/<code>/withdrawal")
@staff(Action.MANAGE_RETENTION)
def destroy(account: Account, code: str) -> ResponseReturnValue:
    """Withdraw the decision: nothing of this kind is deleted from now on."""
    description = _load(code)
    require_confirmation()
    version = hidden_number(request.form.get("version"))
    with attempt() as tried:
        rules.withdraw(description.kind, version=version, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("Withdrawn. Nothing of this kind is deleted any more."), "good")
    return redirect(url_for(".edit", code=code), 303)


def _load(code: str) -> KindDescription:
    return find_decidable(code) or abort(404)


def _form_data(description: KindDescription) -> dict[str, object]:
    return rule_form_data(description, rules.rules_in_force().get(description.kind))


def _page(
    account: Account,
    description: KindDescription,
    form: RetentionRuleForm,
    refusal: Refusal | None = None,
) -> str:
    current = rules.rules_in_force().get(description.kind)
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(rule_form_data(description, current))
    return render_template(
        "organizer/retention_rule/edit.html",
        account=account,
        description=description,
        form=form,
        refusal=refusal,
        differences=differences,
        current=current,
        versions=rules.list_versions(description.kind),
    )

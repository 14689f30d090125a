"""A card on its way: sent to its organisation, approved by an editor, published, withdrawn."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.exchange import approval
from eventapp.domain.permission import Action
from eventapp.forms.reason import ReasonForm
from eventapp.i18n import _
from eventapp.models import Account, Experience
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.exchange import load_experience
from eventapp.views.organizer.exchange.experience import experience_page

bp = Blueprint("approval", __name__, url_prefix="/experiences/<code>")


@bp.post("/review")
@staff(Action.EDIT_EXPERIENCE)
def create_review(account: Account, code: str) -> ResponseReturnValue:
    """Send it to its organisation and to the editors."""
    return _do(
        account,
        code,
        lambda experience: approval.send_for_review(experience, actor=account.code, now=utcnow()),
        _("The organisation and the editors can now read it."),
    )


@bp.post("/approval")
@staff(Action.APPROVE_EXPERIENCE)
def create(account: Account, code: str) -> ResponseReturnValue:
    """The editor's yes to the text that was read."""
    version = request.form.get("version", 0, int)
    return _do(
        account,
        code,
        lambda experience: approval.approve_by_editor(
            experience, version=version, actor=account.code, now=utcnow()
        ),
        _("An editor has approved the text."),
    )


@bp.post("/publication")
@staff(Action.EDIT_EXPERIENCE)
def create_publication(account: Account, code: str) -> ResponseReturnValue:
    """Let everybody read it."""
    return _do(
        account,
        code,
        lambda experience: approval.publish(experience, actor=account.code, now=utcnow()),
        _("The experience is published."),
    )


@bp.get("/withdrawal")
@staff(Action.EDIT_EXPERIENCE)
def new_withdrawal(account: Account, code: str) -> ResponseReturnValue:
    """Ask first, and why."""
    return _asking(account, load_experience(code), ReasonForm(formdata=None))


@bp.post("/withdrawal")
@staff(Action.EDIT_EXPERIENCE)
def create_withdrawal(account: Account, code: str) -> ResponseReturnValue:
    """Withdraw it for good."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _asking(account, load_experience(code), form), 422
    return _do(
        account,
        code,
        lambda experience: approval.withdraw(
            experience, reason=form.reason.data, actor=account.code, now=utcnow()
        ),
        _("The experience is withdrawn."),
    )


def _do(
    account: Account, code: str, verb: Callable[[Experience], None], message: str
) -> ResponseReturnValue:
    experience = load_experience(code)
    require_confirmation()
    with attempt() as tried:
        verb(experience)
    if tried.refusal:
        return experience_page(account, load_experience(code), tried.refusal), 409
    flash(message, "good")
    return redirect(url_for("organizer.experience.show", code=code), 303)


def _asking(account: Account, experience: Experience, form: ReasonForm) -> str:
    return render_template(
        "organizer/experience/new_withdrawal.html",
        account=account,
        experience=experience,
        form=form,
    )

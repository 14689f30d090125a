"""Reminding organisations that have not answered: whom, and then the letters."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.delegation.reminder import list_due, remind_delegations
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _n
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("reminder", __name__, url_prefix="/events/<slug>/delegations/reminders")


@bp.get("/new")
@staff(Action.EDIT_EVENT)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Show whom a reminder would go to now; `code` keeps to one of them."""
    return _page(account, event)


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Remind those who were chosen."""
    if not ConfirmationForm().validate_on_submit():
        return _page(account, event), 422
    codes = request.form.getlist("code")
    with attempt() as tried:
        count = len(remind_delegations(event, codes, actor=account.code, now=utcnow()))
    if tried.refusal:
        return _page(account, event, tried.refusal), 409
    flash(
        _n(
            "%(num)d organisation is reminded. The letters are on their way.",
            "%(num)d organisations are reminded. The letters are on their way.",
            count,
        ),
        "good",
    )
    return redirect(url_for("organizer.delegation.index", slug=event.slug), 303)


def _page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    code = request.args.get("code", "")
    due = list_due(event, now=utcnow())
    return render_template(
        "organizer/reminder/new.html",
        account=account,
        event=event,
        due=due,
        chosen={
            invitation.delegation.code
            for invitation in due
            if code in {"", invitation.delegation.code}
        },
        form=ConfirmationForm(),
        refusal=refusal,
    )

"""The security contacts' page of rows that mention protection: read there, and nowhere else."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk import quarantine
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import INSTALLATION
from eventapp.i18n import _
from eventapp.models import Account, AuditAction
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_reading

bp = Blueprint("quarantine", __name__, url_prefix="/protected/quarantine")


@bp.get("")
@staff(Action.REGISTER_ALIAS)
def index(account: Account) -> ResponseReturnValue:
    """Show the rows; that they were read is logged first."""
    record_reading(AuditAction.QUARANTINE_READ, INSTALLATION, account)
    return render_template(
        "organizer/quarantine/index.html",
        account=account,
        rows=list(quarantine.list_quarantined()),
    )


@bp.post("/<code>/<int:number>/release")
@staff(Action.REGISTER_ALIAS)
def release(account: Account, code: str, number: int) -> ResponseReturnValue:
    """Give the row to the organizer: its words are ordinary."""
    if not quarantine.is_known(code, number):
        abort(404)
    require_confirmation()
    with attempt() as tried:
        quarantine.release_row(code, number, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
        return redirect(url_for(".index"), 303)
    flash(_("The organiser can see the row now, and decides about it."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<code>/<int:number>/deletion")
@staff(Action.REGISTER_ALIAS)
def destroy(account: Account, code: str, number: int) -> ResponseReturnValue:
    """Delete the row, once the person is looked after."""
    if not quarantine.is_known(code, number):
        abort(404)
    require_confirmation()
    with attempt() as tried:
        quarantine.delete_row(code, number, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
        return redirect(url_for(".index"), 303)
    flash(_("The row has been deleted."), "good")
    return redirect(url_for(".index"), 303)

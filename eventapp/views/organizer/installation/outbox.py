"""The outbox for organizers: waiting and failed jobs, and trying again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import outbox
from eventapp.domain.installation import outbox_list
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import INSTALLATION
from eventapp.i18n import _, _n
from eventapp.models import Account, AuditAction, JobState
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_list_reading

bp = Blueprint("outbox", __name__, url_prefix="/outbox")


@bp.get("")
@staff(Action.SEE_OUTBOX)
def index(account: Account) -> ResponseReturnValue:
    """Counts by state, the oldest that waits, and a list of one state."""
    wanted = request.args.get("state", JobState.FAILED.value)
    state = JobState(wanted) if wanted in set(JobState) else JobState.FAILED
    record_list_reading(AuditAction.LIST_READ, INSTALLATION, account, "outbox", state.value)
    return render_template(
        "organizer/outbox/index.html",
        account=account,
        state=state,
        counts=outbox_list.count_by_state(),
        retried=outbox_list.count_retried(),
        oldest=outbox.oldest_waiting(now=utcnow()),
        listed=outbox_list.list_jobs(state, page=request.args.get("page", 1, int)),
    )


@bp.post("/<int:number>/attempts")
@staff(Action.SEE_OUTBOX)
def create_attempt(account: Account, number: int) -> ResponseReturnValue:
    """Try one mail again now."""
    del account
    require_confirmation()
    with attempt() as tried:
        outbox_list.retry_job(number, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("We will try again within a minute."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/attempts")
@staff(Action.SEE_OUTBOX)
def create_attempts(account: Account) -> ResponseReturnValue:
    """Try everything that failed, or waits for its next try, again now."""
    del account
    require_confirmation()
    with attempt():
        count = outbox_list.retry_all(now=utcnow())
    said = _n(
        "We will try %(num)d email again within a minute.",
        "We will try %(num)d emails again within a minute.",
        count,
    )
    nothing = _("Nothing is left to try again: all has been sent or is waiting for its time.")
    flash(*(said, "good") if count else (nothing, "plain"))
    return redirect(url_for(".index"), 303)

"""Runs of retention: tried without deleting, started after a question, and their receipts."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.prints.receipt import receipt_pdf
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.retention import due
from eventapp.domain.retention import run as runs
from eventapp.domain.retention.receipt import receipt_of
from eventapp.i18n import _
from eventapp.models import Account, RetentionRun
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.headers import as_inline
from eventapp.views.sheets.receipt_sheet import receipt_sheet

bp = Blueprint("retention_run", __name__, url_prefix="/retention/runs")


@bp.get("/new")
@staff(Action.MANAGE_RETENTION)
def new(account: Account) -> ResponseReturnValue:
    """A dry run: what would be deleted now, by kind and event. It asks before it is done."""
    return _trial(account)


@bp.post("")
@staff(Action.MANAGE_RETENTION)
def create(account: Account) -> ResponseReturnValue:
    """Start a run, which the worker carries out."""
    require_confirmation()
    with attempt() as tried:
        code = runs.start_run(actor=account.code, now=utcnow()).code
    if tried.refusal:
        return _trial(account, tried.refusal), 409
    flash(_("The run has started. This page becomes its receipt."), "good")
    return redirect(url_for(".show", code=code), 303)


@bp.get("/<code>")
@staff(Action.MANAGE_RETENTION)
def show(account: Account, code: str) -> ResponseReturnValue:
    """The receipt; while the run is under way, what it has done so far."""
    receipt = receipt_of(_load(code))
    return render_template(
        "organizer/retention_run/show.html",
        account=account,
        receipt=receipt,
        words=receipt_sheet(receipt),
    )


@bp.get("/<code>.pdf")
@staff(Action.MANAGE_RETENTION)
def as_pdf(account: Account, code: str) -> ResponseReturnValue:
    """The receipt to print and to archive."""
    del account
    run = _load(code)
    if run.finished_at is None:
        abort(404)
    pdf = receipt_pdf(receipt_sheet(receipt_of(run)))
    return as_inline(Response(pdf, mimetype="application/pdf"), f"{run.code}.pdf")


def _load(code: str) -> RetentionRun:
    return runs.find_run(code) or abort(404)


def _trial(account: Account, refusal: Refusal | None = None) -> str:
    counted = due.count_due(now=utcnow())
    ids = {id_ for due_kind in counted for id_ in (*due_kind.due, *due_kind.paused)}
    return render_template(
        "organizer/retention_run/new.html",
        account=account,
        refusal=refusal,
        counted=[
            due_kind
            for due_kind in counted
            if due_kind.deletable and (due_kind.total or due_kind.held)
        ],
        rules=any(due_kind.rule for due_kind in counted),
        events=due.event_names(sorted(ids)),
        under_way=runs.find_under_way(),
    )

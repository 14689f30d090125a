"""Retention at a glance: what is decided, what is due, what is paused, and the latest receipt."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.record.pause import list_pauses
from eventapp.domain.retention import due
from eventapp.domain.retention import rule as rules
from eventapp.domain.retention import run as runs
from eventapp.forms.retention.rule import ProposalForm
from eventapp.models import Account
from eventapp.views.guards import staff

# One decision is about many kinds of data, which are adopted one after the other.
SAME_DECISION = timedelta(hours=1)
bp = Blueprint("retention", __name__, url_prefix="/retention")


@bp.get("")
@staff(Action.MANAGE_RETENTION)
def index(account: Account) -> ResponseReturnValue:
    """Every kind of data with its rule; the calendar, pauses and receipts."""
    reference = rules.latest_reference(since=utcnow() - SAME_DECISION)
    return page(account, ProposalForm(reference=reference))


def page(account: Account, form: ProposalForm) -> str:
    """The page, with what was typed about the decision."""
    counted = due.count_due(now=utcnow())
    return render_template(
        "organizer/retention/index.html",
        account=account,
        form=form,
        decided=[due_kind for due_kind in counted if due_kind.rule],
        undecided=[due_kind for due_kind in counted if not due_kind.deletable],
        built_in=[due_kind for due_kind in counted if due_kind.description.built_in],
        pauses=list_pauses(),
        calendar=due.list_calendar(now=utcnow()),
        runs=runs.list_runs(),
    )

"""The kitchen list: diet and access as counts. Each reading is logged."""

from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.domain.desk import kitchen
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.reading import record_reading

bp = Blueprint("kitchen", __name__, url_prefix="/events/<slug>/kitchen")
STORING_SECONDS = 2.0


@bp.get("")
@staff(Action.SEE_REGISTRATIONS)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Show how many need what; the reading is logged before the answer is sent."""
    record_reading(AuditAction.KITCHEN_LIST_READ, event, account)
    store_sums(event)
    return render_template(
        "organizer/kitchen/show.html",
        account=account,
        event=event,
        needs=kitchen.count_needs(event),
    )


def store_sums(event: Event) -> None:
    """Before needs are counted: store the sums that wait, for two seconds at most.

    What is not stored by then is counted for this answer alone.
    """
    if not kitchen.is_summed(event):
        step = partial(kitchen.store_sums, event)
        transactions.derive(db.session, step, seconds=STORING_SECONDS)

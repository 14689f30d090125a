"""The kitchen list: diet and access as counts. Each reading is logged."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp.domain.desk.kitchen import count_needs
from eventapp.domain.permission import Action
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.reading import record_reading

bp = Blueprint("kitchen", __name__, url_prefix="/events/<slug>/kitchen")


@bp.get("")
@staff(Action.SEE_REGISTRATIONS)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Show how many need what; the reading is logged before the answer is sent."""
    record_reading(AuditAction.KITCHEN_LIST_READ, event, account)
    return render_template(
        "organizer/kitchen/show.html",
        account=account,
        event=event,
        needs=count_needs(event),
    )

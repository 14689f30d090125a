"""The kitchen list: diet and access as counts. Each reading is logged."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.desk.kitchen import count_needs
from eventapp.domain.permission import Action
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.loaders import load_any_event

bp = Blueprint("kitchen", __name__, url_prefix="/events/<slug>/kitchen")


@bp.get("")
@staff(Action.SEE_REGISTRATIONS)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Show how many need what; the reading is logged before the answer is sent."""
    page = render_template(
        "organizer/kitchen/show.html",
        account=account,
        event=event,
        needs=count_needs(event),
    )
    _log_reading(event.slug, account.code)
    return page


def _log_reading(slug: str, actor: str) -> None:
    db.session.rollback()
    transactions.begin_writing()
    audit.record(AuditAction.KITCHEN_LIST_READ, load_any_event(slug), actor=actor, now=utcnow())
    db.session.commit()
    transactions.begin_reading()

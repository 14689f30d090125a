"""A delegation's tickets in one file, for an organizer. It is logged before it is sent."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from eventapp.domain.desk.prints.delegation_ticket import find_delegation, list_ticket_holders
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.i18n import _
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.organizer.prints.overview import page
from eventapp.views.reading import record_reading
from eventapp.views.sheets.ticket_sheet import delegation_tickets_file

bp = Blueprint("delegation_ticket", __name__, url_prefix="/events/<slug>/prints")


@bp.get("/delegations/<code>/tickets.pdf")
@staff(Action.SEE_REGISTRATIONS)
def index(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Serve the tickets of everybody in the delegation."""
    delegation = find_delegation(event, code) or abort(404)
    try:
        holders = list_ticket_holders(delegation)
    except Refusal as refusal:
        return page(account, event, refusal=refusal), 409
    record_reading(AuditAction.PRINTED, event, account, list="tickets", delegation=delegation.code)
    name = f"{_('Tickets')}-{delegation.organisation.name}.pdf"
    return delegation_tickets_file(delegation, holders, name)

"""The ticket: on the screen, on paper, and as a picture."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents import qr
from eventapp.documents.ticket import ticket_pdf
from eventapp.domain.permission import Action
from eventapp.domain.place import place_lines
from eventapp.domain.registration import ticket
from eventapp.domain.registration.ticket_code import format_code
from eventapp.domain.schedule.opening import latest_opening_line
from eventapp.i18n import _
from eventapp.models import Registration
from eventapp.views.guards import participant
from eventapp.views.headers import as_inline
from eventapp.views.sheets.ticket_sheet import ticket_sheet

bp = Blueprint("ticket", __name__)


@dataclass(frozen=True, slots=True)
class TicketPicture:
    """What a page shows of a ticket: the code in groups, and the SVG path of its QR code."""

    code: str
    path: str


def ticket_picture(registration: Registration) -> TicketPicture:
    """Return the valid ticket for a page to show."""
    code = ticket.current_code(registration)
    return TicketPicture(format_code(code), qr.svg_path(code))


def requires_ticket(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Answer 404 with an explanation if there is no ticket to show."""

    @wraps(view)
    def show_or_explain(registration: Registration, token: str) -> ResponseReturnValue:
        if ticket.has_ticket(registration):
            return view(registration, token)
        page = "participant/ticket/none.html"
        facts = {"registration": registration, "event": registration.event, "token": token}
        return render_template(page, **facts), 404

    return show_or_explain


@bp.get("/<token>/ticket")
@participant(Action.SEE_OWN_REGISTRATION)
@requires_ticket
def show(registration: Registration, token: str) -> ResponseReturnValue:
    """Show the ticket alone, large enough to be scanned from the screen."""
    return render_template(
        "participant/ticket/show.html",
        registration=registration,
        event=registration.event,
        token=token,
        ticket=ticket_picture(registration),
        place=place_lines(registration.event, confirmed=True),
        opening=latest_opening_line(registration.event),
        now=utcnow(),
    )


@bp.get("/<token>/ticket.pdf")
@participant(Action.SEE_OWN_REGISTRATION)
@requires_ticket
def as_pdf(registration: Registration, token: str) -> ResponseReturnValue:
    """Serve the ticket to print."""
    del token
    return _file(ticket_pdf(ticket_sheet(registration)), "application/pdf", "pdf")


@bp.get("/<token>/ticket.svg")
@participant(Action.SEE_OWN_REGISTRATION)
@requires_ticket
def as_svg(registration: Registration, token: str) -> ResponseReturnValue:
    """Serve the QR code alone, as SVG."""
    del token
    drawing = qr.svg(ticket.current_code(registration), title=_("QR code of the ticket"))
    return _file(drawing.encode(), "image/svg+xml", "svg")


@bp.get("/<token>/ticket.png")
@participant(Action.SEE_OWN_REGISTRATION)
@requires_ticket
def as_png(registration: Registration, token: str) -> ResponseReturnValue:
    """Serve the QR code alone, as PNG."""
    del token
    return _file(qr.png(ticket.current_code(registration)), "image/png", "png")


def _file(content: bytes, mimetype: str, suffix: str) -> Response:
    return as_inline(Response(content, mimetype=mimetype), f"biljett.{suffix}")

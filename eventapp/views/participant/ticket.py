"""The ticket: on the screen, on paper, and as a picture."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from eventapp.documents import qr
from eventapp.documents.ticket import TicketSheet, pdf, ticket_words
from eventapp.domain.permission import Action
from eventapp.domain.registration import ticket
from eventapp.domain.registration.ticket_code import shown
from eventapp.i18n import _, clock, current_language, day, days, span
from eventapp.models import Event, Registration, RegistrationState
from eventapp.views.context import postal
from eventapp.views.feeds import place
from eventapp.views.guards import participant

bp = Blueprint("ticket", __name__)


@dataclass(frozen=True, slots=True)
class TicketPicture:
    """What a page draws of a ticket: the code in groups, and the path of its QR code."""

    code: str
    path: str


def picture_of(registration: Registration) -> TicketPicture:
    """The ticket of someone with a place, to be drawn."""
    code = ticket.current_code(registration)
    return TicketPicture(shown(code), qr.svg_path(code))


def with_place(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Show the ticket to whoever has a place, and tell the others why there is none."""

    @wraps(view)
    def shown_or_told(registration: Registration, token: str) -> ResponseReturnValue:
        if registration.state is RegistrationState.CONFIRMED:
            return view(registration, token)
        page = "participant/ticket/none.html"
        facts = {"registration": registration, "event": registration.event, "token": token}
        return render_template(page, **facts), 404

    return shown_or_told


@bp.get("/<token>/ticket")
@participant(Action.SEE_OWN_REGISTRATION)
@with_place
def show(registration: Registration, token: str) -> ResponseReturnValue:
    """The ticket alone, large enough to be scanned from the screen."""
    return render_template(
        "participant/ticket/show.html",
        registration=registration,
        event=registration.event,
        token=token,
        ticket=picture_of(registration),
        place=place(registration.event, confirmed=True),
    )


@bp.get("/<token>/ticket.pdf")
@participant(Action.SEE_OWN_REGISTRATION)
@with_place
def as_pdf(registration: Registration, token: str) -> ResponseReturnValue:
    """The ticket to print."""
    del token
    event = registration.event
    sheet = TicketSheet(
        event_title=event.title,
        name=registration.name,
        organisation=registration.organisation_name,
        code=ticket.current_code(registration),
        desk_code=registration.desk_code,
        when=_when(event),
        where=postal(place(event, confirmed=True)),
        lines=(_("Show the code at the door, on paper or on your phone."),),
        language=current_language(),
        words=ticket_words(_),
    )
    return _file(pdf(sheet), "application/pdf", "pdf")


@bp.get("/<token>/ticket.svg")
@participant(Action.SEE_OWN_REGISTRATION)
@with_place
def as_svg(registration: Registration, token: str) -> ResponseReturnValue:
    """The QR code alone, as a drawing."""
    del token
    drawing = qr.svg(ticket.current_code(registration), title=_("QR code of the ticket"))
    return _file(drawing.encode(), "image/svg+xml", "svg")


@bp.get("/<token>/ticket.png")
@participant(Action.SEE_OWN_REGISTRATION)
@with_place
def as_png(registration: Registration, token: str) -> ResponseReturnValue:
    """The QR code alone, as a picture."""
    del token
    return _file(qr.png(ticket.current_code(registration)), "image/png", "png")


def _when(event: Event) -> str:
    """The days; and the hours of one, or when the first of several begins."""
    starts, ends, zone = event.starts_at, event.ends_at, event.time_zone
    if day(starts, zone) == day(ends, zone):
        hours = span(starts, ends, zone)
    else:
        hours = _("begins %(day)s at %(time)s", day=day(starts, zone), time=clock(starts, zone))
    return f"{days(starts, ends, zone)}, {hours}"


def _file(content: bytes, mimetype: str, suffix: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'inline; filename="biljett.{suffix}"'
    return response

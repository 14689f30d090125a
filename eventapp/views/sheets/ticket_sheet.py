"""A ticket in words, as it is printed: for its owner, an organizer or a coordinator."""

from collections.abc import Iterator, Sequence

from flask import Response

from eventapp.documents.ticket import TicketSheet, ticket_words, tickets_pdf
from eventapp.domain.place import place
from eventapp.domain.publication import Output, Showing, showing
from eventapp.domain.registration import ticket
from eventapp.domain.schedule.opening import latest_opening_line
from eventapp.i18n import _, current_language, speaking, unbroken, when_lines
from eventapp.models import Delegation, Event, Registration
from eventapp.views.headers import as_attachment


def ticket_sheet(registration: Registration) -> TicketSheet:
    """What the ticket says in the current language."""
    event = registration.event
    return TicketSheet(
        event_title=event.title,
        name=registration.name,
        organisation=registration.organisation_name,
        code=ticket.current_code(registration),
        desk_code=registration.desk_code,
        when=", ".join(when_lines(event.starts_at, event.ends_at, event.time_zone)),
        where=unbroken(place(event, confirmed=True)),
        lines=tuple(_lines(event)),
        language=current_language(),
        words=ticket_words(_),
    )


def delegation_tickets_file(
    delegation: Delegation, holders: Sequence[Registration], filename: str
) -> Response:
    """All their tickets in one file, each in its owner's language."""
    sheets = []
    for holder in holders:
        with speaking(holder.language):
            sheets.append(ticket_sheet(holder))
    title = f"{delegation.organisation.name}, {delegation.event.title}"
    response = Response(tickets_pdf(sheets, title=title), mimetype="application/pdf")
    return as_attachment(response, filename)


def _lines(event: Event) -> Iterator[str]:
    """Yield the lines below time and place: how the event begins, and notices."""
    if opening := latest_opening_line(event):
        yield opening
    if showing(event, Output.TICKET) is Showing.NOTICE:
        yield _("The event is postponed. The ticket is valid at the new time.")
    yield _("Show the code at the door, on paper or on your phone.")

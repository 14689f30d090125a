"""Prints as files: named for what they are and for the event."""

from flask import Response

from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.prints.logo import printed_logo
from eventapp.i18n import current_language
from eventapp.models import Event
from eventapp.views.headers import as_attachment


def sheet_heading(title: str, event: Event) -> SheetHeading:
    """What a print says of itself, in the current language."""
    return SheetHeading(title, event.title, current_language(), printed_logo())


def pdf_file(content: bytes, title: str, event: Event) -> Response:
    """The answer with the file; the name is the print's title and the event's address."""
    name = f"{title.lower().replace(' ', '-')}-{event.slug}.pdf"
    return as_attachment(Response(content, mimetype="application/pdf"), name)

"""Printed tickets: an A4 page with one ticket, tagged for those who listen (PDF/UA-1)."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eventapp.documents import qr
from eventapp.documents.typesetter import typesetter
from eventapp.documents.xml_text import printable
from eventapp.domain.registration.ticket_code import format_code


@dataclass(frozen=True, slots=True)
class TicketWords:
    """The fixed words on a ticket, in the ticket's language."""

    ticket: str
    picture: str
    desk_code: str
    when: str
    where: str


@dataclass(frozen=True, slots=True)
class TicketSheet:
    """What one ticket says, as people read it.

    `code` and `desk_code` are in canonical form, `desk_code` may be empty; `language` is that of
    the words, sv, en or en_GB; `lines` are further sentences, one to a line.
    """

    event_title: str
    name: str
    organisation: str
    code: str
    desk_code: str
    when: str
    where: str
    lines: tuple[str, ...]
    language: str
    words: TicketWords


def ticket_words(_: Callable[[str], str]) -> TicketWords:
    """Translate the words on a ticket with the gettext of the reader's language."""
    return TicketWords(
        ticket=_("Ticket"),
        picture=_("QR code of the ticket"),
        desk_code=_("Code to say at the check-in desk"),
        when=_("When"),
        where=_("Where"),
    )


def ticket_pdf(sheet: TicketSheet) -> bytes:
    """Print a ticket, as `tickets_pdf` does."""
    return tickets_pdf([sheet], title=sheet.event_title)


def tickets_pdf(sheets: Sequence[TicketSheet], *, title: str) -> bytes:
    """Print tickets, one on a page. The same sheets give the same bytes on the same machine.

    Letters that the product's typefaces lack are taken from the machine's. Where none has them the
    ticket shows boxes and, for that, may not call itself PDF/UA. The title names the file to those
    who listen. Raises ValueError when a code is not a ticket code.
    """
    values = [_sheet_values(sheet) for sheet in sheets]
    values[0]["title"] = f"{sheets[0].words.ticket} – {_line(title) or sheets[0].words.ticket}"
    return typesetter.set_page("ticket.typ", {"sheets": json.dumps(values)}, own_fonts=False)


def _sheet_values(sheet: TicketSheet) -> dict[str, object]:
    lang, _, region = sheet.language.replace("-", "_").partition("_")
    words = sheet.words
    title = _line(sheet.event_title) or words.ticket  # no heading may be empty
    return {
        "lang": lang,
        "region": region or None,
        "event_title": title,
        "name": _line(sheet.name),
        "organisation": _line(sheet.organisation),
        "code_groups": format_code(sheet.code).split("-"),
        "desk_code": " ".join(filter(None, (sheet.desk_code[:4], sheet.desk_code[4:]))),
        "when": _line(sheet.when),
        "where": _line(sheet.where),
        "lines": [_line(line) for line in sheet.lines],
        "qr": qr.svg(sheet.code, title=words.picture),
        "words": {
            "picture": words.picture,
            "desk_code": words.desk_code,
            "when": words.when,
            "where": words.where,
        },
    }


def _line(text: str) -> str:
    """Put a text on one line, without characters that no typeface has."""
    return " ".join(printable(text).split())

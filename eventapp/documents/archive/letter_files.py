"""The letters as they were written: the words between braces were filled in for each person."""

from collections.abc import Sequence
from typing import Any

from eventapp.documents.archive.names import safe_name
from eventapp.documents.archive.source import BundleSource
from eventapp.documents.archive.text import iso_day, text_file
from eventapp.documents.archive.writer import TEXT, BundleWriter
from eventapp.domain.letter.automatic_text import title_of
from eventapp.domain.retention.closing.field import permitted
from eventapp.domain.retention.closing.sent_letter import SentLetters, list_sent
from eventapp.i18n import _
from eventapp.models import EventLetter, LetterKind, LetterWording

NAME_MAX_LENGTH = 80


def write_letters(writer: BundleWriter, source: BundleSource, folder: str) -> None:
    """A text for each letter that went to many, and the event's own words in built-in letters."""
    sent = list_sent(source.event)
    _leave_out(writer, sent)
    for letter in sent.letters:
        name = safe_name(_title(letter, source.event.time_zone), otherwise=letter.code)
        what = _("A letter to many: %(subject)s", subject=letter.subject)
        writer.add(f"{folder}{name}.txt", _text(letter), TEXT, what)
    for wording in sent.wordings:
        name = _("Built-in letter, %(kind)s", kind=wording.kind.value)
        what = _("The event’s own words in a letter that goes by itself")
        writer.add(f"{folder}{name}.txt", _text(wording), TEXT, what)
    listed = [permitted(row) for row in (*sent.letters, *sent.wordings)]
    if listed:
        what = _("The same letters, with when they went")
        writer.add_json(folder + _("Letters") + ".json", listed, what)


def _leave_out(writer: BundleWriter, sent: SentLetters) -> None:
    what = _("To whom letters went")
    writer.leave_out(what, _("It is about people. It is deleted by the rules of retention."))
    why = _("It went to so few that it may be about somebody.")
    writer.leave_out(_("Letters to fewer than five people"), why, sent.to_few)


def _title(letter: EventLetter, zone: str) -> str:
    written = letter.kind is LetterKind.WRITTEN
    title = letter.subject if written or not letter.subject else title_of(letter.kind)
    on = iso_day(letter.sends_at, zone) if letter.sends_at else ""
    return " ".join(filter(None, (on, str(title))))[:NAME_MAX_LENGTH]


def _text(row: EventLetter | LetterWording) -> bytes:
    texts: Sequence[tuple[Any, Any]] = ((row.subject, row.body), (row.subject_en, row.body_en))
    lines: list[str] = []
    for subject, body in texts:
        if subject or body:
            lines += [subject, "", body, "", ""]
    return text_file(lines)

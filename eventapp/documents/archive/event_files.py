"""What the event was, and the notes of the meeting."""

from eventapp.documents.archive.source import BundleSource
from eventapp.documents.archive.text import text_file
from eventapp.documents.archive.writer import TEXT, BundleWriter
from eventapp.domain.event.meeting_notes import find_meeting_notes
from eventapp.domain.retention.closing.field import permitted, permitted_event
from eventapp.i18n import _


def write_event(writer: BundleWriter, source: BundleSource, folder: str) -> None:
    """The event's own texts and times, as JSON."""
    what = _("What the event was: its texts, times and place")
    writer.add_json(folder + _("Event") + ".json", permitted_event(source.event), what)


def write_notes(writer: BundleWriter, source: BundleSource, folder: str) -> None:
    """The notes of the meeting, as they are written: the form asks to name nobody."""
    notes = find_meeting_notes(source.event)
    if notes is None or not (notes.text or notes.results):
        return
    what = _("The notes of the meeting, and what it came to")
    writer.add_json(folder + _("Notes") + ".json", permitted(notes), what)
    lines = [notes.text, "", *(f"- {result}" for result in notes.results)]
    writer.add(folder + _("Notes") + ".txt", text_file(lines), TEXT, what)

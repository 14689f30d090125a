"""The summary of the event: on paper, and its tables as JSON."""

from eventapp.documents.archive.source import BundleSource
from eventapp.documents.archive.writer import JSON, PDF, BundleWriter
from eventapp.documents.prints.report.open_data import report_json
from eventapp.documents.prints.report.pdf import summary_pdf
from eventapp.domain.report.event_summary import is_over, summarise
from eventapp.i18n import _


def write_summary(writer: BundleWriter, source: BundleSource, folder: str) -> None:
    """The management summary as it is now; an event that was cancelled has none."""
    if not is_over(source.event, now=source.now):
        writer.leave_out(_("Management summary"), _("The event was cancelled."))
        return
    document = summarise(source.event, now=source.now)
    name = folder + _("Management summary")
    what = _("The summary: who was there, what they thought, and what came of it")
    writer.add(f"{name}.pdf", summary_pdf(document), PDF, what)
    gathered_on = source.now.date()
    writer.add(f"{name}.json", report_json(document, gathered_on=gathered_on), JSON, what)

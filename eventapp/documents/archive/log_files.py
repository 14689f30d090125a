"""The log of the event: what was done when, without people; as a table and as JSON."""

from typing import Any

from eventapp.documents.archive.source import BundleSource
from eventapp.documents.archive.writer import CSV, JSON, BundleWriter, json_list
from eventapp.documents.csv_file import Cell, csv_lines
from eventapp.domain.retention.closing.event_log import BundleLogLine, stream_event_log
from eventapp.i18n import _


def write_log(writer: BundleWriter, source: BundleSource, folder: str) -> None:
    """Each act on a line, what people did once a day, the newest first, read as it is written."""
    name = folder + _("Log")
    what = _("What was done with the event, and when")
    header = ["at", "action", "by", "thing", "code", "details"]
    rows = (_row(line) for line in stream_event_log(source.event))
    writer.add_pieces(f"{name}.csv", csv_lines(header, rows), CSV, what)
    values = (_values(line) for line in stream_event_log(source.event))
    writer.add_pieces(f"{name}.json", json_list(values), JSON, what)
    why = _("They may name people. They are deleted by the rules of retention.")
    writer.leave_out(_("Who did what: accounts and registrations in the log"), why)
    writer.leave_out(_("Details and reasons in the log"), why)
    why = _("Otherwise it could be counted how few they were.")
    writer.leave_out(_("How many people did the same on a day, and at what time"), why)


def _values(line: BundleLogLine) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "action": line.action,
        "by": line.actor,
        "thing": line.thing,
        "code": line.code or None,
        "details": line.details,
    }


def _row(line: BundleLogLine) -> tuple[Cell, ...]:
    details = ", ".join(f"{name}={value}" for name, value in line.details.items())
    return (line.at.isoformat(), line.action, line.actor, line.thing, line.code, details)

"""The bundle of a closed event: its parts in their order, each in a folder of its own.

What may be in it is said once, in domain/retention/closing/field.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import IO, Any
from zoneinfo import ZoneInfo

from eventapp.documents.archive.event_files import write_event, write_notes
from eventapp.documents.archive.letter_files import write_letters
from eventapp.documents.archive.log_files import write_log
from eventapp.documents.archive.material_files import write_materials
from eventapp.documents.archive.read_me import write_read_me
from eventapp.documents.archive.report_files import write_summary
from eventapp.documents.archive.result_files import write_results
from eventapp.documents.archive.schedule_files import write_releases
from eventapp.documents.archive.source import BundleSource
from eventapp.documents.archive.writer import BundleWriter, ZipTime
from eventapp.domain.retention.closing.field import PERMITTED, permitted_event
from eventapp.domain.retention.closing.making import BundleContents
from eventapp.i18n import _, _l, speaking
from eventapp.models import Event

VERSION = 1  # of the manifest; it rises when a reader of the version before would misunderstand it


@dataclass(frozen=True, slots=True)
class BundlePart:
    """One part: `label` names its folder."""

    code: str
    label: str
    write: Callable[[BundleWriter, BundleSource, str], None]


PARTS = (
    BundlePart("event", _l("The event"), write_event),
    BundlePart("schedule", _l("Schedule"), write_releases),
    BundlePart("materials", _l("Materials"), write_materials),
    BundlePart("letters", _l("Letters"), write_letters),
    BundlePart("results", _l("Results"), write_results),
    BundlePart("report", _l("Summary"), write_summary),
    BundlePart("notes", _l("Notes"), write_notes),
    BundlePart("log", _l("Log"), write_log),
)
LABELS = {part.code: part.label for part in PARTS}


def write_bundle(
    source: BundleSource,
    target: IO[bytes],
    *,
    language: str,
    closed_at: datetime,
    begin: Callable[[str], None],
) -> BundleContents:
    """Write the whole bundle to a file that can be sought in; `begin` hears of each part.

    Raises OSError where storage does not answer, TypesetterFailed.
    """
    with speaking(language):
        writer = BundleWriter(target, _local(closed_at, source.event))
        for number, part in enumerate(PARTS, start=1):
            begin(part.code)
            writer.part = part.code
            part.write(writer, source, f"{number} {part.label}/")
        _leave_out_people(writer)
        writer.part = ""
        write_read_me(writer, source.event, {part.code: str(part.label) for part in PARTS})
        writer.finish(_about(source.event, language, closed_at))
    return _contents(writer)


def _leave_out_people(writer: BundleWriter) -> None:
    """Say what no bundle has. Counts would be of people: none is given."""
    why = _("It is about people. It is deleted by the rules of retention.")
    for what in (
        _("Registrations, choices and answers to the event’s questions"),
        _("Diet and accessibility"),
        _("Invited people, delegations’ people and where letters went"),
        _("Scans at the door: who came, when and by which door"),
        _("Speakers’ addresses and what they sent by their own link"),
        _("The event’s contact, and the address of a meeting by video"),
    ):
        writer.leave_out(what, why)


def _about(event: Event, language: str, closed_at: datetime) -> dict[str, Any]:
    return {
        "format": "eventapp event bundle",
        "version": VERSION,
        "made_with": f"eventapp {version('eventapp')}",
        "language": language,
        "closed_at": closed_at.isoformat(),
        "event": permitted_event(event),
        "fields": {model.__tablename__: list(names) for model, names in PERMITTED.items()},
    }


def _contents(writer: BundleWriter) -> BundleContents:
    parts = []
    for part in PARTS:
        files = [file for file in writer.files if file.part == part.code]
        size = sum(file.size for file in files)
        parts.append({"code": part.code, "files": len(files), "bytes": size})
    return BundleContents(parts, len(writer.left_out))


def _local(moment: datetime, event: Event) -> ZipTime:
    """A moment as zip says it: by the clock of the place, and of no zone."""
    at = moment.astimezone(ZoneInfo(event.time_zone))
    return at.year, at.month, at.day, at.hour, at.minute, at.second

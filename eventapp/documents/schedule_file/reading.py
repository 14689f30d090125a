"""A file of any of the formats, read whatever its name says."""

from eventapp.documents.schedule_file.assembly import assemble
from eventapp.documents.schedule_file.calendar_reader import read_calendar
from eventapp.documents.schedule_file.json_reader import read_json
from eventapp.documents.schedule_file.raw import RawSchedule, UnreadableSchedule
from eventapp.documents.schedule_file.xml_reader import read_xml
from eventapp.domain.schedule.schedule_import.content import FileSchedule, RepairCode

FILE_MAX_BYTES = 10 * 1024 * 1024
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
DEFAULT_ZONE = "Europe/Stockholm"


def read_schedule(content: bytes, *, zone: str = DEFAULT_ZONE, place: str = "") -> FileSchedule:
    """Read a schedule; `zone` is for times that say none, `place` what a room is written with.

    Raises UnreadableSchedule. The reasons are `empty`, `too-large`, `unknown-format`,
    `broken-json`, `broken-xml`, `broken-calendar`, `entities`, `too-deep`, `no-schedule`,
    `misplaced-rooms`, `no-sessions` and `too-many-sessions`.
    """
    if len(content) > FILE_MAX_BYTES:
        raise UnreadableSchedule("too-large")
    start = content[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise UnreadableSchedule("empty")
    if start.startswith((b"{", b"[")):
        raw = _read_json(content)
    elif start.startswith(b"<") or content.startswith(BYTE_ORDER_MARKS):
        raw = _read_xml(content)
    elif start[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raw = read_calendar(content.removeprefix(b"\xef\xbb\xbf"), zone)
    else:
        raise UnreadableSchedule("unknown-format")
    schedule = assemble(raw, zone=zone, place=place)
    if not schedule.sessions:
        raise UnreadableSchedule("no-sessions")
    return schedule


def _read_json(content: bytes) -> RawSchedule:
    try:
        return read_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raw = read_json(content.decode("cp1252", errors="replace"))
        raw.repair("schedule", RepairCode.ENCODING)
        return raw


def _read_xml(content: bytes) -> RawSchedule:
    """Read XML; what is not in the encoding that it says is read as Windows writes it."""
    try:
        return read_xml(content)
    except UnreadableSchedule as unreadable:
        if unreadable.reason != "broken-xml" or content.startswith(BYTE_ORDER_MARKS):
            raise
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            raw = read_xml(content.decode("cp1252", errors="replace").encode(), "utf-8")
            raw.repair("schedule", RepairCode.ENCODING)
            return raw
        raise

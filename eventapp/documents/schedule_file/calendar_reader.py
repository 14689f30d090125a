"""A schedule as a calendar (RFC 5545). Nothing is expanded, and nothing is fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventapp.documents.schedule_file.details import read_details, read_people
from eventapp.documents.schedule_file.english import (
    CALENDAR_PROPERTY,
    lists_in,
    read_texts,
    words_in,
)
from eventapp.documents.schedule_file.raw import (
    RawPerson,
    RawSchedule,
    RawSession,
    UnreadableSchedule,
)
from eventapp.documents.schedule_file.zone import find_zone
from eventapp.domain.schedule.schedule_import.content import RepairCode

OWN_MAKER = "-//eventapp//"
FOLD = re.compile(rb"\r?\n[ \t]|\r[ \t]")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;:]*)')
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?")
LASTING = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?"
)
NAMED = re.compile(
    r"^(?:speakers?|presenters?|talare|föreläsare|medverkande)\s*:[ \t]*(\S.*)$", re.IGNORECASE
)
BETWEEN_NAMES = re.compile(r"\s*[,;]\s*|\s+(?:and|och|&)\s+")
NAME_MAX_WORDS = 6
OTHER_COMPONENTS = {"VTODO", "VJOURNAL", "VFREEBUSY"}
# What a calendar says for its readers alone, or what is worked out anew here.
FOR_READERS = {
    *("DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED", "TRANSP", "CLASS", "PRIORITY"),
    *("METHOD", "ORGANIZER", "BEGIN", "END"),
}


@dataclass(slots=True)
class Property:
    """One line: its parameters, and its value as written."""

    value: str
    params: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value without its escapes."""
        return ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], self.value).strip()


Component = dict[str, list[Property]]


def read_calendar(content: bytes, default_zone: str) -> RawSchedule:
    """Read the file. Raises UnreadableSchedule: broken-calendar, too-many-sessions."""
    text = FOLD.sub(b"", content).decode("utf-8", errors="replace")
    head, events = _components(text)
    if head is None:
        raise UnreadableSchedule("broken-calendar")
    raw = RawSchedule(title=_first(head, "X-WR-CALNAME") or _first(head, "X-WR-CALDESC"))
    raw.is_worded, raw.silent = False, ("track", "form", "english_form")
    raw.zone = _first(head, "X-WR-TIMEZONE")
    zone = find_zone(raw.zone) or ZoneInfo(default_zone)
    if not raw.zone and (named := _first_zone(events)):
        raw.zone = named.key
        zone = named
    own = _first(head, "PRODID").startswith(OWN_MAKER)
    for name, properties in events:
        if name == "VEVENT":
            raw.add(_read_event(raw, properties, zone, own=own))
        elif name in OTHER_COMPONENTS:
            summary = _first(properties, "SUMMARY")[:60]
            raw.repair(f"{name} {summary}".strip(), RepairCode.NOT_A_SESSION)
    if not any(session.persons for session in raw.sessions):
        raw.silent = (*raw.silent, "speakers")
    if own:
        raw.silent = (*raw.silent, "references")
        said = {"track"} if any(session.track for session in raw.sessions) else set()
        if any(session.kind for session in raw.sessions):
            said |= {"form", "english_form"}
        raw.silent = tuple(name for name in raw.silent if name not in said)
    return raw


def _components(text: str) -> tuple[Component | None, list[tuple[str, Component]]]:
    """The calendar's own lines, and each component's; what is within these, alarms, is left."""
    head: Component | None = None
    components: list[tuple[str, Component]] = []
    open_names: list[str] = []
    for line in text.splitlines():
        parsed = _parse(line)
        if parsed is None:
            continue
        name, prop = parsed
        if name == "BEGIN":
            open_names.append(prop.value.strip().upper())
            if open_names == ["VCALENDAR"] and head is None:
                head = {}
            elif len(open_names) == 2:
                components.append((open_names[1], {}))
        elif name == "END":
            del open_names[-1:]
        elif open_names == ["VCALENDAR"] and head is not None:
            head.setdefault(name, []).append(prop)
        elif len(open_names) == 2:
            components[-1][1].setdefault(name, []).append(prop)
    return head, components


def _parse(line: str) -> tuple[str, Property] | None:
    name = re.match(r"[A-Za-z0-9-]+", line)
    if name is None:
        return None
    at, params = name.end(), {}
    while match := PARAMETER.match(line, at):
        params[match[1].upper()] = match[2].strip('"')
        at = match.end()
    return (name[0].upper(), Property(line[at + 1 :], params)) if line[at : at + 1] == ":" else None


def _first(component: Component, name: str) -> str:
    properties = component.get(name)
    return properties[0].text if properties else ""


def _first_zone(events: list[tuple[str, Component]]) -> ZoneInfo | None:
    for _name, properties in events:
        for start in properties.get("DTSTART", ())[:1]:
            if zone := _zone_named(start.params.get("TZID", "")):
                return zone
    return None


def _zone_named(name: str) -> ZoneInfo | None:
    """The zone of a TZID: an IANA name, one with a maker's prefix, or one that Windows has."""
    tail = "/".join(name.rsplit("/", 2)[-2:])
    return find_zone(name) or find_zone(tail) or find_zone(WINDOWS_TO_OLSON.get(name, ""))


def _read_event(raw: RawSchedule, event: Component, zone: ZoneInfo, *, own: bool) -> RawSession:
    uid, summary = _first(event, "UID"), _first(event, "SUMMARY")
    instance = _first(event, "RECURRENCE-ID")
    at = f"entry {(uid or summary)[:80]}".strip()
    starts_at, ends_at = _span(raw, event, zone, at)
    if "RRULE" in event or "RDATE" in event:
        raw.repair(at, RepairCode.REPEATS)
    if own:  # the name of the session, and its page, which it has here already
        event.pop("URL", None)
    texts = read_texts(_first(event, CALENDAR_PROPERTY)) if own else {}
    swedish = words_in(texts.get("sv"))
    is_told = "title" in swedish  # else the entry itself has all of it
    description = swedish.get("abstract", "") if is_told else _first(event, "DESCRIPTION")
    read = {"UID", "SUMMARY", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE"}
    read |= {"DESCRIPTION", "LOCATION", "STATUS", "URL", "ATTACH", "ATTENDEE", "CATEGORIES"}
    read |= {CALENDAR_PROPERTY} if own else set()
    raw.left.update(f"entry.{name}" for name in event if name not in read | FOR_READERS)
    categories = _first(event, "CATEGORIES").split(",")
    if categories[0] and "track" in raw.silent:
        raw.silent = tuple(name for name in raw.silent if name != "track")
    session = RawSession(
        at=at,
        guid=f"{uid} {instance}".strip(),
        title=swedish.get("title", summary),
        starts_at=starts_at,
        ends_at=ends_at,
        kind=swedish.get("type", ""),
        room=swedish.get("room", "") if is_told else _first(event, "LOCATION"),
        track=swedish.get("track", "") or categories[0].strip(),
        description=description,
        cancelled=_first(event, "STATUS").upper() == "CANCELLED",
        links=[("", prop.text) for prop in event.get("URL", ())],
        attachments=[("", p.text) for p in event.get("ATTACH", ()) if "VALUE" not in p.params],
        persons=read_people(texts.get("sv")) or list(_persons(raw, event, description, at)),
        english=words_in(texts.get("en")),
        english_points=lists_in(texts.get("en")),
    )
    read_details(session, texts.get("sv"))
    return session


def _persons(raw: RawSchedule, event: Component, description: str, at: str) -> Iterator[RawPerson]:
    names = [prop.params.get("CN", "").strip() for prop in event.get("ATTENDEE", ())]
    if any(names):
        yield from (RawPerson(name) for name in names if name)
        return
    first = NAMED.match(description.partition("\n")[0])
    if first is None:
        return
    for name in filter(None, BETWEEN_NAMES.split(first[1].strip())):
        if len(name.split()) <= NAME_MAX_WORDS:
            raw.repair(at, RepairCode.SPEAKER_FROM_TEXT, name=name)
            yield RawPerson(name)


def _span(
    raw: RawSchedule, event: Component, zone: ZoneInfo, at: str
) -> tuple[datetime | None, datetime | None]:
    """When it begins and ends; of what lasts whole days, from midnight to midnight."""
    start = next(iter(event.get("DTSTART", ())), None)
    starts_at = _moment(raw, start, zone, at) if start else None
    if start is None or starts_at is None:
        return None, None
    if "T" not in start.value:
        raw.repair(at, RepairCode.ALL_DAY)
    end = next(iter(event.get("DTEND", ())), None)
    if end and (ends_at := _moment(raw, end, zone, at)):
        return starts_at, ends_at
    lasting = LASTING.fullmatch(_first(event, "DURATION"))
    if lasting and not lasting[1].startswith("-"):
        weeks, days, hours, minutes, seconds = (int(number or 0) for number in lasting.groups()[1:])
        return starts_at, _later(
            starts_at,
            timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds),
        )
    if "T" not in start.value:
        return starts_at, _later(starts_at, timedelta(days=1))
    return starts_at, None


def _later(moment: datetime, lasts: timedelta) -> datetime | None:
    try:
        return moment + lasts
    except OverflowError:
        return None


def _moment(raw: RawSchedule, prop: Property, zone: ZoneInfo, at: str) -> datetime | None:
    match = MOMENT.fullmatch(prop.value.strip())
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        clock = time(int(match[4] or 0), int(match[5] or 0), min(int(match[6] or 0), 59))
    except ValueError:
        return None
    if match[7]:
        return datetime.combine(day, clock, UTC)
    if name := prop.params.get("TZID", ""):
        named = _zone_named(name)
        if named is None:
            raw.repair(at, RepairCode.ZONE_UNKNOWN, zone=name[:60], instead=zone.key)
        zone = named or zone
    return datetime.combine(day, clock, zone)

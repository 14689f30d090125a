"""Calendar documents (iCalendar, RFC 5545): feeds to subscribe to, invitations and cancellations.

Who is invited to what, and when SEQUENCE rises, is the domain's to say. No entry contains a ticket,
a personal link or anybody but the one person it is sent to.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import vCalAddress
from icalendar.parser import Contentline

from eventapp.documents.schedule_file.english import CALENDAR_PROPERTY
from eventapp.documents.time_zone import vtimezone

_MAKER = "-//eventapp//EN"
_FRESH_FOR = "PT1H"
_LINE_OCTETS = 75
# The longest piece that ends neither within a character nor after what may escape the next sign;
# of a row of such signs whole pairs, and one that is left by itself.
_PIECE = re.compile(rb"(?s).{1,74}(?<![\\^])(?![\x80-\xbf])|(?:[\\^]{2}){1,37}|.")
_UTC_ZONES = {"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"}
# Everything that any reader takes for the end of a line; some split at more than CR and LF.
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters have no place in a calendar (RFC 5545 §3.1), lone surrogates none in UTF-8.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

Parameters = tuple[tuple[str, str], ...]
_TAKES_PART: Parameters = (("ROLE", "REQ-PARTICIPANT"),)
# The place is taken already: the calendar is informed, not asked; nobody awaits a reply.
_INFORMED = (*_TAKES_PART, ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "FALSE"))


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry of a calendar.

    The moments are aware; `zone` is where people will look at the clock. `sequence` rises with
    each change of time, place or status; `stamp` is the moment of that change. `texts` is for our
    own import alone: both languages of an entry that shows one.
    """

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    sequence: int
    stamp: datetime
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    texts: str = ""


@dataclass(frozen=True, slots=True)
class CalendarUser:
    """Somebody who invites or is invited."""

    name: str
    email: str


def feed(entries: Iterable[CalendarEntry], *, name: str, url: str) -> bytes:
    """Write a calendar to subscribe to; what was cancelled stays in it and says so.

    It has no METHOD and no ATTENDEE: it informs, and asks nobody anything.
    """
    about = [f"NAME:{_escaped(_line(name))}", f"X-WR-CALNAME:{_escaped(_line(name))}"]
    if url:  # a file that is fetched once has nowhere to be asked for again
        about.append(f"SOURCE;VALUE=URI:{_address(url)}")
    about += [f"REFRESH-INTERVAL;VALUE=DURATION:{_FRESH_FOR}", f"X-PUBLISHED-TTL:{_FRESH_FOR}"]
    return _calendar(about, entries)


def request(entry: CalendarEntry, *, organizer: CalendarUser, attendee: CalendarUser) -> bytes:
    """Write an invitation, or a change to one, for one person (METHOD:REQUEST, RFC 5546 §3.2.2)."""
    people = (_party("ORGANIZER", organizer), _party("ATTENDEE", attendee, _INFORMED))
    return _calendar(["METHOD:REQUEST"], [entry], people)


def cancel(entry: CalendarEntry, *, organizer: CalendarUser, attendee: CalendarUser) -> bytes:
    """Cancel an invitation, for one person (METHOD:CANCEL, RFC 5546 §3.2.5)."""
    people = (_party("ORGANIZER", organizer), _party("ATTENDEE", attendee, _TAKES_PART))
    return _calendar(["METHOD:CANCEL"], [replace(entry, cancelled=True)], people)


def _calendar(
    about: Iterable[str], entries: Iterable[CalendarEntry], people: Iterable[str] = ()
) -> bytes:
    """A whole calendar; each zone is described once, before the entries that use it.

    `people` are the lines of those who invite and are invited, in every entry.
    """
    moments: defaultdict[ZoneInfo, list[datetime]] = defaultdict(list)
    events: list[str] = []
    for entry in entries:
        zone = None if _in_utc(entry) else entry.zone
        if zone:
            moments[zone] += (entry.starts_at, entry.ends_at)
        events += _event(entry, zone, people)
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_MAKER}", "CALSCALE:GREGORIAN", *about)
    zones = (_zone(zone, min(used), max(used)) for zone, used in moments.items())
    return b"".join((_written(head), *zones, _written(events), _written(["END:VCALENDAR"])))


@lru_cache(maxsize=64)
def _zone(zone: ZoneInfo, first: datetime, last: datetime) -> bytes:
    """The same for each of the thousands who are sent a letter about one event."""
    return bytes(vtimezone(zone, (first, last)).to_ical(sorted=False))


def _event(entry: CalendarEntry, zone: ZoneInfo | None, people: Iterable[str]) -> Iterator[str]:
    """The lines of one entry; icalendar takes five times as long to write them."""
    stamp = _moment(entry.stamp, None)
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(_line(entry.uid))}"
    yield f"DTSTAMP{stamp}"
    yield f"LAST-MODIFIED{stamp}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART{_moment(entry.starts_at, zone)}"
    yield f"DTEND{_moment(entry.ends_at, zone)}"
    yield f"SUMMARY:{_escaped(_line(entry.summary))}"
    if entry.location:
        yield f"LOCATION:{_escaped(_line(entry.location))}"
    if entry.description:
        yield f"DESCRIPTION:{_escaped(_text(entry.description))}"
    if entry.url:
        yield f"URL:{_address(entry.url)}"
    if entry.texts:
        yield f"{CALENDAR_PROPERTY}:{_escaped(_line(entry.texts))}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield from people
    yield "END:VEVENT"


def _moment(moment: datetime, zone: ZoneInfo | None) -> str:
    """A moment with its parameter and colon, in a zone, or in UTC."""
    at = moment.astimezone(zone or UTC)
    clock = f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}"
    return f";TZID={zone.key}:{clock}" if zone else f":{clock}Z"


def _written(lines: Iterable[str]) -> bytes:
    return b"".join(_folded(line.encode()) + b"\r\n" for line in lines)


def _folded(line: bytes) -> bytes:
    """Fold at 75 octets (RFC 5545 §3.1): never in a character, nor between an escape and its sign.

    Not every reader puts a line together before it takes it apart.
    """
    return line if len(line) < _LINE_OCTETS else b"\r\n ".join(_PIECE.findall(line))


def _in_utc(entry: CalendarEntry) -> bool:
    """Whether the entry is written in UTC.

    An hour that comes twice, when the clocks go back, cannot be written in local time, and start
    and end must be written alike.
    """
    return entry.zone.key in _UTC_ZONES or any(
        _comes_twice(moment.astimezone(entry.zone)) for moment in (entry.starts_at, entry.ends_at)
    )


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@lru_cache(maxsize=8)  # the same in each entry of a letter, and who invites in all letters
def _party(name: str, party: CalendarUser, parameters: Parameters = ()) -> str:
    # A parameter cannot contain a double quote, and the escape for it (RFC 6868) few readers know.
    address = vCalAddress("mailto:" + quote(_line(party.email), safe="@!#$&'*+/=?^_`{|}~.-"))
    address.params["CN"] = _line(party.name).replace('"', "”").replace("^", "ˆ")
    for parameter, value in parameters:
        address.params[parameter] = value
    return str(Contentline.from_parts(name, address.params, address, sorted=False))


def _address(url: str) -> str:
    """Write an address so that no character of it can end the line or the value."""
    return quote(_line(url), safe="%:/?#[]@!$&'()*+,;=~")


def _escaped(text: str) -> str:
    """Escape a text as RFC 5545 §3.3.11 says."""
    # Not icalendar's way, which takes the N of a typed "C:\Nyheter" for the end of a line.
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", r"\n")


def _line(text: str) -> str:
    """Put a text on one line."""
    return (text if text.isprintable() else _text(_LINE_ENDS.sub(" ", text))).strip()


def _text(text: str) -> str:
    """Leave out what a calendar cannot contain; line ends become LF, which the writer escapes."""
    if text.isprintable():  # most are, and then there is nothing of either
        return text
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))

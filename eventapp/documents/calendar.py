"""Calendar documents (iCalendar, RFC 5545): feeds to subscribe to, invitations and cancellations.

Who is invited to what, and when SEQUENCE rises, is the domain's to say. No entry contains a ticket,
a personal link or anybody but the one person it is sent to.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from eventapp.documents.time_zone import vtimezone

_MAKER = "-//eventapp//EN"
_FRESH_FOR = timedelta(hours=1)
_UTC_ZONES = {"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"}
# Everything that any reader takes for the end of a line; some split at more than CR and LF.
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters have no place in a calendar (RFC 5545 §3.1), lone surrogates none in UTF-8.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry of a calendar.

    The moments are aware; `zone` is where people will look at the clock. `sequence` rises with
    each change of time, place or status; `stamp` is the moment of that change.
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


@dataclass(frozen=True, slots=True)
class CalendarUser:
    """Somebody who invites or is invited."""

    name: str
    email: str


class _Text(vText):
    """A text, escaped as RFC 5545 §3.3.11 says."""

    def to_ical(self) -> bytes:
        # Not the library's way, which takes the N of a typed "C:\Nyheter" for the end of a line.
        escaped = re.sub(r"([\\;,])", r"\\\1", self)
        return escaped.replace("\n", r"\n").encode()


def feed(entries: Iterable[CalendarEntry], *, name: str, url: str) -> bytes:
    """Write a calendar to subscribe to; what was cancelled stays in it and says so.

    It has no METHOD and no ATTENDEE: it informs, and asks nobody anything.
    """
    listed = list(entries)
    calendar = _calendar()
    calendar.add("name", _Text(_line(name)))
    calendar.add("x-wr-calname", _Text(_line(name)))
    if url:  # a file that is fetched once has nowhere to be asked for again
        calendar.add("source", _address(url), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", _FRESH_FOR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    _add_zones(calendar, listed)
    for entry in listed:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical(sorted=False))


def request(entry: CalendarEntry, *, organizer: CalendarUser, attendee: CalendarUser) -> bytes:
    """Write an invitation, or a change to one, for one person (METHOD:REQUEST, RFC 5546 §3.2.2)."""
    return _message("REQUEST", _event(entry), entry, organizer, attendee)


def cancel(entry: CalendarEntry, *, organizer: CalendarUser, attendee: CalendarUser) -> bytes:
    """Cancel an invitation, for one person (METHOD:CANCEL, RFC 5546 §3.2.5)."""
    event = _event(entry)
    event["status"] = vText("CANCELLED")
    return _message("CANCEL", event, entry, organizer, attendee)


def _message(
    method: str, event: Event, entry: CalendarEntry, organizer: CalendarUser, attendee: CalendarUser
) -> bytes:
    event.add("organizer", _party(organizer))
    invited = _party(attendee)
    invited.params["ROLE"] = "REQ-PARTICIPANT"
    if method == "REQUEST":
        # The place is taken already: the calendar is informed, not asked; nobody awaits a reply.
        invited.params["PARTSTAT"] = "NEEDS-ACTION"
        invited.params["RSVP"] = "FALSE"
    event.add("attendee", invited)

    calendar = _calendar()
    calendar.add("method", method)
    _add_zones(calendar, [entry])
    calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _MAKER)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _add_zones(calendar: Calendar, entries: list[CalendarEntry]) -> None:
    """Describe each zone once, before the entries that use it."""
    moments: defaultdict[ZoneInfo, list[datetime]] = defaultdict(list)
    for entry in entries:
        if not _in_utc(entry):
            moments[entry.zone] += (entry.starts_at, entry.ends_at)
    for zone, used in moments.items():
        calendar.add_component(vtimezone(zone, used))


def _event(entry: CalendarEntry) -> Event:
    zone = UTC if _in_utc(entry) else entry.zone
    stamp = entry.stamp.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", _Text(_line(entry.uid)))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", _Text(_line(entry.summary)))
    if entry.location:
        event.add("location", _Text(_line(entry.location)))
    if entry.description:
        event.add("description", _Text(_text(entry.description)))
    if entry.url:
        event.add("url", _address(entry.url))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


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


def _party(party: CalendarUser) -> vCalAddress:
    # A parameter cannot contain a double quote, and the escape for it (RFC 6868) few readers know.
    address = vCalAddress("mailto:" + quote(_line(party.email), safe="@!#$&'*+/=?^_`{|}~.-"))
    address.params["CN"] = _line(party.name).replace('"', "”").replace("^", "ˆ")
    return address


def _address(url: str) -> vUri:
    """Write an address so that no character of it can end the line or the value."""
    return vUri(quote(_line(url), safe="%:/?#[]@!$&'()*+,;=~"))


def _line(text: str) -> str:
    """Put a text on one line."""
    return _text(_LINE_ENDS.sub(" ", text)).strip()


def _text(text: str) -> str:
    """Leave out what a calendar cannot contain; line ends become LF, which the writer escapes."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))

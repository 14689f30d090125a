"""Links that put an entry into calendars on the web. Nothing is asked of these by itself.

They carry what the public may know of it alone: whoever follows one hands that to its company.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from eventapp.documents.calendar import CalendarEntry

GOOGLE = "https://calendar.google.com/calendar/render"
# Of accounts at work; Microsoft sends private ones on to theirs.
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"
# Longer addresses are cut by some browsers and servers.
TEXT_MAX_LENGTH = 500


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """An entry's addresses in calendars on the web; its moments are aware, in UTC."""

    starts_at: datetime
    ends_at: datetime
    google: str
    outlook: str


def calendar_links(entries: list[CalendarEntry]) -> list[CalendarLink]:
    """Return the links of all entries that are on."""
    return [
        CalendarLink(entry.starts_at, entry.ends_at, _google(entry), _outlook(entry))
        for entry in entries
        if not entry.cancelled
    ]


def webcal(url: str) -> str:
    """Return the address of a feed so that calendars subscribe to it, where it is opened."""
    return "webcal://" + url.partition("://")[2]


def _google(entry: CalendarEntry) -> str:
    moments = (f"{_utc(at):%Y%m%dT%H%M%SZ}" for at in (entry.starts_at, entry.ends_at))
    return f"{GOOGLE}?" + urlencode(
        {
            "action": "TEMPLATE",
            "text": entry.summary,
            "dates": "/".join(moments),
            "location": entry.location,
            "details": _details(entry),
        }
    )


def _outlook(entry: CalendarEntry) -> str:
    return f"{OUTLOOK}?" + urlencode(
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": entry.summary,
            "startdt": f"{_utc(entry.starts_at):%Y-%m-%dT%H:%M:%SZ}",
            "enddt": f"{_utc(entry.ends_at):%Y-%m-%dT%H:%M:%SZ}",
            "location": entry.location,
            "body": _details(entry),
        }
    )


def _details(entry: CalendarEntry) -> str:
    text = entry.description[:TEXT_MAX_LENGTH]
    return "\n\n".join(filter(None, (text, entry.url)))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)

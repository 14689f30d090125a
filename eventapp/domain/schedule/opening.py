"""How an event opens: what happens first, and when the content begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from eventapp import transactions
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.schedule.published import PublishedSchedule
from eventapp.domain.schedule.release import latest
from eventapp.i18n import clock, current_language
from eventapp.models import Event, SessionKind

CACHED_LINES_MAX = 500
_lines = RevisionCache[tuple[str, str], str](CACHED_LINES_MAX)


@dataclass(frozen=True, slots=True)
class OpeningEntry:
    """A session of the first day; coffee and check-in are services. The moment is aware."""

    starts_at: datetime
    title: str
    service: bool


def opening_line(event: Event, schedule: PublishedSchedule | None) -> str:
    """Return how the event opens: "9.00 Kaffe, 9.30 Inledning".

    Empty when the content begins with the event.
    """
    sessions = schedule.sessions if schedule else ()
    return _line(
        event,
        (
            OpeningEntry(session.starts_at, session.title, session.kind == SessionKind.SERVICE)
            for session in sessions
            if not session.cancelled
        ),
    )


def latest_opening_line(event: Event) -> str:
    """Return the same from the latest release, which is read once for each of its revisions."""
    if not transactions.is_reading():  # what is not committed may never be
        return _read_line(event)
    key = (event.public_id, current_language())
    return _lines.get(key, event.revision, lambda: _read_line(event))


def _read_line(event: Event) -> str:
    """Read it without building the whole schedule."""
    release = latest(event.id)
    sessions = release.schedule["sessions"] if release else ()
    return _line(
        event,
        (
            OpeningEntry(
                datetime.fromisoformat(session["starts_at"]),
                session["title"],
                session["kind"] == SessionKind.SERVICE,
            )
            for session in sessions
            if not session["cancelled"]
        ),
    )


def described(opening: str, about: str) -> str:
    """Return the event's description in calendars: how it opens, then what it is about."""
    return "\n\n".join(filter(None, (opening, about)))


def _line(event: Event, entries: Iterable[OpeningEntry]) -> str:
    zone = ZoneInfo(event.time_zone)
    first_day = event.starts_at.astimezone(zone).date()
    on_day = [e for e in entries if e.starts_at.astimezone(zone).date() == first_day]
    opening = _opening(event.starts_at, sorted(on_day, key=lambda entry: entry.starts_at))
    return ", ".join(f"{clock(e.starts_at, event.time_zone)} {e.title}" for e in opening)


def _opening(starts_at: datetime, entries: list[OpeningEntry]) -> list[OpeningEntry]:
    content = next((entry for entry in entries if not entry.service), None)
    if content is None:
        return []
    before = [entry for entry in entries if entry.service and entry.starts_at < content.starts_at][
        :1
    ]
    return [*before, content] if before or content.starts_at > starts_at else []

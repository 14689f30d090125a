"""What calendars show of an event: an entry for each of its days, and how often they changed.

Stored with the event whenever its time, place, status or schedule changes, so that invitations,
files and feeds have the same days, SEQUENCE and LAST-MODIFIED.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from eventapp.domain.place import town_apart
from eventapp.domain.schedule.published import PublishedSchedule
from eventapp.domain.schedule.release import latest_schedule
from eventapp.extensions import db
from eventapp.i18n import _
from eventapp.models import Event, EventState, Session

# What ends within it is one night, and not two days.
NIGHT_MAX = timedelta(hours=16)
# What ends so early belongs to the evening before.
EVENING_ENDS = time(6)
# Where nothing says when a day of several begins and ends.
DAY_BEGINS, DAY_ENDS = time(9), time(17)
# Longer than that it is one entry: an exhibition fills nobody's days.
DAYS_MAX = 31
SHORTEST_DAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of an event, the first is 1; the moments are aware, in UTC.

    `removed` says that the event no longer has it.
    """

    number: int
    starts_at: datetime
    ends_at: datetime
    removed: bool = False


@dataclass(frozen=True, slots=True)
class EventCalendar:
    """The days of an event, the SEQUENCE of their entries, and the last change of these.

    `public_sequence` is that of the files that everybody may fetch, which once was the event's
    revision, and must not become lower.
    """

    days: tuple[CalendarDay, ...]
    sequence: int
    changed_at: datetime
    public_sequence: int

    @property
    def current_days(self) -> tuple[CalendarDay, ...]:
        """The days that the event has now."""
        return tuple(day for day in self.days if not day.removed)


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """The SEQUENCE of a session's entry, and the last change of its time, place or status."""

    sequence: int
    changed_at: datetime


def session_changes(event: Event, schedule: PublishedSchedule) -> dict[str, EntryVersion]:
    """Return those of a released schedule by the sessions' codes, in one query."""
    rows = db.session.execute(
        select(Session.code, Session.calendar_sequence, Session.calendar_changed_at).where(
            Session.event_id == event.id
        )
    )
    stored = {row[0]: EntryVersion(row[1], row[2] or schedule.released_at) for row in rows}
    # A session of the release that was deleted since is as it was released.
    gone = EntryVersion(schedule.number, schedule.released_at)
    return {session.code: stored.get(session.code, gone) for session in schedule.sessions}


def event_calendar(event: Event) -> EventCalendar:
    """Return what calendars show of the event.

    What was written by a release that does not store it is one change more than what is stored.
    """
    stored = event.calendar or {}
    if stored.get("facts") == facts(event):
        days = tuple(_read_day(values) for values in stored["days"])
    else:
        days = _all_days(stored, _days_of(event))
    changed = bool(stored.get("facts")) and stored["facts"] != facts(event)
    sequence = stored.get("sequence", 0) + changed
    public = sequence + stored.get("offset", 0)
    return EventCalendar(days, sequence, _changed_at(event, stored), public)


def update_calendar(event: Event, *, now: datetime) -> None:
    """Store what calendars show of the event now. Where that changed, SEQUENCE rises.

    The inner step of verbs that change an event or release its schedule, under their lock. Flushes.
    """
    stored = event.calendar or {}
    days, current = _all_days(stored, _days_of(event)), facts(event)
    written = [_written_day(day) for day in days]
    if (stored.get("facts"), stored.get("days")) == (current, written):
        return
    event.calendar = {
        "sequence": stored["sequence"] + 1 if stored else 0,
        "offset": stored.get("offset", 0),
        "changed_at": now.astimezone(UTC).isoformat(),
        "facts": current,
        "place": _digest(_place_and_state(event)),
        "days": written,
    }
    if stored and stored.get("place") != event.calendar["place"]:
        _raise_sessions(event, now)
    db.session.flush()


def facts(event: Event) -> str:
    """Return a digest of the event's time, place and status."""
    values = _time_place_and_state(event)
    # Said only where calendars name it apart from the address: digests made before stay valid.
    town = "" if event.online else town_apart(event)
    return _digest((*values, town) if town else values)


def facts_without_town(event: Event) -> str:
    """Return the digest that was made before calendars named the town."""
    return _digest(_time_place_and_state(event))


def facts_by_day(event: Event, calendar: EventCalendar) -> str:
    """Return a digest that differs, too, when a day of several has other hours."""
    days = calendar.current_days
    if len(days) == 1:
        return facts(event)
    hours = (f"{day.number} {day.starts_at.isoformat()} {day.ends_at.isoformat()}" for day in days)
    return _digest((facts(event), *hours))


def place_digest(event: Event) -> str:
    """Return a digest of the event's place and status, which its sessions share."""
    return _digest(_place_and_state(event))


def title_when_off(event: Event, title: str) -> str:
    """Return what a cancelled entry is called: not every calendar shows its status."""
    if event.state is EventState.POSTPONED:
        return _("Postponed: %(event)s", event=title)
    return _("Cancelled: %(event)s", event=title)


def calendar_fingerprint(event: Event) -> int:
    """Return a number that differs whenever the event's time, place or status does."""
    return int(facts(event)[:12], 16)


def _raise_sessions(event: Event, now: datetime) -> None:
    """Their entries name the event's place, and are cancelled with it."""
    db.session.execute(
        update(Session)
        .where(Session.event_id == event.id, Session.released.is_not(None))
        .values(calendar_sequence=Session.calendar_sequence + 1, calendar_changed_at=now)
    )


def _changed_at(event: Event, stored: dict[str, Any]) -> datetime:
    if "changed_at" in stored:
        return datetime.fromisoformat(stored["changed_at"])
    return event.registration_opens_at


def _all_days(stored: dict[str, Any], days: tuple[CalendarDay, ...]) -> tuple[CalendarDay, ...]:
    """The days of now, and those of before that are no more: calendars have them to remove."""
    numbers = {day.number for day in days}
    before = (_read_day({**values, "removed": True}) for values in stored.get("days", ()))
    gone = [day for day in before if day.number not in numbers]
    return tuple(sorted((*days, *gone), key=lambda day: day.number))


def _read_day(values: dict[str, Any]) -> CalendarDay:
    return CalendarDay(
        values["number"],
        datetime.fromisoformat(values["starts_at"]),
        datetime.fromisoformat(values["ends_at"]),
        values["removed"],
    )


def _written_day(day: CalendarDay) -> dict[str, Any]:
    return {
        "number": day.number,
        "starts_at": day.starts_at.astimezone(UTC).isoformat(),
        "ends_at": day.ends_at.astimezone(UTC).isoformat(),
        "removed": day.removed,
    }


def _days_of(event: Event) -> tuple[CalendarDay, ...]:
    zone = ZoneInfo(event.time_zone)
    starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    last = ends.date() - timedelta(days=ends.time() <= EVENING_ENDS)
    long = (last - starts.date()).days >= DAYS_MAX
    if last <= starts.date() or event.ends_at - event.starts_at <= NIGHT_MAX or long:
        return (CalendarDay(1, event.starts_at, event.ends_at),)
    schedule = latest_schedule(event)
    hours = _hours_by_date(schedule, zone) if schedule else {}
    hours = {on: hours[on] for on in hours if starts.date() <= on <= last}
    return tuple(
        CalendarDay((on - starts.date()).days + 1, *_hours_on(on, starts, ends, last, hours))
        for on in _dates(starts.date(), last)
        # Between its first and its last day, a day without sessions is a day off.
        if not hours or on in hours or on in {starts.date(), last}
    )


def _dates(first: date, last: date) -> Iterator[date]:
    return takewhile(lambda on: on <= last, (first + timedelta(days=n) for n in count()))


def _hours_by_date(
    schedule: PublishedSchedule, zone: ZoneInfo
) -> dict[date, tuple[datetime, datetime]]:
    """When the sessions of each day begin and end; those that are cancelled do not count."""
    hours: dict[date, tuple[datetime, datetime]] = {}
    for session in schedule.sessions:
        if not session.cancelled:
            on = session.starts_at.astimezone(zone).date()
            begins, ends = hours.get(on, (session.starts_at, session.ends_at))
            hours[on] = min(begins, session.starts_at), max(ends, session.ends_at)
    return hours


def _hours_on(
    on: date,
    starts: datetime,
    ends: datetime,
    last: date,
    hours: dict[date, tuple[datetime, datetime]],
) -> tuple[datetime, datetime]:
    """When a day begins and ends: as the event does, then as its sessions do, then as days do."""
    daily = starts.time() < ends.time()  # from 10 to 15, and again from 10 to 15
    usual = (starts.time(), ends.time()) if daily else (DAY_BEGINS, DAY_ENDS)
    begins, stops = (datetime.combine(on, at, starts.tzinfo).astimezone(UTC) for at in usual)
    begins, stops = hours.get(on, (begins, stops))
    if on == starts.date():
        begins = starts.astimezone(UTC)
        stops = max(stops, begins + SHORTEST_DAY)
    if on == last:
        stops = ends.astimezone(UTC)
        begins = min(begins, stops - SHORTEST_DAY)
    return begins, stops


def _place_and_state(event: Event) -> tuple[str, ...]:
    return (
        event.venue_name,
        event.venue_address,
        "" if event.online else town_apart(event),
        event.online_url,
        # A draft that is published changes nothing in anybody's calendar.
        EventState.PUBLISHED if event.state is EventState.DRAFT else event.state.value,
    )


def _time_place_and_state(event: Event) -> tuple[str, ...]:
    return (
        event.starts_at.astimezone(UTC).isoformat(),  # as typed, it may be in another zone
        event.ends_at.astimezone(UTC).isoformat(),
        event.time_zone,
        event.venue_name,
        event.venue_address,
        event.online_url,
        event.state.value,
    )


def _digest(values: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(values).encode()).hexdigest()

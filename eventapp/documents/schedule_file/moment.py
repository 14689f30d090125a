"""When a session of a file is: its date, or its day and clock; how long it lasts."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.documents.schedule_file.raw import RawSchedule, RawSession
from eventapp.documents.schedule_file.zone import WallClock
from eventapp.domain.schedule.schedule_import.content import RepairCode

FIRST_YEAR, LAST_YEAR = 1970, 2200
DURATION_DEFAULT = timedelta(minutes=30)
DURATION_MAX = timedelta(days=31)
CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?::\d\d)?")
LASTING = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d\d)")
MINUTES = re.compile(r"\d{1,5}")


def wall_clocks(raw: RawSchedule) -> list[WallClock]:
    """The moments that are written both with a distance from UTC and by the clock."""
    clocks = []
    for session in raw.sessions:
        moment, start = _parse(session.date), CLOCK.fullmatch(session.start.strip())
        if moment and moment.tzinfo and start:
            clocks.append((moment, f"{int(start[1]):02}:{start[2]}"))
    return clocks


def read_clock(written: str, zone: ZoneInfo) -> int:
    """Minutes past midnight of a clock or of a moment; 0 where there is neither, or it is late.

    A day that begins after six in the morning begins at midnight: only its sessions come later.
    """
    moment = _parse(written)
    if moment and "T" in written:
        at = moment.astimezone(zone) if moment.tzinfo else moment
        minutes = at.hour * 60 + at.minute
    else:
        clock = CLOCK.fullmatch(written.strip())
        minutes = int(clock[1]) * 60 + int(clock[2]) if clock else 0
    return minutes if minutes <= 6 * 60 else 0


def session_span(
    raw: RawSchedule, session: RawSession, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """When the session begins and ends, in UTC; None where the file does not say."""
    from_words = raw.is_worded and _start(raw, session, zone)
    starts_at = session.starts_at or from_words or None
    if starts_at is None or not FIRST_YEAR <= starts_at.year <= LAST_YEAR:
        return None
    starts_at = starts_at.astimezone(UTC).replace(microsecond=0)
    ends_at = session.ends_at
    ends_at = ends_at.astimezone(UTC) if ends_at and _is_usable(ends_at) else None
    if ends_at is None and (lasts := _duration(session.duration)) is not None:
        ends_at = starts_at + lasts
    if ends_at is None and (end := _parse(session.end)):
        ends_at = (end if end.tzinfo else end.replace(tzinfo=zone)).astimezone(UTC)
    if ends_at is None or not starts_at < ends_at <= starts_at + DURATION_MAX:
        minutes = int(DURATION_DEFAULT.total_seconds() // 60)
        raw.repair(session.at, RepairCode.DURATION_MISSING, minutes=minutes)
        ends_at = starts_at + DURATION_DEFAULT
    return starts_at, ends_at.replace(microsecond=0)


def _is_usable(moment: datetime) -> bool:
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def _start(raw: RawSchedule, session: RawSession, zone: ZoneInfo) -> datetime | None:
    clock = CLOCK.fullmatch(session.start.strip())
    moment = _parse(session.date)
    if moment and ("T" in session.date or " " in session.date.strip()):
        local = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
        if clock and (local.hour, local.minute) != (int(clock[1]), int(clock[2])):
            raw.repair(
                session.at,
                RepairCode.START_DIFFERS,
                start=session.start.strip(),
                instead=f"{local:%H:%M}",
            )
        return local
    if session.date.strip() and not moment:
        raw.repair(session.at, RepairCode.DATE_WRONG, date=session.date.strip()[:40])
    elif not session.date.strip():
        raw.undated += 1
    day = moment.date() if moment else _parse_day(session.day)
    if day is None or clock is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    try:
        at = time(int(clock[1]), int(clock[2]))
    except ValueError:
        return None
    if at.hour * 60 + at.minute < read_clock(raw.day_change, zone):  # the night belongs to its day
        day += timedelta(days=1)
    return datetime.combine(day, at, zone)


def _duration(written: str) -> timedelta | None:
    """Read hh:mm and d:hh:mm, as pretalx writes it, and minutes alone."""
    words = written.strip()
    if match := LASTING.fullmatch(words):
        days, hours, minutes = int(match[1] or 0), int(match[2]), int(match[3])
        return timedelta(days=days, hours=hours, minutes=minutes) or None
    return timedelta(minutes=int(words)) or None if MINUTES.fullmatch(words) else None


def _parse(written: str) -> datetime | None:
    """The moment that is written, in years that every zone and database knows."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return moment if _is_usable(moment) else None


def _parse_day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None

"""What somebody took part in: days, sessions and minutes, from when they were inside."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.domain.door.projection import EPOCH, Scan, effective
from eventapp.domain.schedule.published import PublishedSession
from eventapp.models import ScanKind, SessionKind


@dataclass(frozen=True, slots=True)
class Stay:
    """From when to when somebody was inside."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class AttendedSession:
    """A session that somebody took part in."""

    title: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """The days on which somebody came, and the sessions they took part in, in order."""

    days: tuple[date, ...]
    sessions: tuple[AttendedSession, ...]

    @property
    def minutes(self) -> int:
        """How long all sessions lasted; what overlaps counts once."""
        total, until = timedelta(), datetime.min.replace(tzinfo=UTC)
        for session in sorted(self.sessions, key=lambda s: (s.starts_at, s.ends_at)):
            total += max(timedelta(), session.ends_at - max(session.starts_at, until))
            until = max(until, session.ends_at)
        return int(total.total_seconds() // 60)


def list_stays(scans: Iterable[Scan], zone: ZoneInfo) -> list[Stay]:
    """When the owner of these scans was inside. Who is not seen leaving stays until midnight."""
    stays: list[Stay] = []
    since: datetime | None = None
    for scan in effective(scans):
        at = EPOCH + timedelta(milliseconds=scan.at)
        if since and _midnight_after(since, zone) <= at:
            stays.append(Stay(since, _midnight_after(since, zone)))
            since = None
        if scan.kind is ScanKind.EXIT:
            if since:
                stays.append(Stay(since, at))
            since = None
        else:
            since = since or at
    if since:
        stays.append(Stay(since, _midnight_after(since, zone)))
    return stays


def attendance_record(
    stays: Sequence[Stay],
    sessions: Iterable[PublishedSession],
    chosen: Collection[str],
    zone: ZoneInfo,
) -> AttendanceRecord:
    """What these stays come to: sessions for all, and chosen ones, of which half was seen."""
    return AttendanceRecord(
        days=tuple(sorted({stay.starts_at.astimezone(zone).date() for stay in stays})),
        sessions=tuple(
            AttendedSession(session.title, session.starts_at, session.ends_at)
            for session in _concerning(sessions, chosen)
            if _seen(session, stays) * 2 >= session.ends_at - session.starts_at
        ),
    )


def _concerning(
    sessions: Iterable[PublishedSession], chosen: Collection[str]
) -> Iterator[PublishedSession]:
    for session in sessions:
        if session.cancelled or session.kind == SessionKind.SERVICE:
            continue
        if session.kind != SessionKind.CHOICE or session.code in chosen:
            yield session


def _seen(session: PublishedSession, stays: Iterable[Stay]) -> timedelta:
    return sum(
        (
            max(
                timedelta(),
                min(stay.ends_at, session.ends_at) - max(stay.starts_at, session.starts_at),
            )
            for stay in stays
        ),
        timedelta(),
    )


def _midnight_after(moment: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)

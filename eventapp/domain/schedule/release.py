"""Releases of a schedule: frozen as plain values under a number, with the changes in each."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import defer

from eventapp.domain.record import audit
from eventapp.domain.schedule.published import PublishedDay, PublishedSchedule
from eventapp.domain.schedule.session import list_sessions
from eventapp.domain.schedule.snapshot import from_snapshot, snapshot
from eventapp.extensions import db
from eventapp.models import AuditAction, Event, Release

# Changes that participants are notified of; a corrected abstract is none of them.
ANNOUNCED_FIELDS = ("title", "starts_at", "ends_at", "room", "cancelled")


def store_release(event: Event, *, actor: str, note: str = "", now: datetime) -> Release:
    """Store the draft under the next number; it takes effect for each session.

    The inner step of `release_schedule`, which also passes on seats and notifies. Flushes.
    """
    release = preview(event, note=note, now=now)
    frozen = {values["code"]: values for values in release.schedule["sessions"]}
    for session in list_sessions(event):
        session.released = frozen[session.code]
    db.session.add(release)
    event.revision += 1
    db.session.flush()
    audit.record(AuditAction.SCHEDULE_RELEASED, event, actor=actor, now=now, number=release.number)
    return release


def preview(event: Event, *, note: str = "", now: datetime) -> Release:
    """The next release as it would be now; it is not stored."""
    last = latest(event.id)
    release = Release(
        event_id=event.id,
        number=1 + (last.number if last else 0),
        released_at=now,
        note=note,
        schedule={"sessions": [snapshot(session) for session in list_sessions(event)]},
    )
    release.changes = _compare(last.schedule if last else None, release.schedule)
    return release


def repeats_latest(coming: Release) -> bool:
    """Whether the coming release equals the latest one."""
    last = latest(coming.event_id)
    return last is not None and last.schedule == coming.schedule


def latest(event_id: int) -> Release | None:
    """The latest release, which visitors see, or None."""
    return db.session.scalar(
        select(Release).where(Release.event_id == event_id).order_by(Release.number.desc()).limit(1)
    )


def list_releases(event_id: int) -> Sequence[Release]:
    """Every release, the latest first, without loading the schedules."""
    return db.session.scalars(
        select(Release)
        .where(Release.event_id == event_id)
        .options(defer(Release.schedule))
        .order_by(Release.number.desc())
    ).all()


def published(release: Release, time_zone: str) -> PublishedSchedule:
    """The schedule of a release: days in the event's own time zone, sessions in order."""
    sessions = [from_snapshot(values) for values in release.schedule["sessions"]]
    sessions.sort(key=lambda s: (s.starts_at, s.room.name if s.room else ""))
    zone = ZoneInfo(time_zone)
    days = groupby(sessions, key=lambda s: s.starts_at.astimezone(zone).date())
    return PublishedSchedule(
        number=release.number,
        released_at=release.released_at,
        days=tuple(
            PublishedDay(index, date, tuple(on_day)) for index, (date, on_day) in enumerate(days)
        ),
        rooms=tuple({s.room.code: s.room for s in sessions if s.room}.values()),
        tracks=tuple({s.track.code: s.track for s in sessions if s.track}.values()),
    )


def _compare(before: dict[str, Any] | None, after: dict[str, Any]) -> list[dict[str, Any]]:
    if before is None:
        return []
    old = {values["code"]: values for values in before["sessions"]}
    new = {values["code"]: values for values in after["sessions"]}
    return [
        *({"kind": "new", **_announced(new[code])} for code in new if code not in old),
        *({"kind": "gone", **_announced(old[code])} for code in old if code not in new),
        *(
            {"kind": "changed", "was": _announced(old[code]), **_announced(new[code])}
            for code in new
            if code in old and _announced(new[code]) != _announced(old[code])
        ),
    ]


def _announced(session: dict[str, Any]) -> dict[str, Any]:
    room = session["room"]
    facts = {key: session[key] for key in ANNOUNCED_FIELDS}
    return {"code": session["code"], **facts, "room": room["name"] if room else ""}

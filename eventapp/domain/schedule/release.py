"""Releases of a schedule: frozen as plain values under a number, with the changes in each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from eventapp import transactions
from eventapp.domain.record import audit
from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.schedule.origin import read_origins, snapshot_origins
from eventapp.domain.schedule.published import PublishedDay, PublishedSchedule
from eventapp.domain.schedule.released_session import (
    ReleasedSession,
    ReleasedValues,
    write_released,
)
from eventapp.domain.schedule.session import list_sessions
from eventapp.domain.schedule.snapshot import (
    SharedParts,
    english_snapshot,
    from_snapshot,
    roles_in,
    snapshot,
    with_roles,
)
from eventapp.extensions import db
from eventapp.models import AuditAction, Consent, Event, Release, Session, Speaker
from eventapp.models.frozen_json import FrozenArray, FrozenObject

# Changes that participants are notified of; a corrected abstract is none of them.
ANNOUNCED_FIELDS = ("title", "starts_at", "ends_at", "room", "cancelled")
# What of a session is in calendars.
IN_CALENDARS = ("starts_at", "ends_at", "room", "cancelled")
CACHED_SCHEDULES_MAX = 20
_schedules = RevisionCache[str, PublishedSchedule](CACHED_SCHEDULES_MAX)


@dataclass(frozen=True, slots=True)
class FrozenDraft:
    """The draft as plain values, and how it differs from the latest release.

    `acting` has the values of sessions whose released ones are others so far, by their ids; `moved`
    and `first` are those of them that are elsewhere in calendars, or in none yet.
    """

    number: int
    schedule: dict[str, Any]
    changes: list[dict[str, Any]]
    acting: dict[int, ReleasedValues]
    moved: tuple[int, ...]
    first: tuple[int, ...]

    def release(self, event: Event, *, note: str = "", now: datetime) -> Release:
        """The release that this draft would be; it is not stored."""
        return Release(
            event_id=event.id,
            number=self.number,
            released_at=now,
            note=note,
            schedule=self.schedule,
            changes=self.changes,
        )


def freeze_draft(event: Event, sessions: Sequence[Session]) -> FrozenDraft:
    """Freeze the draft, of which these are all sessions. Reads only, and needs no lock."""
    last = latest(event.id)
    schedule = _frozen(event, sessions)
    values, english = _by_code(schedule), schedule.get("english", {})
    there = [session for session in sessions if session.code in values]
    acting = [
        session
        for session in there
        if session.released != values[session.code]
        or session.released_english != english.get(session.code)
    ]
    moved = [
        session.id
        for session in acting
        if session.released
        and _in_calendars(session.released) != _in_calendars(values[session.code])
    ]
    return FrozenDraft(
        number=1 + (last.number if last else 0),
        schedule=FrozenObject(schedule),
        changes=FrozenArray(_compare(last.schedule if last else None, schedule)),
        acting={
            session.id: ReleasedValues(
                FrozenObject(values[session.code]), english.get(session.code)
            )
            for session in acting
        },
        moved=tuple(moved),
        first=tuple(session.id for session in acting if session.released is None),
    )


def store_release(
    event: Event,
    *,
    actor: str,
    note: str = "",
    draft: FrozenDraft | None = None,
    now: datetime,
) -> Release:
    """Store the draft under the next number; it takes effect for each session.

    The inner step of `release_schedule`, which also passes on seats and notifies. Flushes.
    """
    draft = draft or freeze_draft(event, list_sessions(event))
    release = draft.release(event, note=note, now=now)
    db.session.add(release)
    event.revision += 1
    db.session.flush()
    _let_act(draft, now=now)
    audit.record(AuditAction.SCHEDULE_RELEASED, event, actor=actor, now=now, number=release.number)
    return release


def _let_act(draft: FrozenDraft, *, now: datetime) -> None:
    """Let the sessions be as released, a thousand in one statement.

    Their entries in calendars have another SEQUENCE where time, place or status is another.
    """
    moved, first = set(draft.moved), set(draft.first)
    write_released(
        [
            ReleasedSession(
                id_, values, rise=int(id_ in moved), changed=id_ in moved or id_ in first
            )
            for id_, values in draft.acting.items()
        ],
        now=now,
    )
    for session in db.session:  # what was read before is out of date
        if isinstance(session, Session):
            db.session.expire(session)


def preview(event: Event, *, sessions: Sequence[Session] | None = None, now: datetime) -> Release:
    """The next release as it would be now; it is not stored.

    `sessions` are all of the draft, where they have been read already.
    """
    listed = list_sessions(event) if sessions is None else sessions
    return freeze_draft(event, listed).release(event, now=now)


def _frozen(event: Event, listed: Sequence[Session]) -> dict[str, Any]:
    """The draft as plain values; beside it, by code, English, roles and what files say of it."""
    sessions = [session for session in listed if session.placed or session.released is not None]
    roles = {session.code: own for session in sessions if (own := roles_in(session))}
    english = {session.code: english_snapshot(session) for session in sessions}
    beside = {
        "english": {code: texts for code, texts in english.items() if texts},
        "roles": roles,
        "origins": snapshot_origins(event.id),
    }
    frozen: dict[str, Any] = {"sessions": [snapshot(session) for session in sessions]}
    return frozen | {name: values for name, values in beside.items() if values}


def repeats_latest(coming: Release) -> bool:
    """Whether the coming release equals the latest one."""
    last = latest(coming.event_id)
    return last is not None and last.schedule == coming.schedule


def latest(event_id: int) -> Release | None:
    """The latest release, which visitors see, or None."""
    return db.session.scalar(
        select(Release).where(Release.event_id == event_id).order_by(Release.number.desc()).limit(1)
    )


def latest_number(event_id: int) -> int:
    """The number of the latest release, 0 before the first."""
    numbers = select(func.max(Release.number)).where(Release.event_id == event_id)
    return db.session.scalar(numbers) or 0


def latest_schedule(event: Event) -> PublishedSchedule | None:
    """The schedule that visitors see, or None.

    A release never changes: each process reads it once, not for each of its pages and calendars.
    Speakers who want no page are in it with their name alone, from their answer on.
    """
    declined = select(func.aggregate_strings(Speaker.code, ",")).where(
        Speaker.event_id == event.id, Speaker.page_consent == Consent.NO
    )
    about = db.session.execute(
        select(
            Release.id,
            Release.number,
            Release.released_at,
            declined.scalar_subquery().label("declined"),
        )
        .where(Release.event_id == event.id)
        .order_by(Release.number.desc())
        .limit(1)
    ).one_or_none()
    if about is None:
        return None

    named_only = frozenset(filter(None, (about.declined or "").split(",")))

    def read() -> PublishedSchedule:
        schedule = published(db.session.get_one(Release, about.id), event.time_zone)
        return schedule.with_names_only(named_only)

    if not transactions.is_reading():  # what is not committed may never be
        return read()
    revision = (about.id, about.number, about.released_at, named_only, event.time_zone)
    return _schedules.get(event.public_id, revision, read)


def list_releases(event_id: int) -> Sequence[Release]:
    """Every release, the latest first, without loading the schedules."""
    return db.session.scalars(
        select(Release)
        .where(Release.event_id == event_id)
        .options(defer(Release.schedule))
        .order_by(Release.number.desc())
    ).all()


def list_published(event: Event) -> Iterator[tuple[Release, PublishedSchedule]]:
    """Every release with its schedule, the first first, read one by one.

    Speakers who want no page by now are in all of them with their name alone.
    """
    newest = latest_schedule(event)
    named_only = newest.named_only if newest else frozenset()
    numbers = select(Release.id).where(Release.event_id == event.id).order_by(Release.number)
    for release_id in db.session.scalars(numbers).all():
        release = db.session.get_one(Release, release_id)
        yield release, published(release, event.time_zone).with_names_only(named_only)


def published(release: Release, time_zone: str) -> PublishedSchedule:
    """The schedule of a release: days in the event's own time zone, sessions in order."""
    english, roles = release.schedule.get("english", {}), release.schedule.get("roles", {})
    parts = SharedParts()
    sessions = [
        with_roles(
            from_snapshot(values, english.get(values["code"]), parts),
            roles.get(values["code"], {}),
        )
        for values in release.schedule["sessions"]
    ]
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
        origins=read_origins(release.schedule.get("origins")),
    )


def _compare(before: dict[str, Any] | None, after: dict[str, Any]) -> list[dict[str, Any]]:
    if before is None:
        return []
    old, new = _by_code(before), _by_code(after)
    return [
        *({"kind": "new", **_announced(new[code])} for code in new if code not in old),
        *({"kind": "gone", **_announced(old[code])} for code in old if code not in new),
        *(
            {"kind": "changed", "was": _announced(old[code]), **_announced(new[code])}
            for code in new
            if code in old and _announced(new[code]) != _announced(old[code])
        ),
    ]


def _by_code(schedule: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {values["code"]: values for values in schedule["sessions"]}


def _in_calendars(session: dict[str, Any]) -> list[Any]:
    announced = _announced(session)
    return [announced[name] for name in IN_CALENDARS]


def _announced(session: dict[str, Any]) -> dict[str, Any]:
    room = session["room"]
    facts = {key: session[key] for key in ANNOUNCED_FIELDS}
    return {"code": session["code"], **facts, "room": room["name"] if room else ""}

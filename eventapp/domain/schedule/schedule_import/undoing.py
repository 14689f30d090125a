"""Undoing an import: what it created goes, what it changed is as before, unless touched since."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit, disposal
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.board.act import ActGone
from eventapp.domain.schedule.schedule_import.comparison import Values, values_of
from eventapp.domain.schedule.session import LOADED_PARTS, session_text, write_sessions
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    ImportState,
    Material,
    Release,
    Room,
    ScheduleImport,
    ScheduleSource,
    Session,
    SessionSpeaker,
    SourceKind,
    Speaker,
    SpeakerAddress,
    Track,
)


class TooLateToUndoSchedule(Refusal):
    """Ten minutes have passed."""

    code = "too-late-to-undo-schedule"
    sentence = _l("The ten minutes have passed. Change the sessions by hand.")


class ScheduleReleasedSince(Refusal):
    """Visitors see what was taken in."""

    code = "schedule-released-since"
    sentence = _l(
        "The schedule has been published since, so taking in the file can no longer be undone."
    )


@dataclass(slots=True)
class ImportUndoing:
    """Codes of what was created; of what was changed, as it was and its version after.

    `sources` are what was known of sessions before, by code; None for what was not.
    """

    sessions: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    before: dict[str, Values] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Values | None] = field(default_factory=dict)

    def note_before(self, sessions: Iterable[Session]) -> None:
        """Note how these are, before they are changed."""
        self.before |= {session.code: values_of(session) for session in sessions}

    def note_after(self, sessions: Iterable[Session]) -> None:
        """Note the versions of these, once they are changed."""
        self.versions |= {session.code: session.version for session in sessions}

    def note_source(self, code: str, source: ScheduleSource | None) -> None:
        """Note what was known of a session before."""
        if source is None:
            self.sources[code] = None
            return
        known = {"key": source.key, "origin": source.origin, "written": source.written}
        self.sources[code] = known


def add_undoing(plan: ScheduleImport, more: ImportUndoing) -> None:
    """Store what undoing needs, with what it needed so far."""
    so_far = _read(plan)
    values = {
        name: [*value, *getattr(more, name)]
        if isinstance(value, list)
        else {**getattr(more, name), **value}
        for name, value in asdict(so_far).items()
    }
    values["versions"] = so_far.versions | more.versions
    plan.undoing = zlib.compress(json.dumps(values).encode(), 1)


def _read(plan: ScheduleImport) -> ImportUndoing:
    return (
        ImportUndoing(**json.loads(zlib.decompress(plan.undoing)))
        if plan.undoing
        else ImportUndoing()
    )


def may_undo(plan: ScheduleImport, *, now: datetime) -> bool:
    """Whether the ten minutes last still."""
    return (
        plan.state in {ImportState.RUNNING, ImportState.DONE}
        and plan.started_at is not None
        and now < plan.started_at + UNDO_PERIOD
    )


def undo_import(plan: ScheduleImport, *, actor: str, now: datetime) -> None:
    """Take what came in out again; what has been changed since stays, and is counted.

    Raises ActGone, TooLateToUndoSchedule, ScheduleReleasedSince. Flushes.
    """
    locked = locking.lock_event(plan.event)
    if plan.state is ImportState.UNDONE:
        raise ActGone
    if not may_undo(plan, now=now):
        raise TooLateToUndoSchedule
    released = select(Release.id).where(
        Release.event_id == plan.event_id, Release.released_at >= plan.started_at
    )
    if db.session.scalar(released.limit(1)) is not None:
        raise ScheduleReleasedSince
    undoing = _read(plan)
    stays = _remove_sessions(locked, undoing)
    stays += _restore_sessions(locked, undoing)
    _restore_sources(locked, undoing)
    _remove_parts(locked, undoing)
    plan.state, plan.touched_at = ImportState.UNDONE, now
    plan.version += 1
    plan.counts = {**plan.counts, "stays": stays}
    audit.record(
        AuditAction.SCHEDULE_IMPORT_UNDONE, plan.event, actor=actor, now=now, plan=plan.code
    )
    db.session.flush()


def _remove_sessions(locked: LockedEvent, undoing: ImportUndoing) -> int:
    """Delete the new sessions that nobody has touched; how many stay."""
    untouched = select(Session.id).where(
        Session.event_id == locked.event.id,
        Session.code.in_(undoing.sessions),
        Session.version == 1,
        ~exists().where(Material.session_id == Session.id),
    )
    ids = db.session.scalars(untouched).all()
    codes = db.session.scalars(select(Session.code).where(Session.id.in_(ids))).all()
    disposal.delete_with_dependents(Session.__table__, ids)  # type: ignore[arg-type]
    undoing.sessions = [code for code in undoing.sessions if code not in set(codes)]
    for code in undoing.sessions:  # they stay, and so does what the file knows them by
        undoing.sources.pop(code, None)
    return len(undoing.sessions)


def _restore_sessions(locked: LockedEvent, undoing: ImportUndoing) -> int:
    sessions = db.session.scalars(
        select(Session)
        .where(Session.event_id == locked.event.id, Session.code.in_(sorted(undoing.before)))
        .options(*LOADED_PARTS)
    ).all()
    ours = [session for session in sessions if session.version == undoing.versions[session.code]]
    rooms, tracks = _by_name(locked, Room), _by_name(locked, Track)
    speakers = {
        speaker.code: speaker
        for speaker in db.session.scalars(
            select(Speaker).where(Speaker.event_id == locked.event.id)
        )
    }
    texts = []
    for session in ours:
        values: dict[str, Any] = dict(undoing.before[session.code])
        values["starts_at"] = datetime.fromisoformat(values["starts_at"])
        values["ends_at"] = datetime.fromisoformat(values["ends_at"])
        values["room"], values["track"] = rooms.get(values["room"]), tracks.get(values["track"])
        values["speakers"] = tuple(speakers[c] for c in values["speakers"] if c in speakers)
        texts.append(replace(session_text(session), **values))
    write_sessions(locked, list(zip(ours, texts, strict=True)))
    return len(sessions) - len(ours)


def _restore_sources(locked: LockedEvent, undoing: ImportUndoing) -> None:
    mine = (
        ScheduleSource.event_id == locked.event.id,
        ScheduleSource.kind == SourceKind.SESSION,
    )
    new = [code for code, values in undoing.sources.items() if values is None]
    db.session.execute(
        delete(ScheduleSource)
        .where(*mine, ScheduleSource.code.in_(new))
        .execution_options(synchronize_session=False)
    )
    known = [code for code, values in undoing.sources.items() if values is not None]
    for source in db.session.scalars(
        select(ScheduleSource).where(*mine, ScheduleSource.code.in_(known))
    ):
        values = undoing.sources[source.code] or {}
        source.key, source.origin = values["key"], values["origin"]
        source.written = values["written"]


def _remove_parts(locked: LockedEvent, undoing: ImportUndoing) -> None:
    """Delete the new rooms, tracks and speakers that nobody has touched and nothing uses."""
    db.session.flush()
    used = {
        Room: exists().where(Session.room_id == Room.id),
        Track: exists().where(Session.track_id == Track.id),
        Speaker: exists().where(SessionSpeaker.speaker_id == Speaker.id)
        | exists().where(SpeakerAddress.speaker_id == Speaker.id),
    }
    listed = {Room: undoing.rooms, Track: undoing.tracks, Speaker: undoing.speakers}
    for kind, is_used in used.items():
        ids = _unused(locked, kind, listed[kind], is_used)
        disposal.delete_with_dependents(kind.__table__, ids)  # type: ignore[arg-type]
    db.session.execute(
        delete(ScheduleSource)
        .where(
            ScheduleSource.event_id == locked.event.id,
            ScheduleSource.kind == SourceKind.SPEAKER,
            ScheduleSource.code.in_(undoing.speakers),
            ~exists().where(
                Speaker.event_id == locked.event.id, Speaker.code == ScheduleSource.code
            ),
        )
        .execution_options(synchronize_session=False)
    )


def _unused(
    locked: LockedEvent, kind: type[Any], codes: Sequence[str], is_used: Any
) -> Sequence[int]:
    return db.session.scalars(
        select(kind.id).where(
            kind.event_id == locked.event.id, kind.code.in_(codes), kind.version == 1, ~is_used
        )
    ).all()


def _by_name(locked: LockedEvent, kind: type[Any]) -> dict[str, Any]:
    parts = db.session.scalars(select(kind).where(kind.event_id == locked.event.id))
    return {part.name: part for part in parts}

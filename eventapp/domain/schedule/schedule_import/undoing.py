"""Undoing an import: what it created goes, what it changed is as before, unless touched since.

Batch by batch, as it came in: where a process died in between, undoing again goes on with the next.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, select

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit, disposal
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.board.act import ActGone
from eventapp.domain.schedule.schedule_import.comparison import Values, values_of, with_english
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

# The version of a session that waits to be called off; none has it.
WAITS = 0
# In one transaction, well within 200 ms.
BATCH_REMOVED, BATCH_RESTORED, BATCH_SOURCES = 100, 25, 200


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

    `sources` are what was known of sessions before, by code; None for what was not. `versions` has
    WAITS, at first, for those that are to be called off.
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
    """Store what undoing needs, after what it needed so far: one compressed part for each batch."""
    values = {column.name: getattr(more, column.name) for column in fields(more)}
    plan.undoing = (plan.undoing or b"") + zlib.compress(json.dumps(values).encode(), 1)


def codes_to_call_off(plan: ScheduleImport) -> list[str]:
    """The codes of the sessions that the import calls off, as they were written when it began."""
    if not plan.undoing:
        return []
    first = json.loads(zlib.decompressobj().decompress(plan.undoing))
    return [code for code, version in first["versions"].items() if version == WAITS]


def load_undoing(plan: ScheduleImport) -> ImportUndoing:
    """What undoing needs, of all batches; the first that changed a thing says how it was."""
    undoing, packed = ImportUndoing(), plan.undoing or b""
    while packed:
        part = zlib.decompressobj()
        more = ImportUndoing(**json.loads(part.decompress(packed)))
        packed = part.unused_data
        for name in ("sessions", "rooms", "tracks", "speakers"):
            getattr(undoing, name).extend(getattr(more, name))
        undoing.before = more.before | undoing.before
        undoing.sources = more.sources | undoing.sources
        undoing.versions |= more.versions
    return undoing


def may_undo(plan: ScheduleImport, *, now: datetime) -> bool:
    """Whether the ten minutes last still."""
    return (
        plan.state in {ImportState.RUNNING, ImportState.DONE}
        and plan.started_at is not None
        and now < plan.started_at + UNDO_PERIOD
    )


def start_undoing(plan: ScheduleImport, *, actor: str, now: datetime) -> None:
    """Begin to take what came in out again; it follows with `continue_undoing`.

    Raises ActGone, TooLateToUndoSchedule, ScheduleReleasedSince. Flushes.
    """
    locking.lock_event(plan.event)
    if plan.state in {ImportState.UNDOING, ImportState.UNDONE}:
        raise ActGone
    if not may_undo(plan, now=now):
        raise TooLateToUndoSchedule
    released = select(Release.id).where(
        Release.event_id == plan.event_id, Release.released_at >= plan.started_at
    )
    if db.session.scalar(released.limit(1)) is not None:
        raise ScheduleReleasedSince
    plan.state, plan.touched_at, plan.position = ImportState.UNDOING, now, 0
    plan.version += 1
    plan.counts = {**plan.counts, "stays": 0}
    audit.record(
        AuditAction.SCHEDULE_IMPORT_UNDONE, plan.event, actor=actor, now=now, plan=plan.code
    )
    db.session.flush()


def continue_undoing(plan: ScheduleImport, undoing: ImportUndoing, *, now: datetime) -> bool:
    """Undo the next part, in one transaction; whether more is left. Flushes.

    `undoing` is what `load_undoing` read since it began. What has been changed or published since
    stays, and is counted.
    """
    locked = locking.lock_event(plan.event)
    if plan.state is not ImportState.UNDOING:
        return False
    steps = _steps(undoing)
    stays = steps[plan.position](locked)
    plan.position += 1
    plan.touched_at = now
    plan.counts = {**plan.counts, "stays": plan.counts["stays"] + stays}
    if plan.position == len(steps):
        plan.state = ImportState.UNDONE
        plan.version += 1
    db.session.flush()
    return plan.state is ImportState.UNDOING


def _steps(undoing: ImportUndoing) -> list[Callable[[LockedEvent], int]]:
    """What is done in one transaction each, always in this order; each says how many stay."""
    new = set(undoing.sessions)  # what the file knows these by goes with them
    known = [code for code in undoing.sources if code not in new]
    return [
        *(partial(_remove_sessions, codes=c) for c in _batches(undoing.sessions, BATCH_REMOVED)),
        *(
            partial(_restore_sessions, undoing=undoing, codes=codes)
            for codes in _batches(list(undoing.before), BATCH_RESTORED)
        ),
        *(
            partial(_restore_sources, undoing=undoing, codes=codes)
            for codes in _batches(known, BATCH_SOURCES)
        ),
        partial(_remove_parts, undoing=undoing),
    ]


def _batches(codes: Sequence[str], size: int) -> list[Sequence[str]]:
    return [codes[start : start + size] for start in range(0, len(codes), size)]


def _remove_sessions(locked: LockedEvent, *, codes: Sequence[str]) -> int:
    """Delete the new sessions that nobody has touched, and what the file knows them by."""
    untouched = select(Session.id, Session.code).where(
        Session.event_id == locked.event.id,
        Session.code.in_(codes),
        Session.version == 1,
        Session.released.is_(None),
        ~exists().where(Material.session_id == Session.id),
    )
    rows = db.session.execute(untouched).all()
    disposal.delete_with_dependents(
        Session.__table__,  # type: ignore[arg-type]
        [row.id for row in rows],
    )
    _forget(locked, [row.code for row in rows])
    there = select(func.count()).where(Session.event_id == locked.event.id, Session.code.in_(codes))
    return db.session.scalar(there) or 0


def _restore_sessions(locked: LockedEvent, *, undoing: ImportUndoing, codes: Sequence[str]) -> int:
    """Write what sessions were like before; those that somebody has changed since stay."""
    sessions = db.session.scalars(
        select(Session)
        .where(Session.event_id == locked.event.id, Session.code.in_(codes))
        .options(*LOADED_PARTS)
    ).all()
    ours = [session for session in sessions if session.version == undoing.versions[session.code]]
    rooms, tracks = _by_name(locked, Room), _by_name(locked, Track)
    people = {code for session in ours for code in undoing.before[session.code]["speakers"]}
    speakers = {
        speaker.code: speaker
        for speaker in db.session.scalars(
            select(Speaker).where(Speaker.event_id == locked.event.id, Speaker.code.in_(people))
        )
    }
    texts = []
    for session in ours:
        values: dict[str, Any] = with_english(session, undoing.before[session.code])
        values["starts_at"] = datetime.fromisoformat(values["starts_at"])
        values["ends_at"] = datetime.fromisoformat(values["ends_at"])
        values["room"], values["track"] = rooms.get(values["room"]), tracks.get(values["track"])
        values["speakers"] = tuple(speakers[c] for c in values["speakers"] if c in speakers)
        texts.append(replace(session_text(session), **values))
    write_sessions(locked, list(zip(ours, texts, strict=True)))
    return len(sessions) - len(ours)


def _restore_sources(locked: LockedEvent, *, undoing: ImportUndoing, codes: Sequence[str]) -> int:
    """Write what was known of sessions before; forget those that no file had brought."""
    forgotten = []
    for source in db.session.scalars(
        select(ScheduleSource).where(*_of_sessions(locked), ScheduleSource.code.in_(codes))
    ):
        values = undoing.sources[source.code]
        if values is None:
            forgotten.append(source.code)
            continue
        source.key, source.origin = values["key"], values["origin"]
        source.written = values["written"]
    _forget(locked, forgotten)
    return 0


def _forget(locked: LockedEvent, codes: Sequence[str]) -> None:
    db.session.execute(
        delete(ScheduleSource)
        .where(*_of_sessions(locked), ScheduleSource.code.in_(codes))
        .execution_options(synchronize_session=False)
    )


def _of_sessions(locked: LockedEvent) -> tuple[ColumnElement[bool], ...]:
    return (
        ScheduleSource.event_id == locked.event.id,
        ScheduleSource.kind == SourceKind.SESSION,
    )


def _remove_parts(locked: LockedEvent, *, undoing: ImportUndoing) -> int:
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
    return 0


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

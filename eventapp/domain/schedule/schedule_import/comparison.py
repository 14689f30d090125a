"""A file against the draft: what is new, what moved, what is gone, and what was changed here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from eventapp.domain.people.folding import fold
from eventapp.domain.schedule.origin import own_guid
from eventapp.domain.schedule.schedule_import.content import (
    ENGLISH_POINTS,
    ENGLISH_TEXTS,
    POINTS,
    FileSchedule,
    FileSession,
    FileSpeaker,
    Repair,
    RepairCode,
)
from eventapp.domain.schedule.session import list_sessions
from eventapp.domain.schedule.translation import written as written_texts
from eventapp.extensions import db
from eventapp.models import Event, ScheduleSource, Session, SourceKind, Speaker

MOVING = {"starts_at", "ends_at", "room"}
# What a file says of a session, beside its kind: that is guessed once, and then the organizer's.
COMPARED = (
    *("title", "starts_at", "ends_at", "room", "track", "speakers", "form", "abstract"),
    *("references", "cancelled", *POINTS, *ENGLISH_TEXTS, *ENGLISH_POINTS),
)
Values = dict[str, Any]
# Of what was written before files were read in English, or for points: none came from a file.
NOTHING: Values = {
    **dict.fromkeys(ENGLISH_TEXTS, ""),
    **{name: [] for name in (*POINTS, *ENGLISH_POINTS)},
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the things of an event are known by: our codes by the keys of files.

    `written` is what the last file wrote of a session, by our code; `sources` are codes of
    sessions that a file brought, also of those that are removed here by now.
    """

    sessions: dict[str, str]
    speakers: dict[str, str]
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A session that is here already: what to write of it, and what stays as it is here."""

    session: Session
    file: FileSession
    values: Values
    local: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it gets another time or room."""
        return not MOVING.isdisjoint(self.values)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What taking in a file would do. `removed` are sessions that somebody has removed here.

    `gone_codes` are those of `gone`: read now, so that nothing is read of each of them later.
    """

    new: Sequence[FileSession]
    moved: Sequence[FileChange]
    changed: Sequence[FileChange]
    gone: Sequence[Session]
    removed: Sequence[FileSession]
    local: Sequence[FileChange] = field(default_factory=list)
    gone_codes: frozenset[str] = frozenset()

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        return {name: len(getattr(self, name)) for name in ("new", "moved", "changed", "gone")}

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What is not taken from the file, so that what was done here stays."""
        stays = [
            Repair(
                change.file.at, RepairCode.KEPT_LOCAL, {"name": name, "of": change.session.title}
            )
            for change in self.local
            for name in change.local
        ]
        removed = [
            Repair(session.at, RepairCode.REMOVED_HERE, {"of": session.title})
            for session in self.removed
        ]
        return (*stays, *removed)


def load_names(event: Event, speakers: Iterable[FileSpeaker]) -> Names:
    """Read what things are known by; three small queries.

    Somebody whom no file has brought yet is known by name, if only one here has it.
    """
    rows = db.session.execute(
        select(ScheduleSource.kind, ScheduleSource.key, ScheduleSource.code).where(
            ScheduleSource.event_id == event.id
        )
    ).all()
    codes = db.session.scalars(select(Session.code).where(Session.event_id == event.id)).all()
    people = db.session.execute(
        select(Speaker.code, Speaker.name).where(Speaker.event_id == event.id).order_by(Speaker.id)
    ).all()
    sessions = {_guid_key(event, "session", code): code for code in codes}
    sessions |= {f"guid:{event.public_id.lower()}-{code.lower()}@eventapp": code for code in codes}
    sessions |= {row.key: row.code for row in rows if row.kind is SourceKind.SESSION}
    living = {row.code for row in people}
    known = {_guid_key(event, "speaker", row.code): row.code for row in people}
    known |= {
        row.key: row.code for row in rows if row.kind is SourceKind.SPEAKER and row.code in living
    }
    _know_by_name(known, people, speakers)
    return Names(
        sessions=sessions,
        speakers=known,
        sources=frozenset(row.code for row in rows if row.kind is SourceKind.SESSION),
    )


def _guid_key(event: Event, kind: str, code: str) -> str:
    return f"guid:{own_guid(event.public_id, kind, code)}"


def _know_by_name(
    known: dict[str, str], people: Iterable[Any], speakers: Iterable[FileSpeaker]
) -> None:
    taken = {code for key, code in known.items() if not key.startswith("guid:")}
    named: dict[str, list[str]] = {}
    for code, name in people:
        named.setdefault(fold(name) or name, []).append(code)
    for speaker in speakers:
        codes = named.get(fold(speaker.name) or speaker.name, [])
        if speaker.key not in known and len(codes) == 1 and codes[0] not in taken:
            known[speaker.key] = codes[0]
            taken.add(codes[0])


def compare(event: Event, content: FileSchedule) -> Comparison:
    """Compare a file with the draft as it is now."""
    names = load_names(event, content.speakers)
    sessions = {session.code: session for session in list_sessions(event)}
    written = load_written(event, [names.sessions.get(s.key, "") for s in content.sessions])
    new, removed, changes = [], [], []
    for item in content.sessions:
        code = names.sessions.get(item.key)
        if code is None:
            new.append(item)
        elif code not in sessions:
            removed.append(item)
        else:
            session = sessions[code]
            changes.append(change_of(session, item, written.get(code), names, content.silent))
    matched = {change.session.code for change in changes}
    gone = [
        session
        for code, session in sessions.items()
        if code in names.sources and code not in matched and not session.cancelled
    ]
    return Comparison(
        new=new,
        moved=[change for change in changes if change.moved],
        changed=[change for change in changes if change.values and not change.moved],
        gone=gone,
        removed=removed,
        local=[change for change in changes if change.local],
        gone_codes=frozenset(session.code for session in gone),
    )


def load_written(event: Event, codes: Iterable[str]) -> dict[str, Values]:
    """What the last file wrote of these sessions, by their codes."""
    sought = sorted({code for code in codes if code})
    rows = db.session.execute(
        select(ScheduleSource.code, ScheduleSource.written).where(
            ScheduleSource.event_id == event.id,
            ScheduleSource.kind == SourceKind.SESSION,
            ScheduleSource.code.in_(sought),
        )
    )
    return {row.code: row.written for row in rows}


def change_of(
    session: Session,
    item: FileSession,
    written: Values | None,
    names: Names,
    silent: Iterable[str],
) -> FileChange:
    """What the file changes in a session: not what somebody has changed here since the last one."""
    now, said = values_of(session), values_in(item, names)
    last = {**NOTHING, **written} if written else {}
    differing = [name for name in COMPARED if name not in silent and now[name] != said[name]]
    local = [name for name in differing if name in last and last[name] != now[name]]
    if not item.cancelled and "cancelled" in differing and "cancelled" not in local:
        local.append("cancelled")  # most formats have no word for it: what is off stays off
    return FileChange(
        session=session,
        file=item,
        values={name: said[name] for name in differing if name not in local},
        local=tuple(local),
    )


def values_of(session: Session) -> Values:
    """What is written of a session here, as plain values."""
    return {
        "title": session.title,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "room": session.room.name if session.room else "",
        "track": session.track.name if session.track else "",
        "speakers": [part.speaker.code for part in session.appearances],
        "form": session.form,
        "abstract": session.abstract,
        "references": list(session.references),
        "cancelled": session.cancelled,
        **{name: list(getattr(session, name)) for name in POINTS},
        **_english(session.english),
    }


def values_in(item: FileSession, names: Names) -> Values:
    """The same of a session in a file; somebody who is not here yet is their key."""
    return {
        "title": item.title,
        "starts_at": item.starts_at.isoformat(),
        "ends_at": item.ends_at.isoformat(),
        "room": item.room,
        "track": item.track,
        "speakers": list(dict.fromkeys(names.speakers.get(key, key) for key in item.speakers)),
        "form": item.form,
        "abstract": item.text,
        "references": list(item.references),
        "cancelled": item.cancelled,
        **{name: list(item.points.get(name, ())) for name in POINTS},
        **_english({**item.english, **item.english_points}),
    }


def _english(texts: Mapping[str, Any]) -> Values:
    """What is said in English, by the names of the report."""
    points = {name: list(texts.get(name.removeprefix("english_"), ())) for name in ENGLISH_POINTS}
    return {
        **{name: texts.get(name.removeprefix("english_"), "") for name in ENGLISH_TEXTS},
        **points,
    }


def with_english(session: Session | None, values: Values) -> Values:
    """These values with their English as one, in what else the session has in English."""
    in_english = (*ENGLISH_TEXTS, *ENGLISH_POINTS)
    said = {n.removeprefix("english_"): values[n] for n in in_english if n in values}
    rest = {name: value for name, value in values.items() if name not in in_english}
    if not said:
        return rest
    return {**rest, "english": written_texts({**(session.english if session else {}), **said})}

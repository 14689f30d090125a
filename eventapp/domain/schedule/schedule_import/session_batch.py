"""The parts of a file as they come in: places, speakers, sessions; under the event's lock."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from msgspec import to_builtins
from sqlalchemy import select

from eventapp.domain.locking import LockedEvent
from eventapp.domain.schedule.origin import SessionOrigin, SpeakerOrigin
from eventapp.domain.schedule.schedule_import.comparison import (
    Names,
    Values,
    change_of,
    load_written,
    values_in,
    values_of,
    with_english,
)
from eventapp.domain.schedule.schedule_import.content import FileSchedule, FileSession, FileSpeaker
from eventapp.domain.schedule.schedule_import.undoing import ImportUndoing
from eventapp.domain.schedule.schedule_part import create_parts
from eventapp.domain.schedule.session import (
    LOADED_PARTS,
    SessionText,
    session_text,
    write_sessions,
)
from eventapp.extensions import db
from eventapp.models import (
    Room,
    ScheduleSource,
    Session,
    SessionKind,
    SourceKind,
    Speaker,
    SpeakerRole,
    Track,
)

SPEAKER_FIELDS = ("name", "title", "organisation", "biography", "biography_en", "title_en")


def call_off(locked: LockedEvent, codes: Collection[str], undoing: ImportUndoing) -> None:
    """Call off these sessions of the draft, but for what somebody has called off since."""
    sessions = db.session.scalars(
        select(Session)
        .where(
            Session.event_id == locked.event.id,
            Session.code.in_(codes),
            Session.cancelled.is_(False),
        )
        .options(*LOADED_PARTS)
    ).all()
    undoing.note_before(sessions)
    write_sessions(locked, [(s, replace(session_text(s), cancelled=True)) for s in sessions])
    undoing.note_after(sessions)


def create_places(locked: LockedEvent, content: FileSchedule, undoing: ImportUndoing) -> None:
    """Create the rooms and tracks that the event lacks, and note what the file's days are like."""
    rooms, tracks = _named(locked, Room), _named(locked, Track)
    missing = [room for room in content.rooms if room.name not in rooms]
    values = [
        {
            "name": room.name,
            "floor": room.floor,
            "seats": room.seats,
            "wheelchair": False,  # files do not say, so visitors are not told
            "position": position,
            "english": room.english,
        }
        for position, room in enumerate(missing, len(rooms))
    ]
    undoing.rooms += _codes(create_parts(locked, Room, values))
    lacking = [name for name in content.tracks if name not in tracks]
    undoing.tracks += _codes(create_parts(locked, Track, [_track(n, content) for n in lacking]))
    known = _sources(locked, SourceKind.EVENT, ["event"])
    days = {"day_change": content.day_change}
    _note(locked, known, SourceKind.EVENT, "event", "event", days, {})


def _track(name: str, content: FileSchedule) -> dict[str, Any]:
    english = content.english_tracks.get(name)
    in_english = {"name": english, "short_name": content.english_short_tracks.get(name)}
    return {
        "name": name,
        "short_name": content.short_tracks.get(name, ""),
        "english": {name: words for name, words in in_english.items() if words},
    }


def create_speakers(
    locked: LockedEvent, people: Sequence[FileSpeaker], names: Names, undoing: ImportUndoing
) -> None:
    """Create those that the event lacks, and note what the file knows each by."""
    strangers = [person for person in people if person.key not in names.speakers]
    speakers = create_parts(
        locked, Speaker, [{name: getattr(s, name) for name in SPEAKER_FIELDS} for s in strangers]
    )
    undoing.speakers += _codes(speakers)
    names.speakers.update(zip((s.key for s in strangers), _codes(speakers), strict=True))
    codes = [names.speakers[person.key] for person in people]
    known = _sources(locked, SourceKind.SPEAKER, codes)
    for person, code in zip(people, codes, strict=True):
        origin = SpeakerOrigin(person.guid, person.number, person.code)
        _note(locked, known, SourceKind.SPEAKER, person.key, code, to_builtins(origin), {})


@dataclass(frozen=True, slots=True)
class _SessionPlan:
    """A session of the file, the one that it is here if it is, and what is to be written."""

    file: FileSession
    session: Session | None
    text: SessionText
    changes: bool


def take_in(
    locked: LockedEvent,
    batch: Sequence[FileSession],
    names: Names,
    silent: Sequence[str],
    undoing: ImportUndoing,
) -> None:
    """Create what is new and write what has changed. What was removed here does not come back."""
    known_codes = (names.sessions.get(item.key, "") for item in batch)
    written = load_written(locked.event, known_codes)
    plans = _plan(locked, batch, names, written, silent)
    changing = [plan for plan in plans if plan.changes]
    undoing.note_before([plan.session for plan in changing if plan.session])
    saved = iter(write_sessions(locked, [(plan.session, plan.text) for plan in changing]))
    sessions = [next(saved) if plan.changes else plan.session for plan in plans]
    there = [session for session in sessions if session]
    undoing.note_after([session for session in there if session.code in undoing.before])
    known = _sources(locked, SourceKind.SESSION, [session.code for session in there])
    for plan, session in zip(plans, there, strict=True):
        if plan.session is None:
            undoing.sessions.append(session.code)
            _give_roles(session, plan.file, names)
        undoing.note_source(session.code, known.get(session.code))
        baseline = _baseline(session, values_in(plan.file, names), written.get(session.code))
        names.sessions[plan.file.key] = session.code
        origin = to_builtins(_origin(plan.file))
        key = plan.file.key
        _note(locked, known, SourceKind.SESSION, key, session.code, origin, baseline)


def _plan(
    locked: LockedEvent,
    batch: Sequence[FileSession],
    names: Names,
    written: dict[str, Values],
    silent: Sequence[str],
) -> list[_SessionPlan]:
    codes = [names.sessions[item.key] for item in batch if item.key in names.sessions]
    sessions = db.session.scalars(
        select(Session)
        .where(Session.event_id == locked.event.id, Session.code.in_(codes))
        .options(*LOADED_PARTS)
    )
    here = {session.code: session for session in sessions}
    parts = _Parts(locked, names, batch)
    plans = []
    for item in batch:
        code = names.sessions.get(item.key)
        if code is None:
            plans.append(_SessionPlan(item, None, parts.new_text(item, names), changes=True))
        elif session := here.get(code):
            change = change_of(session, item, written.get(code), names, silent)
            text = parts.text(session, change.values)
            plans.append(_SessionPlan(item, session, text, changes=bool(change.values)))
    return plans


def _give_roles(session: Session, item: FileSession, names: Names) -> None:
    """Let its speakers do what the file says; who does what in those that were here stays."""
    roles = {names.speakers[key]: role for key, role in item.roles.items()}
    for part in session.appearances if roles else ():
        part.role = SpeakerRole(roles.get(part.speaker.code, part.role))


def _baseline(session: Session, said: Values, last: Values | None) -> Values:
    """What to compare with next time: as written now, or before where it was changed here."""
    now = values_of(session)
    before = last or {}
    return {
        name: value if now[name] == value else before.get(name, value)
        for name, value in said.items()
    }


def _origin(item: FileSession) -> SessionOrigin:
    return SessionOrigin(
        guid=item.guid,
        number=item.number,
        code=item.code,
        language=item.language,
        subtitle=item.subtitle,
        abstract=item.abstract,
        description=item.description,
        text=item.text,
        references=item.references,
        links=item.links,  # type: ignore[arg-type]  # of the same fields
        attachments=item.attachments,  # type: ignore[arg-type]
    )


class _Parts:
    """The rooms, tracks and speakers that the sessions of a batch name."""

    def __init__(self, locked: LockedEvent, names: Names, batch: Iterable[FileSession]) -> None:
        self.rooms, self.tracks = _named(locked, Room), _named(locked, Track)
        keys = {key for item in batch for key in item.speakers}
        codes = sorted({names.speakers[key] for key in keys})
        self.speakers = {
            speaker.code: speaker
            for speaker in db.session.scalars(
                select(Speaker).where(Speaker.event_id == locked.event.id, Speaker.code.in_(codes))
            )
        }

    def new_text(self, item: FileSession, names: Names) -> SessionText:
        """What is written of a session that is new."""
        kind = SessionKind(item.kind)
        text = SessionText(item.title, kind, item.starts_at, item.ends_at)
        if kind is SessionKind.CHOICE:  # those that begin together are to choose among
            text = replace(text, choice_group=f"{item.starts_at:%d %H:%M}")
        values = values_in(item, names)
        return replace(text, **self._values(with_english(None, values)))

    def text(self, session: Session, values: Values) -> SessionText:
        """What is written of a session, with these values changed."""
        return replace(session_text(session), **self._values(with_english(session, values)))

    def _values(self, values: Values) -> dict[str, Any]:
        typed = dict(values)
        for name in {"starts_at", "ends_at"} & typed.keys():
            typed[name] = datetime.fromisoformat(typed[name])
        if "room" in typed:
            typed["room"] = self.rooms.get(typed["room"])
        if "track" in typed:
            typed["track"] = self.tracks.get(typed["track"])
        if "speakers" in typed:
            typed["speakers"] = tuple(self.speakers[code] for code in typed["speakers"])
        return typed


def _named(locked: LockedEvent, kind: type[Any]) -> dict[str, Any]:
    parts = db.session.scalars(
        select(kind).where(kind.event_id == locked.event.id).order_by(kind.id.desc())
    )
    return {part.name: part for part in parts}


def _codes(parts: Iterable[Any]) -> list[str]:
    return [part.code for part in parts]


def _sources(
    locked: LockedEvent, kind: SourceKind, codes: Iterable[str]
) -> dict[str, ScheduleSource]:
    rows = db.session.scalars(
        select(ScheduleSource).where(
            ScheduleSource.event_id == locked.event.id,
            ScheduleSource.kind == kind,
            ScheduleSource.code.in_(sorted(set(codes))),
        )
    )
    return {row.code: row for row in rows}


def _note(
    locked: LockedEvent,
    known: dict[str, ScheduleSource],
    kind: SourceKind,
    key: str,
    code: str,
    origin: dict[str, Any],
    written: Values,
) -> None:
    """Remember what the file knows a thing by; the latest file's name counts."""
    source = known.get(code)
    if source is None:
        source = ScheduleSource(event_id=locked.event.id, kind=kind, code=code)
        db.session.add(source)
        known[code] = source
    source.key, source.origin, source.written = key, origin, written

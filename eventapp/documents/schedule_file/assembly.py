"""From the words of a file to a schedule: times, names, rooms and links, each repair noted."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from eventapp.documents.schedule_file import wording
from eventapp.documents.schedule_file.english import english_names, session_english, words_in
from eventapp.documents.schedule_file.moment import read_clock, session_span, wall_clocks
from eventapp.documents.schedule_file.raw import RawPerson, RawRoom, RawSchedule, RawSession
from eventapp.documents.schedule_file.zone import decide_zone, find_zone
from eventapp.domain.people.folding import fold
from eventapp.domain.schedule.schedule_import.content import (
    ENGLISH_POINTS,
    ENGLISH_TEXTS,
    POINTS,
    FileLink,
    FileRoom,
    FileSchedule,
    FileSession,
    FileSpeaker,
    RepairCode,
)

NOWHERE = {"", "–", "-"}
KINDS = {"plenary", "choice", "service"}
BREAKS = {
    *("break", "breaks", "coffee", "coffee break", "tea break", "lunch", "lunch break", "dinner"),
    *("breakfast", "paus", "kaffe", "kaffepaus", "fika", "fikapaus", "lunchpaus", "middag"),
    *("frukost", "pause", "mittagspause", "registration", "registrering", "incheckning", "mingel"),
}
NUMBER = re.compile(r"[1-9][0-9]{0,17}")
WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def assemble(raw: RawSchedule, *, zone: str, place: str = "") -> FileSchedule:
    """The schedule of a file. Times without a zone are read by the clock of `zone`."""
    by_clock = _zone(raw, zone)
    people = _People(raw)
    keys: Counter[str] = Counter()
    sessions = []
    for item in raw.sessions:
        span = session_span(raw, item, ZoneInfo(by_clock))
        if span is None:
            raw.repair(item.at, RepairCode.NO_TIME, title=item.title[:80])
            continue
        session = _session(raw, item, span, _key(raw, item, keys), people, place)
        sessions.append(_with_details(raw, item, session))
    if raw.undated:
        raw.repair("schedule", RepairCode.NO_DATE, count=raw.undated)
    for name, count in sorted(raw.left.items()):
        raw.repair("schedule", RepairCode.FIELD_NOT_KEPT, name=name, count=count)
    days = {session.starts_at.astimezone(ZoneInfo(by_clock)).date() for session in sessions}
    return FileSchedule(
        title=wording.line(raw, raw.title, "conference", "title"),
        english_title=wording.line(raw, raw.english_title, "conference", "english_title"),
        zone=by_clock,
        days=len(days) if raw.days is None else raw.days,
        sessions=tuple(sessions),
        rooms=tuple(_rooms(raw, sessions)),
        tracks=tuple(_tracks(raw, sessions)),
        english_tracks=english_names(raw, "track"),
        speakers=tuple(people.by_key.values()),
        repairs=tuple(raw.repairs),
        venue=wording.line(raw, raw.venue, "conference", "venue"),
        city=wording.line(raw, raw.city, "conference", "city"),
        day_change=read_clock(raw.day_change, ZoneInfo(by_clock)),
        silent=tuple(dict.fromkeys((*raw.silent, *_silent(sessions)))),
        short_tracks={
            wording.line(raw, item.track, item.at, "track"): short
            for item in raw.sessions
            if (short := wording.line(raw, item.track_short, item.at, "name"))
        },
        english_short_tracks=english_names(raw, "track_short"),
    )


def _silent(sessions: Iterable[FileSession]) -> Iterable[str]:
    """What no session says anything of, in any file but our own."""
    for names, attribute in (
        (ENGLISH_TEXTS, "english"),
        (POINTS, "points"),
        (ENGLISH_POINTS, "english_points"),
    ):
        if not any(getattr(session, attribute) for session in sessions):
            yield from names


def _zone(raw: RawSchedule, default: str) -> str:
    """Whose clock the file is read by; the times of a calendar have been read already."""
    if raw.is_worded:
        return decide_zone(raw, wall_clocks(raw), default)
    named = find_zone(raw.zone)
    return named.key if named else default


class _People:
    """Those who speak, by what the file knows them by."""

    def __init__(self, raw: RawSchedule) -> None:
        self.raw = raw
        self.by_key: dict[str, FileSpeaker] = {}

    def add(self, person: RawPerson, at: str) -> str | None:
        """The key of this person, or None for one without a name."""
        name = wording.line(self.raw, person.name, at, "name")
        if not name:
            self.raw.repair(at, RepairCode.NAME_MISSING)
            return None
        code, guid = person.code.strip()[:60], person.guid.strip()[:60]
        named = f"name:{fold(name) or name}"
        key = (guid and f"guid:{guid.lower()}") or (code and f"code:{code}")
        key = key or (f"id:{number}" if (number := person.number.strip()[:60]) else named)
        known = self.by_key.get(key)
        if known is None:
            known = FileSpeaker(key, name, guid=guid, number=_number(person.number), code=code)
        self.by_key[key] = self._introduced(known, person, at)
        return key

    def _introduced(self, known: FileSpeaker, person: RawPerson, at: str) -> FileSpeaker:
        """The speaker with what is said of them here and was not said before."""
        english = person.english
        lines = {
            "title": person.title,
            "organisation": person.organisation,
            "title_en": english.get("title", ""),
        }
        texts = {"biography": person.biography, "biography_en": english.get("biography", "")}
        more: dict[str, Any] = {
            name: wording.line(self.raw, words, at, name)
            for name, words in lines.items()
            if words and not getattr(known, name)
        }
        for name, words in texts.items():
            if words and not getattr(known, name):
                text = wording.text(self.raw, words, at, "biography")
                more[name] = wording.shown(self.raw, [text], at) if text else ""
        return replace(known, **more) if more else known


def _key(raw: RawSchedule, item: RawSession, keys: Counter[str]) -> str:
    """What the file knows the session by, or else its title; never the same twice."""
    guid, code, number = (value.strip()[:200] for value in (item.guid, item.code, item.number))
    key = (guid and f"guid:{guid.lower()}") or (code and f"code:{code}")
    key = key or (number and f"id:{number}")
    if not key:
        key = f"title:{fold(item.title) or item.title.strip()}"[:200]
        raw.repair(item.at, RepairCode.ID_MISSING)
    keys[key] += 1
    if keys[key] == 1:
        return key
    raw.repair(item.at, RepairCode.ID_DOUBLE)
    return f"{key}#{keys[key]}"


def _session(
    raw: RawSchedule,
    item: RawSession,
    span: tuple[datetime, datetime],
    key: str,
    people: _People,
    place: str,
) -> FileSession:
    at, names = item.at, ("subtitle", "abstract", "description")
    texts = subtitle, abstract, description = [
        wording.text(raw, getattr(item, name), at, name) for name in names
    ]
    links, attachments = list(_links(raw, item.links, at)), list(_attachments(raw, item))
    keys = [people.add(person, at) for person in item.persons]
    kind, form = _kind(raw, item)
    return FileSession(
        key=key,
        at=at,
        title=_title(raw, item),
        kind=kind,
        form=form,
        starts_at=span[0].astimezone(UTC),
        ends_at=span[1].astimezone(UTC),
        room=_room(raw, item, place),
        track=wording.line(raw, item.track, at, "track"),
        speakers=tuple(dict.fromkeys(key for key in keys if key)),
        text=_shown(raw, item, texts),
        references=tuple(dict.fromkeys(_reference(link) for link in (*links, *attachments))),
        cancelled=item.cancelled,
        guid=item.guid.strip()[:200],
        number=_number(item.number),
        code=item.code.strip()[:60],
        language=item.language.strip()[:20],
        subtitle=subtitle,
        abstract=abstract,
        description=description,
        links=tuple(links),
        attachments=tuple(attachments),
        roles={k: p.role for k, p in zip(keys, item.persons, strict=True) if k and p.role},
    )


def _with_details(raw: RawSchedule, item: RawSession, session: FileSession) -> FileSession:
    """The session with its points, and with what it says in English."""
    return replace(
        session,
        english=session_english(raw, item),
        points=_points(raw, item.points, item.at),
        english_points=_points(raw, item.english_points, item.at),
    )


def _points(raw: RawSchedule, lists: dict[str, list[str]], at: str) -> dict[str, tuple[str, ...]]:
    points = {
        name: [wording.shown(raw, [wording.text(raw, p, at, name)], at) for p in lists[name]]
        for name in lists
    }
    return {name: tuple(p.replace("\n", " ") for p in points[name] if p) for name in points}


def _shown(raw: RawSchedule, item: RawSession, parts: list[str]) -> str:
    """The texts to read; a title that was cut stands whole before them, where it leaves room."""
    whole = " ".join(item.title.split())
    if len(whole) <= wording.LINE_MAX_LENGTH:
        return wording.shown(raw, parts, item.at)
    room = wording.TEXT_MAX_LENGTH - sum(len(part) + len("\n\n") for part in parts)
    # The texts say more than the rest of such a title.
    return wording.shown(raw, [whole[: max(room, 0)].rstrip(), *parts], item.at)


def _title(raw: RawSchedule, item: RawSession) -> str:
    if title := wording.line(raw, item.title, item.at, "title"):
        return title
    instead = wording.line(raw, item.subtitle or item.kind or item.track, item.at, "title") or "–"
    raw.repair(item.at, RepairCode.TITLE_MISSING, instead=instead)
    return instead


def _kind(raw: RawSchedule, item: RawSession) -> tuple[str, str]:
    """Whether it is for all, to choose or a break; and the form that people read."""
    form = wording.line(raw, item.kind, item.at, "type")
    if form in KINDS:
        return form, ""
    is_break = not item.persons and {fold(form), fold(item.title)} & BREAKS
    return ("service" if is_break else "plenary"), form


def _room(raw: RawSchedule, item: RawSession, place: str) -> str:
    name = wording.line(raw, item.room or item.room_within, item.at, "room")
    within = wording.line(raw, item.room_within, item.at, "room")
    if within and name != within:
        raw.repair(item.at, RepairCode.ROOM_DIFFERS, room=name, instead=within)
        name = within
    if place and name == place:  # our own calendars write it behind the room
        return ""
    name = name.removesuffix(f", {place}") if place else name
    return "" if name in NOWHERE else name


def _rooms(raw: RawSchedule, sessions: Iterable[FileSession]) -> Iterable[FileRoom]:
    """Each room once, those that nothing happens in as well."""
    rooms: dict[str, FileRoom] = {}
    english, english_floors = english_names(raw, "room"), english_names(raw, "floor")
    floors = _floors(raw)
    for room in raw.rooms:
        name = wording.line(raw, room.name, f"room {room.name[:60]}", "name")
        floor = wording.line(raw, room.description, f"room {name}", "description")
        floor = floor or floors.get(name, "")
        seats = _number(room.capacity)
        if name not in NOWHERE and (name not in rooms or floor or seats):
            seats = seats if seats and seats <= 100_000 else None
            above = _english_floor(raw, room) or english_floors.get(name, "")
            about = {"name": english.get(name, ""), "floor": above}
            rooms[name] = FileRoom(name, floor, seats, words_in(about))
    for session in sessions:
        if (name := session.room) and name not in rooms:
            about = {"name": english.get(name, ""), "floor": english_floors.get(name, "")}
            rooms[name] = FileRoom(name, floors.get(name, ""), english=words_in(about))
    return rooms.values()


def _floors(raw: RawSchedule) -> dict[str, str]:
    """What sessions say of where their rooms are, by the rooms' names."""
    return {
        wording.line(raw, item.room_within or item.room, item.at, "room"): floor
        for item in raw.sessions
        if (floor := wording.line(raw, item.floor, item.at, "description"))
    }


def _english_floor(raw: RawSchedule, room: RawRoom) -> str:
    return wording.line(raw, room.english_description, f"room {room.name[:60]}", "description")


def _tracks(raw: RawSchedule, sessions: Iterable[FileSession]) -> Iterable[str]:
    names = [wording.line(raw, name, "conference", "track") for name in raw.tracks]
    return dict.fromkeys(filter(None, (*names, *(session.track for session in sessions))))


def _links(raw: RawSchedule, links: Iterable[tuple[str, str]], at: str) -> Iterable[FileLink]:
    for title, url in links:
        address = url.strip().replace(" ", "%20")
        if address and "://" not in address and not address.lower().startswith("javascript:"):
            address = urljoin(raw.base_url, address) if WEB.match(raw.base_url) else address
        words = wording.line(raw, title, at, "link")
        if WEB.fullmatch(address) and len(address) <= 2000:
            yield FileLink(words, address)
        elif words or address:
            named = f"{words} {address}".strip()
            raw.repair(at, RepairCode.LINK_LEFT_OUT, name=named[:120])


def _attachments(raw: RawSchedule, item: RawSession) -> Iterable[FileLink]:
    for attachment in _links(raw, item.attachments, item.at):
        name = (attachment.title or attachment.url)[:80]
        raw.repair(item.at, RepairCode.ATTACHMENT_LINKED, name=name)
        yield attachment


def _reference(link: FileLink) -> str:
    """A line of the references: words and address, or the address alone."""
    return link.url if not link.title or link.title == link.url else f"{link.title}: {link.url}"


def _number(written: str) -> int | None:
    digits = written.strip()
    return int(digits) if NUMBER.fullmatch(digits) else None

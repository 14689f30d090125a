"""A schedule.json as c3voc describes it, and as frab, pretalx and others write it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from eventapp.documents.schedule_file.details import read_details
from eventapp.documents.schedule_file.english import lists_in, words_in
from eventapp.documents.schedule_file.raw import (
    RawPerson,
    RawRoom,
    RawSchedule,
    RawSession,
    UnreadableSchedule,
)
from eventapp.domain.schedule.schedule_import.content import RepairCode

SESSION_FIELDS = {
    **{
        name: name
        for name in (
            "guid",
            "code",
            "date",
            "start",
            "duration",
            "end",
            "title",
            "subtitle",
            "room",
            "track",
            "language",
            "abstract",
            "description",
        )
    },
    "id": "number",
    "type": "kind",
}
# What some write in several languages at once.
IN_LANGUAGES = ("title", "type", "abstract", "track")
LISTS = {"persons", "links", "attachments"}
PERSON_FIELDS = {"guid", "id", "code", "name", "public_name", "full_public_name", "biography"}
# What is worked out anew here, and says nothing more.
WORKED_OUT = {"index", "daysCount", "timeslot_duration", "start", "end", "acronym", "$schema"}
DAY_FIELDS = {"index", "date", "day_start", "day_end", "rooms"}
CONFERENCE_FIELDS = WORKED_OUT | {"title", "time_zone_name", "days", "rooms", "tracks"}


def read_json(text: str) -> RawSchedule:
    """Read the file. Raises UnreadableSchedule: broken-json, no-schedule, misplaced-rooms."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableSchedule("broken-json") from None
    schedule = _get(document, "schedule")
    conference = _get(schedule, "conference")
    if not isinstance(conference, dict) or not isinstance(conference.get("days"), list):
        raise UnreadableSchedule("no-schedule")
    if "rooms" in schedule:  # the schema forbids it: the file was put together wrongly
        raise UnreadableSchedule("misplaced-rooms")
    raw = RawSchedule(
        title=_text(conference.get("title")),
        zone=_text(conference.get("time_zone_name")),
        base_url=_text(_get(schedule, "base_url")),
    )
    meta = conference.get("meta")
    english = _get(_get(meta, "translations"), "en")
    details = _get(_get(meta, "details"), "events")
    raw.english_title = _text(_get(english, "title")) or _english_of(conference.get("title"))
    _read_parts(raw, conference, english)
    own = {"meta"} if english or details else set()
    _count_left(raw, "conference", conference, CONFERENCE_FIELDS | own)
    days = [day for day in conference["days"] if isinstance(day, dict)]
    raw.days = len(days)
    for index, day in enumerate(days, 1):
        _read_day(raw, day, index)
    for session in raw.sessions:
        translated = _get(_get(english, "events"), session.guid)
        session.english |= words_in(translated)
        session.english_points = lists_in(translated)
        read_details(session, _get(details, session.guid))
    return raw


def _read_parts(raw: RawSchedule, conference: Mapping[str, Any], english: Any) -> None:
    for room in _dicts(raw, conference.get("rooms"), "conference.rooms"):
        name, about = _text(room.get("name")), room.get("description")
        translated = words_in(_get(_get(english, "rooms"), _text(room.get("guid"))))
        in_english = translated.get("description", "") or _english_of(about)
        raw.rooms.append(RawRoom(name, _text(about), _text(room.get("capacity")), in_english))
        _count_left(raw, "room", room, {"name", "guid", "description", "capacity", "features"})
    for track in _dicts(raw, conference.get("tracks"), "conference.tracks"):
        raw.tracks.append(_text(track.get("name")))
        _count_left(raw, "track", track, {"name", "slug"})


def _read_day(raw: RawSchedule, day: Mapping[str, Any], index: int) -> None:
    date = _text(day.get("date"))
    if not raw.day_change and "T" in (start := _text(day.get("day_start"))):
        raw.day_change = start
    _count_left(raw, "day", day, DAY_FIELDS)
    rooms = day.get("rooms")
    if not isinstance(rooms, dict):
        raw.repair(f"day {date or index}", RepairCode.WRONG_SHAPE, name="rooms")
        return
    for name, sessions in rooms.items():
        raw.rooms.append(RawRoom(name))
        for session in _dicts(raw, sessions, f"day {date or index}, {name}"):
            raw.add(_read_session(raw, session, date, name))


def _read_session(raw: RawSchedule, session: Mapping[str, Any], day: str, room: str) -> RawSession:
    words: dict[str, Any] = {name: _text(session.get(key)) for key, name in SESSION_FIELDS.items()}
    known = _text(session.get("id")) or words["guid"] or words["title"]
    at = f"session {known[:60]}" if known else f"day {day}, {room}"
    _count_left(raw, "session", session, {*SESSION_FIELDS, *LISTS})
    return RawSession(
        at=at,
        day=day,
        room_within=room,
        persons=[_read_person(raw, person) for person in _persons(raw, session, at)],
        links=list(_links(raw, session, "links", at)),
        attachments=list(_links(raw, session, "attachments", at)),
        english=words_in({name: _english_of(session.get(name)) for name in IN_LANGUAGES}),
        **words,
    )


def _persons(raw: RawSchedule, session: Mapping[str, Any], at: str) -> Iterator[Mapping[str, Any]]:
    persons = session.get("persons")
    if isinstance(persons, list):  # some write names alone
        persons = [{"name": person} if isinstance(person, str) else person for person in persons]
    yield from _dicts(raw, persons, f"{at}, persons")


def _read_person(raw: RawSchedule, person: Mapping[str, Any]) -> RawPerson:
    _count_left(raw, "person", person, PERSON_FIELDS)
    names = (person.get(name) for name in ("public_name", "name", "full_public_name"))
    return RawPerson(
        name=next(filter(None, map(_text, names)), ""),
        guid=_text(person.get("guid")),
        number=_text(person.get("id")),
        code=_text(person.get("code")),
        biography=_text(person.get("biography")),
    )


def _links(
    raw: RawSchedule, session: Mapping[str, Any], name: str, at: str
) -> Iterator[tuple[str, str]]:
    links = session.get(name)
    if isinstance(links, list):
        links = [{"url": link} if isinstance(link, str) else link for link in links]
    for link in _dicts(raw, links, f"{at}, {name}"):
        yield _text(link.get("title")), _text(link.get("url"))
        _count_left(raw, name, link, {"title", "url", "type"})


def _dicts(raw: RawSchedule, values: Any, at: str) -> Iterator[Mapping[str, Any]]:
    """Those of a list that are objects; whatever else is there is noted."""
    if values is None:
        return
    if not isinstance(values, list):
        raw.repair(at, RepairCode.WRONG_SHAPE, name=at.rpartition(" ")[2])
        return
    for value in values:
        if isinstance(value, dict):
            yield value
        else:
            raw.repair(at, RepairCode.WRONG_SHAPE, name=_text(value)[:60])


def _count_left(raw: RawSchedule, kind: str, values: Mapping[str, Any], known: set[str]) -> None:
    raw.left.update(f"{kind}.{name[:60]}" for name in values if name not in known and values[name])


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _english_of(value: Any) -> str:
    """The English of a value in several languages, where the Swedish is there too."""
    return _text(value.get("en")) if isinstance(value, dict) and _text(value.get("sv")) else ""


def _text(value: Any) -> str:
    """The words of a value; of one in several languages, the Swedish or else the first."""
    if isinstance(value, dict):
        words = [value.get("sv"), value.get("en"), *value.values()]
        return next((word for word in words if isinstance(word, str) and word), "")
    if value is None or isinstance(value, (bool, list)):
        return ""
    return str(value)

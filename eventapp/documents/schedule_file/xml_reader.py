"""A schedule in XML as pentabarf, frab, wafer and pretalx write it. Entities are refused."""

from typing import Any, NoReturn
from xml.etree.ElementTree import Element, ProcessingInstruction, TreeBuilder
from xml.parsers import expat

from eventapp.documents.schedule_file.details import XML_DETAILS, read_details
from eventapp.documents.schedule_file.english import (
    XML_TARGET,
    lists_in,
    read_texts,
    words_in,
)
from eventapp.documents.schedule_file.raw import (
    RawPerson,
    RawRoom,
    RawSchedule,
    RawSession,
    UnreadableSchedule,
)

DEPTH_MAX = 20
ELEMENTS_MAX = 500_000
SESSION_FIELDS = {
    "room": "room",
    "title": "title",
    "subtitle": "subtitle",
    "type": "kind",
    "date": "date",
    "start": "start",
    "duration": "duration",
    "track": "track",
    "language": "language",
    "abstract": "abstract",
    "description": "description",
}
GROUPS = {"persons": "person", "links": "link", "attachments": "attachment"}
CONFERENCE_FIELDS = {
    "title",
    "acronym",
    "start",
    "end",
    "days",
    "timeslot_duration",
    "time_zone_name",
    "day_change",
    "base_url",
    "venue",
    "city",
    "track",
}


def read_xml(content: bytes, encoding: str | None = None) -> RawSchedule:
    """Read the file. Raises UnreadableSchedule: broken-xml, entities, no-schedule, too-deep."""
    root = _parse(content, encoding)
    conference = root.find("conference")
    days = root.findall("day")
    if root.tag != "schedule" or (conference is None and not days):
        raise UnreadableSchedule("no-schedule")
    raw = RawSchedule(days=len(days))
    if conference is not None:
        raw.title = _of(conference, "title")
        raw.english_title = words_in(_texts(conference, XML_TARGET)).get("title", "")
        raw.zone = _of(conference, "time_zone_name")
        raw.day_change = _of(conference, "day_change")
        raw.base_url = _of(conference, "base_url")
        raw.venue, raw.city = _of(conference, "venue"), _of(conference, "city")
        raw.tracks = [track.get("name") or _text(track) for track in conference.findall("track")]
        _count_left(raw, "conference", conference, CONFERENCE_FIELDS)
    for day in days:
        if not raw.day_change and "T" in (start := day.get("start", "")):
            raw.day_change = start
        for room in day.findall("room"):
            raw.rooms.append(RawRoom(room.get("name", "")))
            for event in room.findall("event"):
                raw.add(_read_session(raw, event, day.get("date", ""), room.get("name", "")))
    return raw


def _read_session(raw: RawSchedule, event: Element, day: str, room: str) -> RawSession:
    words: dict[str, Any] = {name: _of(event, tag) for tag, name in SESSION_FIELDS.items()}
    known = event.get("id") or event.get("guid") or words["title"]
    _count_left(raw, "session", event, {*SESSION_FIELDS, *GROUPS})
    english = _texts(event, XML_TARGET)
    session = RawSession(
        at=f"session {known[:60]}" if known else f"day {day}, {room}",
        day=day,
        room_within=room,
        guid=event.get("guid", "").strip(),
        number=event.get("id", "").strip(),
        code=event.get("code", "").strip(),
        persons=[
            RawPerson(
                name=_text(person),
                guid=person.get("guid", "").strip(),
                number=person.get("id", "").strip(),
                code=person.get("code", "").strip(),
            )
            for person in event.findall("persons/person")
        ],
        links=_links(event, "links/link"),
        attachments=_links(event, "attachments/attachment"),
        english=words_in(english),
        english_points=lists_in(english),
        **words,
    )
    read_details(session, _texts(event, XML_DETAILS))
    return session


def _texts(parent: Element, target: str) -> dict[str, Any]:
    """What our own files say in an instruction of this name: other readers pass over it."""
    written = (child.text or "" for child in parent if _is_instruction(child))
    own = (words for words in written if words.startswith(f"{target} "))
    return read_texts(next(own, "").removeprefix(target))


def _is_instruction(element: Any) -> bool:
    return element.tag is ProcessingInstruction


def _links(event: Element, path: str) -> list[tuple[str, str]]:
    return [(_text(link), link.get("href", "").strip()) for link in event.findall(path)]


def _count_left(raw: RawSchedule, kind: str, element: Element, known: set[str]) -> None:
    """Count what has words and no place: in elements within elements, each by its own name."""
    for child in element:
        if child.tag in known or _is_instruction(child):
            continue
        if "".join(child.itertext()).strip():
            raw.left[f"{kind}.{child.tag[:60]}"] += 1


def _of(parent: Element, tag: str) -> str:
    child = parent.find(tag)
    return _text(child) if child is not None else ""


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _parse(content: bytes, encoding: str | None) -> Element:
    """The tree; entities are refused where they are declared, before any is written out."""
    builder = TreeBuilder(insert_pis=True)
    parser = expat.ParserCreate(encoding)
    depth = count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEPTH_MAX or count > ELEMENTS_MAX:
            raise UnreadableSchedule("too-deep")
        builder.start(tag.rpartition("}")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag.rpartition("}")[2])

    def instruct(target: str, words: str) -> None:
        if target in {XML_TARGET, XML_DETAILS}:
            builder.pi(target, words)

    def refuse(*_declaration: object) -> NoReturn:
        raise UnreadableSchedule("entities")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.ProcessingInstructionHandler = instruct
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(content, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, LookupError, ValueError):
        raise UnreadableSchedule("broken-xml") from None

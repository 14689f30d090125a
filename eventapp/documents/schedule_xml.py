"""A schedule as frab and pentabarf write it in XML, which conference apps read.

Only what the older schema knew, too: no list of tracks, no codes beside the ids.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from xml.etree.ElementTree import Element, ProcessingInstruction, SubElement, tostring

from eventapp.documents.schedule_file.details import XML_DETAILS, DetailWriter
from eventapp.documents.schedule_file.english import XML_TARGET, english_texts
from eventapp.documents.schedule_file.slot import (
    TIMESLOT,
    Slot,
    SlotDay,
    acronym,
    guid,
    read_guid,
    slot_days,
    text,
)
from eventapp.domain.schedule.origin import SpeakerOrigin
from eventapp.domain.schedule.published import EventFacts, PublishedSchedule


def schedule_xml(schedule: PublishedSchedule, *, event: EventFacts, base_url: str) -> bytes:
    """Write a released schedule in UTF-8; `base_url` is the address before /events."""
    days = slot_days(schedule, event=event, base_url=base_url)
    root = Element("schedule")
    SubElement(root, "generator", name="eventapp", version=version("eventapp"))
    _add(root, "version", str(schedule.number))
    _add_conference(root, days, event, base_url)
    writer = DetailWriter(event, schedule.origins.speakers)
    for day in days:
        _add_day(root, day, event, schedule.origins.speakers, writer)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _add_conference(
    root: Element,
    days: list[SlotDay],
    event: EventFacts,
    base_url: str,
) -> None:
    conference = SubElement(root, "conference")
    _add(conference, "title", text(event.title))
    _add(conference, "acronym", acronym(event))
    _add(conference, "start", days[0].date.isoformat())
    _add(conference, "end", days[-1].date.isoformat())
    _add(conference, "days", str(len(days)))
    _add(conference, "timeslot_duration", TIMESLOT)
    _add(conference, "base_url", f"{base_url.rstrip('/')}/")
    _add(conference, "time_zone_name", event.time_zone)
    if event.english_title:
        _add_instruction(conference, XML_TARGET, {"title": text(event.english_title)})


def _add_day(
    root: Element,
    day: SlotDay,
    event: EventFacts,
    speakers: Mapping[str, SpeakerOrigin],
    writer: DetailWriter,
) -> None:
    element = SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.date.isoformat(),
        start=day.starts_at.isoformat(),
        end=day.ends_at.isoformat(),
    )
    for name, slots in day.rooms.items():
        room = SubElement(element, "room", name=name)
        for slot in slots:
            session = _add_session(room, slot, event, speakers)
            if english := english_texts(slot.session):
                _add_instruction(session, XML_TARGET, english)
            if details := writer.in_xml(slot.session):
                _add_instruction(session, XML_DETAILS, details)


def _add_session(
    room: Element, slot: Slot, event: EventFacts, speakers: Mapping[str, SpeakerOrigin]
) -> Element:
    session = slot.session
    element = SubElement(room, "event", id=str(slot.number), guid=str(slot.guid))
    _add(element, "room", slot.room)
    _add(element, "title", text(session.title))
    _add(element, "subtitle", slot.subtitle)
    _add(element, "type", text(session.form or session.kind))
    _add(element, "date", slot.starts_at.isoformat())
    _add(element, "start", f"{slot.starts_at:%H:%M}")
    _add(element, "duration", slot.duration)
    _add(element, "abstract", slot.abstract)
    if slot.description:
        _add(element, "description", slot.description)
    _add(element, "slug", slot.slug)
    _add(element, "track", text(session.track.name) if session.track else "")
    persons = SubElement(element, "persons")
    for speaker in session.speakers:
        person = _add(persons, "person", text(speaker.name))
        origin = speakers.get(speaker.code, SpeakerOrigin())
        name = read_guid(origin.guid) or guid(event, "speaker", speaker.code)
        person.set("guid", str(name))
        if origin.number is not None:
            person.set("id", str(origin.number))
    _add(element, "language", slot.language)
    links = SubElement(element, "links")
    for link in slot.links:
        _add(links, "link", link.title).set("href", link.url)
    if slot.attachments:
        attachments = SubElement(element, "attachments")
        for link in slot.attachments:
            _add(attachments, "attachment", link.title).set("href", link.url)
    _add(element, "url", slot.url)
    return element


def _add_instruction(element: Element, target: str, texts: Mapping[str, object]) -> None:
    """Add texts where no reader stumbles over them: the schema has no place for them.

    JSON in a processing instruction, which must not hold what would end it.
    """
    written = json.dumps(texts, ensure_ascii=False).replace(">", "\\u003e")
    element.append(ProcessingInstruction(target, written))


def _add(parent: Element, tag: str, words: str) -> Element:
    element = SubElement(parent, tag)
    element.text = words
    return element

"""A schedule as c3voc's `schedule.json`, which conference apps read."""

import json
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import TypeAlias

from eventapp.documents.schedule_file.details import DetailWriter
from eventapp.documents.schedule_file.english import english_texts
from eventapp.documents.schedule_file.slot import (
    TIMESLOT,
    Slot,
    SlotDay,
    acronym,
    guid,
    read_guid,
    slot_days,
    slugified,
    text,
)
from eventapp.domain.schedule.origin import SpeakerOrigin
from eventapp.domain.schedule.published import (
    EventFacts,
    PublishedRoom,
    PublishedSchedule,
    PublishedSpeaker,
    PublishedTrack,
)

Object: TypeAlias = dict[str, object]

_SCHEMA = "https://c3voc.de/schedule/schema.json"
_CODE = re.compile("[A-Z0-9]+")


def schedule_json(schedule: PublishedSchedule, *, event: EventFacts, base_url: str) -> bytes:
    """Write a released schedule in UTF-8; `base_url` is the address before /events."""
    document = {
        "$schema": _SCHEMA,
        "generator": {"name": "eventapp", "version": version("eventapp")},
        "schedule": {
            "version": str(schedule.number),
            "base_url": f"{base_url.rstrip('/')}/",
            "conference": _conference(schedule, event, base_url),
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _conference(schedule: PublishedSchedule, event: EventFacts, base_url: str) -> Object:
    days = slot_days(schedule, event=event, base_url=base_url)
    return {
        "acronym": acronym(event),
        "title": text(event.title),
        "start": days[0].date.isoformat(),
        "end": days[-1].date.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": TIMESLOT,
        "time_zone_name": event.time_zone,
        "url": f"{base_url.rstrip('/')}/events/{event.slug}",
        "tracks": [_track(track) for track in schedule.tracks],
        "rooms": [
            *(_room(room, event) for room in schedule.rooms),
            *_empty_rooms(schedule, event),
        ],
        "days": [_day(day, event, schedule.origins.speakers) for day in days],
        **_meta(schedule, days, event),
    }


def _meta(schedule: PublishedSchedule, days: Sequence[SlotDay], event: EventFacts) -> Object:
    """What is in English, and what no format has, where the schema allows what it does not name."""
    slots = [slot for day in days for slots in day.rooms.values() for slot in slots]
    english = _english(schedule, slots, event)
    writer = DetailWriter(event, schedule.origins.speakers)
    details = {str(slot.guid): writer.in_json(slot.session) for slot in slots}
    meta: Object = {"translations": {"en": english}} if english else {}
    if any(details.values()):
        meta["details"] = {"events": {name: said for name, said in details.items() if said}}
    return {"meta": meta} if meta else {}


def _english(schedule: PublishedSchedule, slots: Sequence[Slot], event: EventFacts) -> Object:
    """What is written in English, by guid."""
    texts = {
        str(slot.guid): {name: words for name, words in english.items() if name != "floor"}
        for slot in slots
        if (english := english_texts(slot.session))
    }
    title = {"title": text(event.english_title)} if event.english_title else {}
    floors = _english_floors(schedule, event)
    if not (texts or title):
        return {}
    rooms = {"rooms": floors} if floors else {}
    return {**title, "events": texts, **rooms}


def _english_floors(schedule: PublishedSchedule, event: EventFacts) -> Object:
    """What rooms say in English beside their names, by guid; that stands with each session."""
    return {
        str(guid(event, "room", session.room.code)): {"description": text(floor)}
        for session in schedule.sessions
        if session.room and (floor := session.english.get("room", {}).get("floor"))
    }


def _track(track: PublishedTrack) -> Object:
    return {"name": text(track.name), "slug": slugified(f"track {track.code}")}


def _room(room: PublishedRoom, event: EventFacts) -> Object:
    return {
        "name": text(room.name),
        "guid": str(guid(event, "room", room.code)),
        "description": text(room.floor) or None,
        "capacity": room.seats,
        "features": {"hearing_loop": room.hearing_loop, "wheelchair": room.wheelchair},
    }


def _empty_rooms(schedule: PublishedSchedule, event: EventFacts) -> list[Object]:
    """Those that nothing happens in: a file named them, and may have its reasons."""
    used = {text(room.name) for room in schedule.rooms}
    return [
        {"name": text(name), "guid": str(guid(event, "room", name))}
        for name in schedule.origins.rooms
        if text(name) not in used
    ]


def _day(day: SlotDay, event: EventFacts, speakers: Mapping[str, SpeakerOrigin]) -> Object:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {
            room: [_session(slot, event, speakers) for slot in slots]
            for room, slots in day.rooms.items()
        },
    }


def _session(slot: Slot, event: EventFacts, speakers: Mapping[str, SpeakerOrigin]) -> Object:
    session = slot.session
    return {
        "guid": str(slot.guid),
        **_code(slot.code),
        "id": slot.number,
        "date": slot.starts_at.isoformat(),
        "start": f"{slot.starts_at:%H:%M}",
        "duration": slot.duration,
        "room": slot.room,
        "slug": slot.slug,
        "url": slot.url,
        "title": text(session.title),
        "subtitle": slot.subtitle,
        "track": text(session.track.name) if session.track else None,
        "type": text(session.form or session.kind),
        "language": slot.language,
        "abstract": slot.abstract,
        "description": slot.description,
        "persons": [
            _person(speaker, event, speakers.get(speaker.code, SpeakerOrigin()))
            for speaker in session.speakers
        ],
        "links": [{"url": link.url, "title": link.title} for link in slot.links],
        "attachments": [{"url": link.url, "title": link.title} for link in slot.attachments],
    }


def _person(speaker: PublishedSpeaker, event: EventFacts, origin: SpeakerOrigin) -> Object:
    # Both names: the schema asks for the first, older readers look for the second. With a number
    # it asks for the second, and takes both for a mistake.
    name = text(speaker.name)
    named: Object = {"name": name} if origin.number is None else {"id": origin.number}
    return {
        "guid": str(read_guid(origin.guid) or guid(event, "speaker", speaker.code)),
        **_code(origin.code or speaker.code),
        **named,
        "public_name": name,
        "biography": text(speaker.biography) or None,
    }


def _code(code: str) -> Object:
    """Give the code where the schema allows it: capitals and digits."""
    return {"code": code.upper()} if _CODE.fullmatch(code.upper()) else {}

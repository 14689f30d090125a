"""Small schedules as other systems write them, each part as a test wants it."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from eventapp.documents.schedule_file.reading import read_schedule
from eventapp.domain.schedule.schedule_import import schedule_import as imports
from eventapp.domain.schedule.schedule_import.comparison import (
    Comparison,
    compare,
    load_names,
)
from eventapp.domain.schedule.schedule_import.content import FileSchedule
from eventapp.domain.schedule.schedule_import.undoing import (
    continue_undoing,
    load_undoing,
    start_undoing,
)
from eventapp.models import Event, ScheduleImport
from tests.builders.moments import NOON

GUID = "7a0fc001-e587-47e1-b378-b6ec7e66{:04}"


def a_talk(number: int = 1, **facts: Any) -> dict[str, Any]:
    """A session of schedule.json: half an hour in Eken, at ten and the number of minutes."""
    return {
        "id": number,
        "guid": GUID.format(number),
        "date": f"2026-12-15T10:{number:02}:00+01:00",
        "start": f"10:{number:02}",
        "duration": "00:30",
        "room": "Eken",
        "title": f"Föredrag {number}",
        "subtitle": "",
        "track": "Unga",
        "type": "lecture",
        "language": "sv",
        "abstract": "Vad vi vet.",
        "description": "",
        "persons": [{"id": number, "public_name": f"Talare {number}"}],
        "links": [],
        "attachments": [],
    } | facts


def as_json(*talks: dict[str, Any], **conference: Any) -> bytes:
    """A schedule.json of one day."""
    rooms: dict[str, list[dict[str, Any]]] = {}
    for talk in talks:
        rooms.setdefault(talk.get("room") or "Eken", []).append(talk)
    facts = {
        "acronym": "konf",
        "title": "Konferens",
        "start": "2026-12-15",
        "end": "2026-12-15",
        "daysCount": 1,
        "timeslot_duration": "00:05",
        "time_zone_name": "Europe/Stockholm",
        "days": [{"index": 1, "date": "2026-12-15", "rooms": rooms}],
    }
    return json.dumps({"schedule": {"version": "1", "conference": facts | conference}}).encode()


def as_xml(*events: str, conference: str = "", head: str = "") -> bytes:
    """A schedule in XML, of one day and room; the events as they stand."""
    zone = "<time_zone_name>Europe/Stockholm</time_zone_name>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<schedule>'
        f"<conference><title>Konferens</title>{conference or zone}</conference>"
        f'<day index="1" date="2026-12-15"><room name="Eken">{"".join(events)}</room></day>'
        "</schedule>"
    ).encode()


def as_calendar(*entries: Iterable[str], head: Iterable[str] = ()) -> bytes:
    """A calendar of entries, each the lines between BEGIN and END."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//EN", *head]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def take_in(
    event: Event,
    content: FileSchedule | bytes,
    *,
    called_off: Iterable[str] = (),
    now: datetime = NOON,
) -> tuple[ScheduleImport, Comparison]:
    """Take a file in, to its end; the import, and what it changed."""
    if isinstance(content, bytes):
        content = read_schedule(content, zone=event.time_zone)
    plan = imports.create_import(event, content, "fil.json", actor="organizer", now=now)
    comparison = compare(event, content)
    imports.start_import(
        plan,
        comparison,
        version=plan.version,
        called_off=list(called_off),
        actor="organizer",
        now=now,
    )
    names = load_names(event, content.speakers)
    while imports.continue_import(plan, content, names, now=now):
        pass
    return plan, comparison


def undo_import(plan: ScheduleImport, *, now: datetime = NOON) -> None:
    """Undo it to its end."""
    start_undoing(plan, actor="organizer", now=now)
    undoing = load_undoing(plan)
    while continue_undoing(plan, undoing, now=now):
        pass

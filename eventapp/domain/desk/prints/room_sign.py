"""Room signs: what the released schedule says of each room on each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eventapp.domain.desk.prints.person import NothingToPrint
from eventapp.domain.schedule.published import PublishedRoom, PublishedSchedule, PublishedSession


@dataclass(frozen=True, slots=True)
class RoomSchedule:
    """One room on one day, with its sessions in order of time."""

    room: PublishedRoom
    day: date
    sessions: Sequence[PublishedSession]


def list_room_schedules(schedule: PublishedSchedule | None) -> list[RoomSchedule]:
    """A sign for each room and day with something in it. Raises NothingToPrint."""
    days = schedule.days if schedule else ()
    schedules = [
        RoomSchedule(room, day.date, sessions)
        for day in days
        for room in {s.room.code: s.room for s in day.sessions if s.room}.values()
        if (sessions := [s for s in day.sessions if s.room and s.room.code == room.code])
    ]
    if not schedules:
        raise NothingToPrint
    return schedules

"""A sign for each room and day with something in it."""

from datetime import date

import pytest

from eventapp.domain.desk.prints.person import NothingToPrint
from eventapp.domain.desk.prints.room_sign import list_room_schedules
from eventapp.domain.schedule.release import latest_schedule, store_release
from eventapp.extensions import db
from eventapp.models import Event, Room
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def a_room(event: Event, name: str) -> Room:
    room = Room(event_id=event.id, name=name)
    db.session.add(room)
    db.session.flush()
    return room


def test_signs_show_what_is_released_room_by_room_and_day_by_day() -> None:
    event = an_event(ends_at=NEXT_MONTH + 2 * DAY)
    oak, lime = a_room(event, "Eken"), a_room(event, "Linden")
    a_session(event, room=oak, title="Först")
    a_session(event, room=lime, title="Samtidigt")
    a_session(event, room=oak, title="Sedan", starts_at=NEXT_MONTH + HOUR)
    a_session(event, room=oak, title="Dag två", starts_at=NEXT_MONTH + DAY)
    store_release(event, actor="organizer", now=NOON)
    a_session(event, room=lime, title="Bara utkast", released=False)

    signs = list_room_schedules(latest_schedule(event))

    assert [(s.room.name, [p.title for p in s.sessions]) for s in signs] == [
        ("Eken", ["Först", "Sedan"]),
        ("Linden", ["Samtidigt"]),
        ("Eken", ["Dag två"]),
    ]
    assert isinstance(signs[0].day, date)


def test_without_a_released_schedule_there_are_no_signs() -> None:
    with pytest.raises(NothingToPrint):
        list_room_schedules(None)

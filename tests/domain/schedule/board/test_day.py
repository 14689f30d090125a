"""A day of the board: columns, lanes beside each other, and how much of the day is drawn."""

from datetime import date, timedelta

import pytest

from eventapp.domain.schedule.board.day import ACROSS, ROOMS_MAX, lay_out, list_days, minute_of
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import list_sessions
from eventapp.models import Event, Room, Session, SessionKind
from tests.builders import HOUR, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")
ON = date(2027, 3, 31)


@pytest.fixture
def event() -> Event:
    return an_event()


def drawn(event: Event, rooms: list[Room]) -> dict[str, tuple[int, int, int]]:
    day = lay_out(event, rooms, list_sessions(event), ON)
    return {block.session.code: (block.column, block.lane, block.lanes) for block in day.blocks}


def in_room(event: Event, room: Room | None, **facts: object) -> Session:
    session = a_session(event, **facts)  # type: ignore[arg-type]
    session.room = room
    return session


def test_each_room_is_a_column_and_the_last_is_for_none(event: Event) -> None:
    rooms = [create_part(Room, event, {"name": name}) for name in ("Eken", "Linden")]
    sessions = [in_room(event, room) for room in (*rooms, None)]
    columns = {code: column for code, (column, _lane, _lanes) in drawn(event, rooms).items()}
    assert [columns[session.code] for session in sessions] == [1, 2, 3]


def test_of_more_rooms_than_there_are_columns_those_that_are_used_come_first(event: Event) -> None:
    rooms = [create_part(Room, event, {"name": f"Sal {n:03}"}) for n in range(ROOMS_MAX + 5)]
    in_room(event, rooms[-1], title="Sist")
    day = lay_out(event, rooms, list_sessions(event), ON)
    assert day.rooms[:2] == [rooms[-1], rooms[0]]
    assert [block.column for block in day.blocks] == [1]
    assert day.width == ROOMS_MAX + 1


def test_two_in_one_room_at_once_stand_beside_each_other_and_the_next_has_all(
    event: Event,
) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    first, second = in_room(event, room), in_room(event, room)
    third = in_room(event, room, starts_at=event.starts_at + HOUR)
    lanes = drawn(event, [room])
    assert lanes[first.code] == (1, 1, 2)
    assert lanes[second.code] == (1, 2, 2)
    assert lanes[third.code] == (1, 1, 1)


def test_breaks_and_what_is_for_all_span_the_rooms_while_nothing_else_is_on(event: Event) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    coffee = in_room(event, room, kind=SessionKind.SERVICE)
    opening = in_room(event, None, kind=SessionKind.PLENARY, starts_at=event.starts_at + HOUR)
    assert {drawn(event, [room])[s.code][0] for s in (coffee, opening)} == {ACROSS}
    in_room(event, room, starts_at=event.starts_at)
    assert drawn(event, [room])[coffee.code][0] == 1


def test_the_day_is_drawn_with_an_hour_to_spare_and_what_passes_midnight_ends_with_it(
    event: Event,
) -> None:
    day = lay_out(event, [], list_sessions(event), ON)
    begins = minute_of(event.starts_at, event.time_zone) // 60
    assert (day.first_hour, day.last_hour) == (begins - 1, begins + 9)
    late = a_session(event, starts_at=event.starts_at + 8 * HOUR, ends_at=event.ends_at + 9 * HOUR)
    day = lay_out(event, [], [late], ON)
    assert day.last_hour == 24
    assert day.blocks[0].minutes == (24 * 60 - minute_of(late.starts_at, event.time_zone))


def test_the_days_are_those_of_the_event_and_of_what_has_a_place(event: Event) -> None:
    a_session(event, starts_at=event.starts_at + timedelta(days=2))
    a_session(event, starts_at=event.starts_at + timedelta(days=5), placed=False)
    days = list_days(event, list_sessions(event))
    assert days == [ON, ON + timedelta(days=2)]

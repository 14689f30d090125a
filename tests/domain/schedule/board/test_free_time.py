"""Free times: the nearest, in the same room if it can be, never beside what is for everybody."""

import pytest

from eventapp.domain.schedule.board.free_time import FreeTimes
from eventapp.domain.schedule.schedule_part import create_part, list_parts
from eventapp.domain.schedule.session import list_sessions
from eventapp.models import Event, Room, SessionKind, SessionSpeaker
from tests.builders import HOUR, a_session, an_event
from tests.builders.speaker import a_speaker

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event() -> Event:
    return an_event()


def times(event: Event) -> FreeTimes:
    return FreeTimes(event, list_parts(Room, event), list_sessions(event))


def test_the_nearest_time_in_its_own_room_comes_first_and_another_room_else(event: Event) -> None:
    room = create_part(Room, event, {"name": "Eken"})
    other = create_part(Room, event, {"name": "Linden"})
    session = a_session(event)
    session.room = room
    a_session(event).room = room
    assert times(event).find_time(session) == (event.starts_at + HOUR, room)
    a_session(event, starts_at=event.starts_at + HOUR, ends_at=event.ends_at).room = room
    assert times(event).find_time(session) == (event.starts_at + HOUR / 4, other)


def test_nothing_is_put_beside_lunch(event: Event) -> None:
    session = a_session(event)
    lunch = event.starts_at + HOUR
    a_session(event, kind=SessionKind.SERVICE, starts_at=lunch)
    assert times(event).find_time(session) == (lunch + HOUR, None)


def test_a_room_is_the_smallest_that_is_free_and_large_enough(event: Event) -> None:
    rooms = [
        create_part(Room, event, {"name": name, "seats": seats})
        for name, seats in (("Eken", 140), ("Linden", 50), ("Rönnen", 20))
    ]
    session = a_session(event, seats=40)
    session.room = rooms[2]
    assert times(event).find_room(session) == rooms[1]
    a_session(event).room = rooms[1]
    assert times(event).find_room(session) == rooms[0]
    assert times(event).find_room(session, people=500) is None


def test_what_has_no_place_is_offered_each_gap_of_each_room_but_not_beside_lunch(
    event: Event,
) -> None:
    eken, _small = (
        create_part(Room, event, {"name": name, "seats": seats})
        for name, seats in (("Eken", 140), ("Rönnen", 20))
    )
    begins = event.starts_at
    a_session(event, kind=SessionKind.SERVICE, starts_at=begins + HOUR)
    last = {"starts_at": begins + 3 * HOUR, "ends_at": event.ends_at}
    a_session(event, kind=SessionKind.CHOICE, room_id=eken.id, **last)
    waiting = a_session(event, seats=40, placed=False, ends_at=begins + HOUR / 2)
    places = times(event).list_places(waiting, begins.date())
    assert {place.room for place in places} == {eken}
    assert [(place.starts_at - begins) / HOUR for place in places] == [0, 0.5, 2, 2.5]
    assert times(event).list_places(waiting, event.ends_at.date() + 24 * HOUR) == []


def test_what_has_no_place_is_not_offered_a_time_at_which_its_speaker_speaks(event: Event) -> None:
    speaker = a_speaker(event)
    talk, waiting = (a_session(event, kind=SessionKind.CHOICE) for _ in range(2))
    for session in (talk, waiting):
        session.appearances = [SessionSpeaker(speaker=speaker)]
    waiting.placed = False
    first = times(event).list_places(waiting, event.starts_at.date())[0]
    assert (first.starts_at, first.room) == (talk.ends_at, None)

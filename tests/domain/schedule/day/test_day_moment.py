"""What is on, what comes, until when that is true: at every kind of moment of two days."""

from datetime import UTC, datetime, timedelta

import pytest

from eventapp.domain.schedule.day.day_moment import DayItem, DayPhase, moment_of, rooms_at
from eventapp.domain.schedule.published import PublishedSession
from tests.documents.schedules import EKEN, LINDEN, a_schedule, a_session

STOCKHOLM = "Europe/Stockholm"
NINE = datetime(2023, 6, 13, 7, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def a_part(title: str, begins: int, lasts: int = 50, **facts: object) -> PublishedSession:
    return a_session(
        code=title, title=title, starts_at=at(begins), ends_at=at(begins + lasts), **facts
    )


PARTS = (
    a_part("Öppning", 0),
    a_part("Kaffe", 50, 20, kind="service"),
    a_part("Ljus", 80),
    a_part("Mingel", 140, 60, kind="service"),
    a_part("Skola", 24 * 60),
)
ITEMS = tuple(DayItem(part.starts_at, part.ends_at, part) for part in PARTS)


@pytest.mark.parametrize(
    ("minute", "phase", "head", "following", "until"),
    [
        pytest.param(-600, DayPhase.BEFORE, "Öppning", ["Kaffe", "Ljus", "Mingel"], 0, id="before"),
        pytest.param(-30, DayPhase.BREAK, "Öppning", ["Kaffe", "Ljus", "Mingel"], 0, id="morning"),
        pytest.param(0, DayPhase.ON, "Öppning", ["Kaffe", "Ljus", "Mingel"], 50, id="on"),
        pytest.param(49, DayPhase.ON, "Öppning", ["Kaffe", "Ljus", "Mingel"], 50, id="last minute"),
        pytest.param(50, DayPhase.BREAK, "Ljus", ["Mingel"], 70, id="coffee"),
        pytest.param(75, DayPhase.BREAK, "Ljus", ["Mingel"], 80, id="between"),
        pytest.param(150, DayPhase.ON, "Mingel", [], 200, id="nothing but a meal is left"),
        pytest.param(400, DayPhase.BETWEEN_DAYS, "Skola", [], 24 * 60, id="evening"),
        pytest.param(24 * 60 + 50, DayPhase.OVER, None, [], None, id="over"),
    ],
)
def test_what_is_said_at(
    minute: int, phase: DayPhase, head: str | None, following: list[str], until: int | None
) -> None:
    moment = moment_of(ITEMS, at(minute), STOCKHOLM)

    assert moment.phase is phase
    assert (moment.head.session.title if moment.head and moment.head.session else None) == head
    assert [item.session.title for item in moment.following if item.session] == following
    assert moment.until == (None if until is None else at(until))


def test_coffee_is_named_beside_what_comes() -> None:
    moment = moment_of(ITEMS, at(55), STOCKHOLM)
    assert moment.during
    assert moment.during.session
    assert moment.during.session.title == "Kaffe"
    assert moment.begun


def test_each_room_says_what_is_on_and_what_comes_there_today() -> None:
    here = a_part("Ljus", 0, room=EKEN)
    after = a_part("Torg", 60, room=EKEN)
    off = a_part("Inställt", 0, room=LINDEN, cancelled=True)
    tomorrow = a_part("I morgon", 24 * 60, room=LINDEN)

    rooms = rooms_at(a_schedule(here, after, off, tomorrow), at(10), STOCKHOLM)

    said = {
        room.room.name: tuple(s.title if s else None for s in (room.current, room.following))
        for room in rooms
    }
    assert said == {"Eken": ("Ljus", "Torg"), "Linden": (None, None)}

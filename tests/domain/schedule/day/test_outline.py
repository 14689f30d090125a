"""A day in brief."""

from datetime import UTC, datetime, timedelta
from typing import Any

from eventapp.domain.schedule.day.outline import outline
from eventapp.domain.schedule.published import PublishedDay, PublishedSession
from tests.documents.schedules import a_session

TEN = datetime(2023, 6, 13, 8, tzinfo=UTC)


def at(minutes: int, lasts: int = 50, **facts: Any) -> PublishedSession:
    starts_at = TEN + timedelta(minutes=minutes)
    return a_session(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=lasts), **facts)


def a_day(*sessions: PublishedSession) -> PublishedDay:
    return PublishedDay(0, TEN.date(), sessions)


def titles(day: PublishedDay) -> list[str | int]:
    return [line.session.title if line.session else line.choices for line in outline(day)]


def test_sessions_to_choose_from_are_one_line_with_their_number() -> None:
    day = a_day(
        at(0, title="Välkomna"), *(at(60, kind="choice", choice_group="A") for _ in range(3))
    )

    assert titles(day) == ["Välkomna", 3]


def test_a_single_session_to_choose_is_named() -> None:
    assert titles(a_day(at(0, kind="choice", title="Det enda"))) == ["Det enda"]


def test_meals_count_and_coffee_does_not() -> None:
    day = a_day(at(0, 30, kind="service", title="Fika"), at(60, 60, kind="service", title="Lunch"))

    assert titles(day) == ["Lunch"]


def test_what_is_called_off_is_left_out() -> None:
    day = a_day(
        at(0, kind="choice", cancelled=True),
        at(0, kind="choice", title="Det som blir"),
        at(60, cancelled=True),
    )

    assert titles(day) == ["Det som blir"]


def test_a_day_begins_with_its_coffee_and_ends_with_its_last_meal() -> None:
    day = a_day(at(-60, 60, kind="service"), at(0, 50), at(300, 90, kind="service", title="Mingel"))

    assert (day.starts_at, day.ends_at) == (
        TEN - timedelta(hours=1),
        TEN + timedelta(minutes=390),
    )


def test_a_day_of_meals_alone_begins_with_the_first() -> None:
    assert a_day(at(30, 60, kind="service")).starts_at == TEN + timedelta(minutes=30)

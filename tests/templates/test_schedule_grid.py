"""A day becomes a grid when it can be drawn as one, and else stays a list."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.templates.kitchen import classes_of, macro

NINE = datetime(2023, 6, 13, 7, tzinfo=UTC)  # nine o'clock in Stockholm
EKEN, LINDEN = {"name": "Eken"}, {"name": "Linden"}


def a_session(
    code: str, *, at: int = 0, minutes: int = 50, room: dict[str, str] | None = None, **rest: Any
) -> SimpleNamespace:
    starts_at = NINE + timedelta(minutes=at)
    return SimpleNamespace(
        code=code,
        kind="choice",
        choice_group="",
        title=code,
        room=room or EKEN,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        minutes=minutes,
        **rest,
    )


def day_of(*sessions: SimpleNamespace, **rest: Any) -> tuple[str, list[str]]:
    html = macro("schedule-grid", "schedule_grid")(
        list(sessions), "Europe/Stockholm", "/{}".format, **rest
    )
    return classes_of(html, "ol")[0], [
        classes for classes in classes_of(html, "li") if "session" in classes
    ]


def test_a_session_that_nothing_meets_spans_every_column() -> None:
    day, [lecture] = day_of(a_session("lecture"))
    assert day == "day day-grid cols-1 from-09"
    assert lecture.endswith("t-0900 d-50 col-all")


def test_rooms_that_are_used_at_once_have_a_column_each() -> None:
    day, sessions = day_of(
        a_session("plenary"),
        a_session("first", at=60, room=EKEN),
        a_session("second", at=60, room=LINDEN),
        a_session("third", at=120, room=LINDEN),
        a_session("fourth", at=140, room=EKEN),
    )
    assert "cols-2" in day
    assert [session.split()[-1] for session in sessions] == [
        "col-all",
        "col-1",
        "col-2",
        "col-2",
        "col-1",
    ]


def test_two_things_at_once_in_one_room_stay_a_list() -> None:
    day, _sessions = day_of(a_session("one"), a_session("other", at=10))
    assert day == "day"


def test_nine_rooms_at_once_stay_a_list() -> None:
    day, _sessions = day_of(*(a_session(str(n), room={"name": str(n)}) for n in range(9)))
    assert day == "day"


def test_eight_rooms_at_once_are_drawn_wide() -> None:
    day, _sessions = day_of(*(a_session(str(n), room={"name": str(n)}) for n in range(8)))
    assert day == "day day-grid cols-8 day-wide day-widest from-09"


def test_a_day_that_passes_midnight_stays_a_list() -> None:
    day, _sessions = day_of(a_session("evening", at=600), a_session("night", at=920))
    assert day == "day"


def test_odd_minutes_are_rounded_to_rows_of_five() -> None:
    _day, [session] = day_of(a_session("odd", at=3, minutes=17))
    assert "t-0900 d-20" in session


def test_the_visitors_own_choice_is_marked() -> None:
    _day, [mine, other] = day_of(a_session("mine"), a_session("other", room=LINDEN), mine=["mine"])
    assert "session-mine" in mine
    assert "session-mine" not in other


def test_an_empty_day_is_an_empty_list() -> None:
    assert day_of() == ("day", [])

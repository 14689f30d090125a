"""A day's columns, beside a plain count of who meets whom."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.schedule.day.day_grid import COLUMNS_MAX, day_grid, grid_line, grid_minutes

NINE = datetime(2023, 6, 13, 7, tzinfo=UTC)  # nine o'clock in Stockholm
STOCKHOLM = "Europe/Stockholm"
SLOTS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(0, 10)), min_size=1, max_size=25
)


def a_session(
    code: str,
    starts_at: datetime,
    ends_at: datetime,
    *,
    room: object = "r",
    kind: str = "choice",
    choice: str = "",
) -> SimpleNamespace:
    return SimpleNamespace(
        code=code, kind=kind, choice_group=choice, room=room, starts_at=starts_at, ends_at=ends_at
    )


@given(SLOTS)
def test_columns_and_room_are_those_of_a_plain_count(slots: list[tuple[int, int, int]]) -> None:
    slots.sort(key=lambda slot: slot[0])
    starts = [NINE + timedelta(minutes=10 * start) for start, _, _ in slots]
    ends = [NINE + timedelta(minutes=10 * (start + lasts)) for start, lasts, _ in slots]
    rooms = [{"name": room} for _, _, room in slots]  # not hashable, as in the style guide
    numbers = range(len(slots))
    sessions = [a_session(str(n), starts[n], ends[n], room=rooms[n]) for n in numbers]
    meets = [[o for o in numbers if starts[o] < ends[n] and ends[o] > starts[n]] for n in numbers]
    used: list[object] = []
    for n, others in enumerate(meets):
        if len(others) > 1 and rooms[n] not in used:
            used.append(rooms[n])
    twice = any(sum(rooms[o] == rooms[n] for o in others) > 1 for n, others in enumerate(meets))

    grid = day_grid(sessions, STOCKHOLM)

    assert list(grid.columns.values()) == [
        used.index(rooms[n]) + 1 if len(others) > 1 else 0 for n, others in enumerate(meets)
    ]
    assert grid.width == max(1, len(used))
    assert grid.drawn is (not twice and len(used) <= COLUMNS_MAX)


def test_an_empty_day_is_not_drawn() -> None:
    assert not day_grid([], STOCKHOLM).drawn


def test_a_day_that_passes_midnight_is_a_list() -> None:
    starts = [NINE + timedelta(hours=14), NINE + timedelta(hours=16)]
    sessions = [a_session(str(start), start, start + timedelta(hours=1)) for start in starts]

    assert not day_grid(sessions, STOCKHOLM).drawn


def test_slots_have_what_starts_together_until_the_next_ones_begin() -> None:
    at = [NINE + timedelta(minutes=minutes) for minutes in (0, 30, 60)]
    long = a_session("long", at[0], at[2], choice="A")
    short = a_session("short", at[0], at[1], room="other", choice="A")
    coffee = a_session("coffee", at[1], at[2], room="other", kind="service")

    first, second = day_grid([long, short, coffee], STOCKHOLM).slots

    assert (first.sessions, first.choice, first.soft) == ((long, short), "A", False)
    assert (first.place, first.ends_at) == ("t-0900 d-30", at[2])
    assert (second.sessions, second.choice, second.soft) == ((coffee,), "", True)
    assert second.place == "t-0930 d-30"


def test_each_session_has_its_place_in_the_style_sheet() -> None:
    meets = a_session("meets", NINE, NINE + timedelta(minutes=20), room="other")
    grid = day_grid([a_session("a", NINE, NINE + timedelta(minutes=50)), meets], STOCKHOLM)

    assert grid.places == {"a": "t-0900 d-50 col-1", "meets": "t-0900 d-20 col-2"}


@pytest.mark.parametrize(("minutes", "high"), [(0, 5), (4, 5), (6, 10), (50, 50), (999, 720)])
def test_heights_are_steps_of_five_minutes(minutes: int, high: int) -> None:
    assert grid_minutes(timedelta(minutes=minutes)) == high
    assert grid_line(NINE + timedelta(minutes=13), STOCKHOLM) == "0910"

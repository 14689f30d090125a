"""What the limits against floods count: by key, for one window, without growing for ever."""

from datetime import UTC, datetime

import pytest

from eventapp import flood_memory
from eventapp.flood_memory import WINDOW_SECONDS, FloodMemory


class Clock:
    now = 1_000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    own = Clock()
    monkeypatch.setattr(flood_memory, "utcnow", lambda: datetime.fromtimestamp(own.now, UTC))
    return own


def test_a_window_begins_with_its_first_and_ends_by_itself(clock: Clock) -> None:
    memory = FloodMemory()

    assert memory.add("a") == (1, 60)
    clock.now += 20
    assert memory.add("a", 3) == (4, 40)
    assert memory.add("b") == (1, 60)
    clock.now += 40
    assert memory.add("a") == (1, 60)


def test_what_is_over_is_forgotten_within_a_minute(clock: Clock) -> None:
    memory = FloodMemory()
    for number in range(100):
        memory.add(f"visitor {number}")
    clock.now += WINDOW_SECONDS
    memory.add("next")

    assert memory.reset() == 1


def test_all_is_forgotten_at_once() -> None:
    memory = FloodMemory()
    memory.add("a")

    assert memory.reset() == 1
    assert memory.add("a")[0] == 1

"""Whether the worker's loop moves: a worker that hangs sends nothing, and is not dead either."""

import time

# The longest piece of work, as a night's retention or an import of thousands, takes minutes.
HANGING_SECONDS = 15 * 60.0
_noted_at = time.monotonic()


def note() -> None:
    """A piece of work begins, or another look at what is due."""
    global _noted_at  # noqa: PLW0603  # one loop in each process
    _noted_at = time.monotonic()


def moves() -> bool:
    """Whether the loop has begun anything within HANGING_SECONDS."""
    return time.monotonic() - _noted_at < HANGING_SECONDS

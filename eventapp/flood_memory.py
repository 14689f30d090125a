"""What the limits against floods count, in the memory of one process."""

import threading

from eventapp.clock import utcnow

WINDOW_SECONDS = 60


class FloodMemory:
    """Counts by key, for a minute from the first; what is over is swept once a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, float]] = {}
        """How often, and until when (seconds since 1970), by key."""
        self._swept_at = utcnow().timestamp()

    def add(self, key: str, amount: int = 1) -> tuple[int, float]:
        """Count; return how often in the present window, and how many seconds are left of it."""
        with self._lock:
            now = utcnow().timestamp()
            if now - self._swept_at >= WINDOW_SECONDS:
                self._sweep(now)
            count, ends_at = self._windows.get(key, (0, 0.0))
            if ends_at <= now:
                count, ends_at = 0, now + WINDOW_SECONDS
            self._windows[key] = count + amount, ends_at
            return count + amount, ends_at - now

    def reset(self) -> int:
        """Forget everything; how much that was."""
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
            return count

    def _sweep(self, now: float) -> None:
        self._windows = {key: window for key, window in self._windows.items() if window[1] > now}
        self._swept_at = now

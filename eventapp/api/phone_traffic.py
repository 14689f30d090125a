"""What one process knows of the phones at the doors: which event each is at, how often it asks.

Of each phone only what never changes is cached. That it was revoked is read with each batch.
"""

import threading
from collections import Counter
from datetime import datetime

REQUESTS_PER_MINUTE = 240  # of one phone for one thing: against floods
PHONES_MAX = 10_000


class PhoneTraffic:
    """Phones by the digest of their token."""

    def __init__(self) -> None:
        self._events: dict[str, int] = {}
        self._counting = threading.Lock()
        self._minute: datetime | None = None
        self._counts: Counter[tuple[str, str]] = Counter()

    def event_of(self, digest: str) -> int | None:
        """The event that the phone was paired with, if it was heard of before."""
        return self._events.get(digest)

    def remember(self, digest: str, event_id: int) -> None:
        """Remember a phone that has just been found."""
        if len(self._events) >= PHONES_MAX:
            self._events.clear()  # each is found again when it asks next
        self._events[digest] = event_id

    def count(self, digest: str, *, action: str, now: datetime) -> bool:
        """Count a request; whether the phone may have so many in this minute."""
        minute = now.replace(second=0, microsecond=0)
        with self._counting:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[digest, action] += 1
            return self._counts[digest, action] <= REQUESTS_PER_MINUTE

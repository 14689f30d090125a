"""The seats that newcomers find: counted once for several, after those who wait had theirs."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from eventapp.domain.locking import LockedEvent
from eventapp.domain.registration import queue, session_choice
from eventapp.domain.registration.queue import Seating
from eventapp.domain.registration.registration import Affiliation


@dataclass(frozen=True, slots=True)
class OpenSeats:
    """Seats as counted under the lock; `blocked` while a whole party holds the queue."""

    seating: Seating
    blocked: bool

    def are_open_to(self, affiliation: Affiliation) -> bool:
        """Whether one more person who works there finds a seat."""
        delegation = self.seating.delegation_of(affiliation.lineage)
        return not self.blocked and self.seating.pool.free_for(delegation) > 0

    def take(self, affiliation: Affiliation) -> None:
        """Count one more seat as taken."""
        self.seating.pool.take(self.seating.delegation_of(affiliation.lineage))

    def copy(self) -> "OpenSeats":
        """The same seats, to be given away on trial."""
        pool = self.seating.pool
        trial = replace(pool, taken=Counter(pool.taken))
        return OpenSeats(replace(self.seating, pool=trial), self.blocked)

    def when_empty(self) -> "OpenSeats":
        """The seats as if nobody had come or waited yet."""
        nobody = replace(self.seating.pool, taken=Counter())
        return OpenSeats(replace(self.seating, pool=nobody), blocked=False)


def read_open_seats(locked: LockedEvent, *, now: datetime) -> OpenSeats:
    """Promote those who wait, and return what is left for newcomers."""
    seating = queue.count_seats(locked, now=now)
    served = queue.promote_waiting(locked, seating, now=now)
    session_choice.seat_wishes(locked, served)
    return OpenSeats(seating, queue.is_blocked_by_party(locked.event))

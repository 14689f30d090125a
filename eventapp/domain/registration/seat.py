"""Who gets a seat: arithmetic over plain numbers, the same for events and sessions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """Someone in the queue. The members of a `whole` party want places together or not at all."""

    id: int
    number: int
    delegation: int | None = None
    party: str = ""
    whole: bool = False


@dataclass(slots=True)
class Pool:
    """Seats, those reserved for delegations (by id), and those taken (by delegation, or None).

    The common pool is what nobody reserved. A delegation that has used up its own seats uses the
    common pool; reserved seats that have lapsed are left out of `reserved`.
    """

    seats: int
    reserved: Mapping[int, int] = field(default_factory=dict)
    taken: Counter[int | None] = field(default_factory=Counter)

    @property
    def left(self) -> int:
        """Seats that nobody has taken, reserved or not; never below zero."""
        return max(0, self.seats - self.taken.total())

    def free_for(self, delegation: int | None) -> int:
        """Return how many seats people of this delegation (or of none) may be given now."""
        reserved = self.reserved.get(delegation, 0) if delegation is not None else 0
        own = max(0, reserved - self.taken[delegation])
        return min(self.left, own + self._common_left())

    def take(self, delegation: int | None) -> None:
        """Count one more seat as taken."""
        self.taken[delegation] += 1

    def release(self, delegation: int | None) -> None:
        """Count one seat as free again."""
        self.taken[delegation] -= 1

    def _common_left(self) -> int:
        common = self.seats - sum(self.reserved.values())
        used = sum(
            max(0, count - (self.reserved.get(delegation, 0) if delegation is not None else 0))
            for delegation, count in self.taken.items()
        )
        return max(0, common - used)


def promote_in_order(waiting: Iterable[QueueEntry], pool: Pool) -> list[QueueEntry]:
    """Take seats from `pool` for those in the queue, strictly by number; return who gets one.

    Someone for whom no seat is free is skipped: the free ones are reserved for others. A whole
    party that does not fit stops the queue, as the form says; when one alone is left of it, that
    one waits like anybody else.
    """
    queue = sorted(waiting, key=lambda entry: entry.number)
    served: list[QueueEntry] = []
    for entry in queue:
        if entry in served:
            continue
        party = _party_of(entry, queue) if entry.whole else [entry]
        if _seat(party, pool):
            served += party
        elif len(party) > 1:
            break
    return served


def _party_of(entry: QueueEntry, queue: list[QueueEntry]) -> list[QueueEntry]:
    return [other for other in queue if other.party == entry.party]


def _seat(party: list[QueueEntry], pool: Pool) -> bool:
    seated: list[QueueEntry] = []
    for member in party:
        if pool.free_for(member.delegation) == 0:
            for other in seated:
                pool.release(other.delegation)
            return False
        pool.take(member.delegation)
        seated.append(member)
    return True

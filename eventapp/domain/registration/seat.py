"""Who gets a place: arithmetic over plain figures, the same for an event and for a session."""

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

    The common pool is what nobody reserved. A delegation that has used up its own seats goes on
    in the common pool; reserved seats that have lapsed are simply not given here.
    """

    seats: int
    reserved: Mapping[int, int] = field(default_factory=dict)
    taken: Counter[int | None] = field(default_factory=Counter)

    @property
    def left(self) -> int:
        """Seats not taken, whoever they are for; never below zero."""
        return max(0, self.seats - self.taken.total())

    def free_for(self, delegation: int | None) -> int:
        """How many places someone of this delegation (or of none) may be given now."""
        held = self.reserved.get(delegation, 0) if delegation is not None else 0
        own = max(0, held - self.taken[delegation])
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
    """Take places from `pool` for those in the queue, strictly by number, and say for whom.

    Someone for whom no place is free is passed by: the free one is reserved for others. A whole
    party that does not fit holds the queue, as the printed rule says.
    """
    line = sorted(waiting, key=lambda each: each.number)
    served: list[QueueEntry] = []
    for each in line:
        if each in served:
            continue
        party = [other for other in line if other.party == each.party] if each.whole else [each]
        if _seat(party, pool):
            served += party
        elif each.whole:
            break
    return served


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

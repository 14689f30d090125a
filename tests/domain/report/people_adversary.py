"""Somebody who puts everything printed together, today and before, and reckons what it leaves open.

He knows the rules, how many belong to no group, what each shown group holds exactly (even where a
share alone is printed), and of each time after the first how many came to each group or left it:
he has seen who did. As the coordinator of one organisation he knows its people too. What he learns
is in whole numbers between a least and a greatest; where both are one, he knows it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

PEOPLE_MAX = 10_000
FEW = 5
Terms = Mapping[str, int]


@dataclass(slots=True)
class Knowledge:
    """Unknown numbers, each between two; and sums of them that are known to lie between two."""

    bounds: dict[str, tuple[int, int]] = field(default_factory=dict)
    sums: list[tuple[Terms, int, int]] = field(default_factory=list)

    def learn(self, terms: Terms, least: int, greatest: int) -> None:
        """That the sum lies between these."""
        self.sums.append((terms, least, greatest))
        for name in terms:
            self.bounds.setdefault(name, (0, PEOPLE_MAX))

    def exactly(self, name: str, number: int) -> None:
        """That it is this number."""
        self.learn({name: 1}, number, number)

    def conclude(self) -> dict[str, tuple[int, int]]:
        """What follows, from one sum to the next until nothing more does."""
        while any(self._narrow(*known) for known in self.sums):
            pass
        return self.bounds

    def _narrow(self, terms: Terms, least: int, greatest: int) -> bool:
        """Whether the sum says more of one of its parts than was known."""
        changed = False
        for name, factor in terms.items():
            rest = [self._span(other, by) for other, by in terms.items() if other != name]
            low = least - sum(high for _low, high in rest)
            high = greatest - sum(low_ for low_, _high in rest)
            if factor < 0:
                low, high = -high, -low
            before = self.bounds[name]
            self.bounds[name] = max(before[0], low), min(before[1], high)
            assert self.bounds[name][0] <= self.bounds[name][1], "what is printed cannot be true"
            changed |= self.bounds[name] != before
        return changed

    def _span(self, name: str, factor: int) -> tuple[int, int]:
        low, high = self.bounds[name]
        return (factor * low, factor * high) if factor > 0 else (factor * high, factor * low)


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed of an event's people at one time, and what is true of it.

    `shown` are the groups that stand with a figure; `answered` are those of whom a survey's results
    say how many answered. `whole` is None where even the number of all is hidden.
    """

    truth: Mapping[str, int]
    shown: frozenset[str]
    whole: int | None
    no_group: int = 0
    answered: Mapping[str, int] = field(default_factory=dict)

    @property
    def hidden(self) -> Iterator[str]:
        """The groups that are listed without a figure."""
        return (code for code in self.truth if code not in self.shown)


def learnt(prints: Sequence[Print], insider: str = "") -> list[tuple[int, str, int]]:
    """Small groups whose size he knows in the end: which print, which group, and how many."""
    known = Knowledge()
    for time, page in enumerate(prints):
        _read(known, time, page)
        if insider in page.truth:
            known.exactly(f"{insider} {time}", page.truth[insider])
        if time:
            _compare(known, time, prints[time - 1], page)
    bounds = known.conclude()
    return [
        (time, code, bounds[f"{code} {time}"][0])
        for time, page in enumerate(prints)
        for code in page.hidden
        if code != insider and len(set(bounds[f"{code} {time}"])) == 1 and page.truth[code] < FEW
    ]


def learnt_by_anybody(prints: Sequence[Print]) -> list[tuple[int, str, int]]:
    """As `learnt`, by whoever coordinates one of the organisations, and by a stranger.

    Whose people are all but a few knows how many the others are, whatever is printed of groups.
    """
    codes = {code for page in prints for code in page.truth}
    insiders = sorted(code for code in codes if not any(_is_nearly_all(p, code) for p in prints))
    return [fact for insider in ("", *insiders) for fact in learnt(prints, insider)]


def few_who_changed(prints: Sequence[Mapping[str, tuple[int, int]]]) -> list[tuple[str, int, int]]:
    """Shown groups that differ from the print before by fewer than five people, who came or left.

    Each print is, by group that is shown, how many had a place and how many came.
    """
    steps = (
        (code, *(abs(new - old) for new, old in zip(later[code], earlier[code], strict=True)))
        for earlier, later in pairwise(prints)
        for code in later.keys() & earlier.keys()
    )
    return [(code, placed, came) for code, placed, came in steps if 0 < max(placed, came) < FEW]


def _is_nearly_all(page: Print, code: str) -> bool:
    return sum(page.truth.values()) - page.truth.get(code, 0) < FEW


def _read(known: Knowledge, time: int, page: Print) -> None:
    for code in page.truth:
        # Who is listed is at least one.
        known.learn({f"{code} {time}": 1}, 1, PEOPLE_MAX)
        if code in page.shown:
            known.exactly(f"{code} {time}", page.truth[code])
        elif code in page.answered:
            known.learn({f"{code} {time}": 1}, page.answered[code], PEOPLE_MAX)
    if page.whole is not None:
        rest = page.whole - page.no_group
        known.learn({f"{code} {time}": 1 for code in page.truth}, rest, rest)


def _compare(known: Knowledge, time: int, earlier: Print, later: Print) -> None:
    for code in earlier.truth.keys() & later.truth.keys():
        step = later.truth[code] - earlier.truth[code]
        known.learn({f"{code} {time}": 1, f"{code} {time - 1}": -1}, step, step)

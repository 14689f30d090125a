"""Whether one tree is slower than another: paired rounds, their ratios, and the verdict.

Processor time is compared as a whole: what all rounds of a tree spent on a visit, by the clock of
its processes, which counts in hundredths of a second. Rates are compared in pairs, since a machine
is never as quick twice: of the logarithms of the rounds' ratios, the mean with its 90 % interval
by Student's t.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

MOST_CPU_RATIO = 1.08
LEAST_RATE_RATIO = 0.95
# Student's t, 95 % one-sided (so 90 % in the middle), by degrees of freedom.
_T = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771,
      1.761, 1.753, 1.746, 1.740, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706,
      1.703, 1.701, 1.699, 1.697)  # fmt: skip
_T_MANY = 1.645


@dataclass(frozen=True, slots=True)
class Slice:
    """One turn of one tree: visits made, seconds by the wall, processor seconds, failures."""

    visits: int
    seconds: float
    cpu_seconds: float
    failures: int

    @property
    def rate(self) -> float:
        """Visits a second."""
        return self.visits / self.seconds


@dataclass(slots=True)
class Comparison:
    """One row: the turns of the older and the newer tree, in pairs."""

    name: str
    before: list[Slice] = field(default_factory=list)
    after: list[Slice] = field(default_factory=list)

    @property
    def cpu_ratio(self) -> float:
        """Processor time for a visit in the newer tree, as a multiple of the older's."""
        return cpu_for_a_visit(self.after) / cpu_for_a_visit(self.before)

    @property
    def rate_interval(self) -> tuple[float, float, float]:
        """Low end, middle and high end of the ratio of rates, newer to older."""
        pairs = zip(self.before, self.after, strict=True)
        return interval([after.rate / before.rate for before, after in pairs])

    @property
    def failures(self) -> int:
        """Visits that went otherwise than they should, in both trees."""
        return sum(turn.failures for turn in (*self.before, *self.after))

    @property
    def is_worse(self) -> bool:
        """Whether the newer tree spends clearly more, or is clearly slower."""
        return self.cpu_ratio > MOST_CPU_RATIO or self.rate_interval[2] < LEAST_RATE_RATIO


def cpu_for_a_visit(turns: Sequence[Slice]) -> float:
    """Processor seconds for a visit, over all turns."""
    return sum(turn.cpu_seconds for turn in turns) / sum(turn.visits for turn in turns)


def interval(ratios: Sequence[float]) -> tuple[float, float, float]:
    """The 90 % interval of the geometric mean of at least two ratios, and that mean between."""
    logarithms = [math.log(ratio) for ratio in ratios]
    middle, freedom = fmean(logarithms), len(logarithms) - 1
    t = _T[freedom - 1] if freedom <= len(_T) else _T_MANY
    half = t * stdev(logarithms) / math.sqrt(len(logarithms))
    return math.exp(middle - half), math.exp(middle), math.exp(middle + half)


def table(comparisons: Sequence[Comparison]) -> str:
    """The rows and their verdicts."""
    head = (
        f"{'':40}{'CPU ms before':>14}{'after':>8}{'ratio':>7}"
        f"{'rate ratio, 90 %':>24}{'bad':>5}  verdict"
    )
    return "\n".join((head, *map(_line, comparisons)))


def _line(row: Comparison) -> str:
    low, middle, high = row.rate_interval
    before, after = (1000 * cpu_for_a_visit(turns) for turns in (row.before, row.after))
    rates = f"{middle:.3f} ({low:.3f}–{high:.3f})"
    verdict = "worse" if row.is_worse else "failed" if row.failures else "as good"
    return (
        f"{row.name:40}{before:14.2f}{after:8.2f}{row.cpu_ratio:7.3f}{rates:>24}"
        f"{row.failures:5}  {verdict}"
    )

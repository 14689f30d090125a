"""Counting answers: from values as they were given to a tally of one measure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.survey.analysis import statistics

NO_OPINION = "-"
CHOICE_SEPARATOR = ","
RANK_SEPARATOR = ">"


class Reading(StrEnum):
    """How a value is read."""

    ONE = "one"  # "teacher"
    SEVERAL = "several"  # "a,c"
    RANKED = "ranked"  # "c>a>b": anywhere among the ranked
    FIRST = "first"  # "c>a>b": ranked first
    SCALE = "scale"  # "4"
    CHANGE = "change"  # "2>5": before and after
    AMOUNT = "amount"  # "17", gathered into classes
    MONTH = "month"  # "2023-09-14", gathered into months


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to count: its categories in order, and which of them are good or bad news.

    `edges` are the lowest values of an amount's classes, the first one included.
    """

    reading: Reading
    categories: tuple[str, ...] = ()
    positive: frozenset[str] = frozenset()
    negative: frozenset[str] = frozenset()
    edges: tuple[int, ...] = ()

    @property
    def is_background(self) -> bool:
        """Whether it is about who people are rather than what they think."""
        return self.reading is Reading.ONE and not self.positive


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted. `base` is the answers with an opinion, `aside` those without one.

    `positive` is None where no answer is better news than another.
    """

    categories: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    base: int = 0
    aside: int = 0
    positive: int | None = None
    negative: int = 0
    means: tuple[float, ...] = ()
    median: float | None = None

    @property
    def is_nearly_unanimous(self) -> bool:
        """Whether all, or all but one, gave one and the same answer."""
        return sum(self.counts) == self.base and max(self.counts, default=0) >= self.base - 1


def count_answers(measure: Measure, values: Iterable[tuple[str, int]]) -> Tally:
    """Count values, each given so many times."""
    given: Counter[str] = Counter()
    for value, times in values:
        given[value] += times
    aside = given.pop(NO_OPINION, 0)
    counts = _categories(measure, given)
    categories = measure.categories or tuple(sorted(counts))
    means, middle = _middles(measure.reading, given)
    return Tally(
        categories=categories,
        counts=tuple(counts[category] for category in categories),
        base=sum(given.values()),
        aside=aside,
        positive=sum(counts[choice] for choice in measure.positive) if measure.positive else None,
        negative=sum(counts[choice] for choice in measure.negative),
        means=means,
        median=middle,
    )


def _categories(measure: Measure, given: Mapping[str, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for value, times in given.items():
        for category in _read(measure, value):
            counts[category] += times
    return counts


def _read(measure: Measure, value: str) -> Iterable[str]:
    """The categories a value counts in."""
    match measure.reading:
        case Reading.SEVERAL:
            categories = value.split(CHOICE_SEPARATOR)
        case Reading.RANKED:
            categories = value.split(RANK_SEPARATOR)
        case Reading.FIRST:
            categories = value.split(RANK_SEPARATOR, maxsplit=1)[:1]
        case Reading.CHANGE:
            before, after = _change(value)
            categories = ["higher" if after > before else "lower" if after < before else "same"]
        case Reading.AMOUNT:
            categories = [str(max(edge for edge in measure.edges if edge <= int(value)))]
        case Reading.MONTH:
            categories = [value[:7]]
        case _:
            categories = [value]
    return categories


def _middles(reading: Reading, given: Mapping[str, int]) -> tuple[tuple[float, ...], float | None]:
    if not given:
        return (), None
    if reading is Reading.CHANGE:
        before: Counter[int] = Counter()
        after: Counter[int] = Counter()
        for value, times in given.items():
            first, second = _change(value)
            before[first] += times
            after[second] += times
        return (statistics.mean(before) or 0.0, statistics.mean(after) or 0.0), None
    if reading in {Reading.SCALE, Reading.AMOUNT}:
        numbers = {int(value): times for value, times in given.items()}
        return (statistics.mean(numbers) or 0.0,), statistics.median(numbers)
    return (), None


def _change(value: str) -> tuple[int, int]:
    before, after = value.split(RANK_SEPARATOR)
    return int(before), int(after)

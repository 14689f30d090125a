"""Shares, middles and intervals of counts, as survey results are compared."""

from collections.abc import Mapping
from math import sqrt

# Two-sided 95 percent of the normal distribution.
Z = 1.959964


def share(part: int, base: int) -> float:
    """The part of the base, 0 to 1; nothing of nothing is 0."""
    return part / base if base else 0.0


def percent(part: int, base: int) -> int:
    """The share in whole percent; a half goes up, as readers expect."""
    return (200 * part + base) // (2 * base) if base else 0


def mean(counts: Mapping[int, int]) -> float | None:
    """The mean of values given so many times each."""
    answers = sum(counts.values())
    if not answers:
        return None
    return sum(value * count for value, count in counts.items()) / answers


def median(counts: Mapping[int, int]) -> float | None:
    """The middle value, or the middle of the two middle ones."""
    answers = sum(counts.values())
    if not answers:
        return None
    return (_at(counts, (answers - 1) // 2) + _at(counts, answers // 2)) / 2


def _at(counts: Mapping[int, int], place: int) -> int:
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if place < passed:
            return value
    raise IndexError(place)


def balance(positive: int, negative: int, base: int) -> int:
    """Share of positive less share of negative answers, −100 to 100."""
    return round(100 * (share(positive, base) - share(negative, base)))


def interval(part: int, base: int, population: int) -> tuple[float, float] | None:
    """The 95 % interval of the share of all `population` asked, if the silent resemble the rest.

    Wilson's interval with the effective size n(N−1)/(N−n) of a sample from a finite population
    (Wilson 1927; Cochran, Sampling Techniques, 2.6). When everybody has answered there is
    nothing left to be uncertain of, and no interval.
    """
    if not 0 < base < population:
        return None
    size = base * (population - 1) / (population - base)
    proportion = part / base
    middle = (proportion + Z * Z / (2 * size)) / (1 + Z * Z / size)
    reach = (
        Z
        / (1 + Z * Z / size)
        * sqrt(proportion * (1 - proportion) / size + Z * Z / (4 * size * size))
    )
    return max(0.0, middle - reach), min(1.0, middle + reach)

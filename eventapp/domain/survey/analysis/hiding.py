"""Hiding small groups: the one function through which every result passes on its way out.

With k = 5: of fewer than 5 answers nothing is said, not even how many; of 5 to 9 the share alone;
of 10 and more everything, except where all or all but one answered alike: there the share alone.

What is promised: whoever knows these rules and everything printed is left with at least two
possible sizes for each hidden group. Groups are hidden by what they hold, never by their names, so
the respondents of any two hidden groups could change places without a printed figure changing; and
further groups are hidden, the smallest first, until the hidden ones are not all of one size.
Every hidden group bears the same words, for a reason would tell its size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.survey.analysis import compare
from eventapp.domain.survey.analysis.tabulate import Tally

K = 5
ALL_FROM = 10
# Answers from a group of which only so few were asked are nearly a list of names.
FEWEST_ASKED = 8


class Level(StrEnum):
    """How much may be said."""

    NOTHING = "nothing"
    SHARES = "shares"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one group before hiding; `asked` is None where that is not known."""

    code: str
    tally: Tally
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be said of one group. Everything that may not is not here.

    `answers` and `means` stand only at level ALL; `percent` is the share of positive answers, where
    some answers are.
    """

    code: str
    level: Level
    answers: int | None = None
    percent: int | None = None
    means: tuple[float, ...] = ()
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One measure as it may be shown: the whole, and each group in the order given.

    `cells` are the categories of a background question, which are groups of people themselves.
    """

    whole: Shown
    groups: tuple[Shown, ...] = ()
    cells: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """How many answered, as exactly as may be said; None where it may not."""

    answered: int | None
    percent: int | None
    incomplete: int | None


def publish(
    whole: Group,
    groups: Sequence[Group] = (),
    *,
    least: int = K,
    hidden: frozenset[str] = frozenset(),
) -> Publication:
    """Say of the whole and of each group what may be said, and no more.

    `groups` are disjoint parts of the whole; answers that belong to none of them may remain.
    `least` is the survey's own k, 5 or more; `hidden` are groups hidden in every measure.
    """
    least = max(least, K)
    shown = _whole(whole, least)
    if shown.level is not Level.ALL:
        return Publication(shown, tuple(map(_nothing, (group.code for group in groups))))
    small = {group.code for group in groups if _is_hidden_alone(group, least)}
    small |= hidden & {group.code for group in groups}
    remainder = _Remainder.of(groups, whole.tally.base, whole.tally.negative, least)
    covered = remainder.cover(small)
    return Publication(
        shown,
        tuple(_nothing(each.code) if each.code in covered else _in_part(each) for each in groups),
    )


def publish_background(whole: Group, *, least: int = K) -> Publication:
    """Publish a question that says who people are: each of its categories is a group."""
    least = max(least, K)
    tally = whole.tally
    if _level(whole, least) is not Level.ALL:
        cells = tuple(map(_nothing, tally.categories))
        return Publication(_nothing(whole.code), cells=cells)
    sizes = dict(zip(tally.categories, tally.counts, strict=True))
    groups = [Group(code, Tally(base=size)) for code, size in sizes.items()]
    covered = groups_to_hide(groups, tally.base, least=least)
    cells = tuple(
        _nothing(code) if code in covered else _cell(code, size, tally.base)
        for code, size in sizes.items()
    )
    return Publication(Shown(whole.code, Level.ALL, answers=tally.base), cells=cells)


def groups_to_hide(groups: Sequence[Group], answers: int, *, least: int = K) -> frozenset[str]:
    """Hide the groups that may not be shown by their size, and further ones to cover them."""
    least = max(least, K)
    small = {group.code for group in groups if _is_hidden_alone(group, least)}
    return _Remainder.of(groups, answers, 0, least).cover(small)


def participation(answered: int, asked: int, incomplete: int, *, least: int = K) -> Participation:
    """How many of those asked answered, and how many of them in part."""
    least = max(least, K)
    if answered < max(ALL_FROM, least):
        return Participation(None, None, None)
    sure = incomplete >= least and answered - incomplete >= least
    return Participation(answered, compare.percent(answered, asked), incomplete if sure else None)


@dataclass(frozen=True, slots=True)
class _Remainder:
    """What is left when the shown groups are subtracted from the whole."""

    answers: int
    negative: int
    sizes: Mapping[str, int]
    against: Mapping[str, int]
    least: int

    @classmethod
    def of(cls, groups: Sequence[Group], answers: int, negative: int, least: int) -> "_Remainder":
        """What these groups and the whole are, before any is hidden."""
        sizes = {group.code: group.tally.base for group in groups}
        against = {group.code: group.tally.negative for group in groups}
        return cls(answers, negative, sizes, against, least)

    def cover(self, small: set[str]) -> frozenset[str]:
        """Hide the smallest shown groups, all of one size together, until the rest is safe."""
        hidden = set(small)
        while not self._is_safe(hidden) and (visible := self.sizes.keys() - hidden):
            smallest = min(self.sizes[code] for code in visible)
            hidden |= {code for code in visible if self.sizes[code] == smallest}
        return frozenset(hidden)

    def _is_safe(self, hidden: set[str]) -> bool:
        """Whether it is nothing, or enough people of different minds in groups of unlike sizes.

        Those who belong to no listed group are part of what is left, and protect nobody: how many
        they are may be known.
        """
        visible = self.sizes.keys() - hidden
        rest = self.answers - sum(self.sizes[code] for code in visible)
        against = self.negative - sum(self.against[code] for code in visible)
        if not hidden and not rest:
            return True
        if rest < self.least or against == rest:
            return False
        hidden_sizes = [self.sizes[code] for code in hidden]
        return not hidden or (len(set(hidden_sizes)) > 1 and sum(hidden_sizes) >= self.least)


def _whole(whole: Group, least: int) -> Shown:
    level = _level(whole, least)
    if level is Level.NOTHING:
        return _nothing(whole.code)
    tally = whole.tally
    if level is Level.SHARES or tally.is_nearly_unanimous:
        # Where no answer is better news than another there is no share to tell.
        share = _percent(tally)
        return (
            _nothing(whole.code)
            if share is None
            else Shown(whole.code, Level.SHARES, percent=share)
        )
    return Shown(whole.code, Level.ALL, tally.base, _percent(tally), tally.means, tally)


def _in_part(group: Group) -> Shown:
    """A group of a breakdown: never its distribution."""
    tally = group.tally
    if tally.base < ALL_FROM or tally.is_nearly_unanimous:
        return Shown(group.code, Level.SHARES, percent=_percent(tally))
    return Shown(group.code, Level.ALL, tally.base, _percent(tally), tally.means)


def _cell(code: str, size: int, base: int) -> Shown:
    percent = compare.percent(size, base)
    if size < ALL_FROM:
        return Shown(code, Level.SHARES, percent=percent)
    return Shown(code, Level.ALL, size, percent)


def _level(group: Group, least: int) -> Level:
    """What the numbers of answers and of those asked allow."""
    base = group.tally.base
    if base < least or (group.asked is not None and group.asked < FEWEST_ASKED):
        return Level.NOTHING
    return Level.SHARES if base < ALL_FROM else Level.ALL


def _is_hidden_alone(group: Group, least: int) -> bool:
    base = group.tally.base
    if _level(group, least) is Level.NOTHING:
        return True
    if group.asked is not None and base < ALL_FROM and base >= group.asked - 1:
        return True
    # All against: each of them would be known to be.
    return group.tally.negative == base


def _nothing(code: str) -> Shown:
    return Shown(code, Level.NOTHING)


def _percent(tally: Tally) -> int | None:
    return None if tally.positive is None else compare.percent(tally.positive, tally.base)

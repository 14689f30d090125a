"""Hiding small groups: the one function through which every result passes on its way out.

With k = 5: of fewer than 5 answers nothing is said, not even how many; of 5 to 9 the share alone;
of 10 and more everything, except where all or all but one answered alike: there the share alone.

The guarantee: a reader who knows these rules and everything printed is left with at least two
possible sizes for each hidden group. Groups are hidden by their answers, never by their names, so
the respondents of any two hidden groups could change places without a printed figure changing; and
further groups are hidden, the smallest first, until the hidden ones are not all of one size. He can
name no group that is all against, even if he knows its size: those that nearly are look the same.
Every hidden group has the same words, since a reason would reveal its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from eventapp.domain.survey.analysis import statistics
from eventapp.domain.survey.analysis.tally import Tally

MIN_GROUP = 5
FULL_FROM = 10
# Answers from a group of which only so few were asked are nearly a list of names.
MIN_ASKED = 8
# Where so large a part of a group is against, it may be all of it.
AGAINST_PERCENT = 80


class DisclosureLevel(StrEnum):
    """How much may be shown."""

    NOTHING = "nothing"
    SHARES = "shares"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answers of one group before hiding; `asked` is None where that is not known.

    `elsewhere` is how many it has at least, as something else says that is shown beside this.
    """

    code: str
    tally: Tally
    asked: int | None = None
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """What may be shown of one group. Everything else is left out.

    `answers` and `means` are set only at level ALL; `percent` is the share of positive answers,
    where some answers are.
    """

    code: str
    level: DisclosureLevel
    answers: int | None = None
    percent: int | None = None
    means: tuple[float, ...] = ()
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One measure as it may be shown: the whole, and each group in the order given.

    `cells` are the categories of a background question, which are groups of people themselves.
    `classes` are unions of groups; `others` are, for each group, all the others together.
    """

    whole: PublishedGroup
    groups: tuple[PublishedGroup, ...] = ()
    cells: tuple[PublishedGroup, ...] = ()
    classes: tuple[PublishedGroup, ...] = ()
    others: tuple[PublishedGroup, ...] = ()

    def find_group(self, code: str) -> PublishedGroup:
        """The group of this code; one of which nothing is shown where it is not listed."""
        return next((group for group in self.groups if group.code == code), _nothing(code))

    def find_class(self, code: str) -> PublishedGroup:
        """As find_group, of a class."""
        return next((group for group in self.classes if group.code == code), _nothing(code))

    def find_others(self, code: str) -> PublishedGroup:
        """As find_group, of all but that group."""
        return next((group for group in self.others if group.code == code), _nothing(code))


@dataclass(frozen=True, slots=True)
class Participation:
    """How many were asked and answered, as exactly as may be shown; None where it may not.

    `slips` are those of the asked who were handed a link on paper.
    """

    asked: int | None
    answered: int | None
    percent: int | None
    incomplete: int | None
    slips: int | None


def publish(
    whole: AnswerGroup,
    groups: Sequence[AnswerGroup] = (),
    *,
    least: int = MIN_GROUP,
    hidden: frozenset[str] = frozenset(),
    self_aware: bool = False,
) -> Publication:
    """Publish what may be shown of the whole and of each group, and no more.

    `groups` are disjoint parts of the whole; answers that belong to none of them may remain.
    `least` is the survey's own k, 5 or more; `hidden` are groups hidden in every measure. Groups
    are `self_aware` where each knows its own size, as a delegation does: then what it subtracts of
    itself may not tell the others.
    """
    least = max(least, MIN_GROUP)
    shown = _whole(whole, least)
    if shown.level is not DisclosureLevel.ALL:
        return Publication(shown, tuple(map(_nothing, (group.code for group in groups))))
    small = {group.code for group in groups if is_hidden_alone(group, least=least)}
    small |= hidden & {group.code for group in groups}
    remainder = _Remainder(groups, whole.tally.base, whole.tally.negative, least, self_aware)
    covered = remainder.cover(small)
    parts = tuple(
        _nothing(group.code) if group.code in covered else _in_part(group) for group in groups
    )
    others = tuple(_others(whole, group, part) for group, part in zip(groups, parts, strict=True))
    return Publication(shown, parts, others=others)


def publish_background(whole: AnswerGroup, *, least: int = MIN_GROUP) -> Publication:
    """Publish a question about who people are: each of its categories is a group."""
    least = max(least, MIN_GROUP)
    tally = whole.tally
    if _level(whole, least) is not DisclosureLevel.ALL:
        cells = tuple(map(_nothing, tally.categories))
        return Publication(_nothing(whole.code), cells=cells)
    sizes = dict(zip(tally.categories, tally.counts, strict=True))
    groups = [AnswerGroup(code, Tally(base=size)) for code, size in sizes.items()]
    covered = groups_to_hide(groups, tally.base, least=least)
    cells = tuple(
        _nothing(code) if code in covered else _cell(code, size, tally.base)
        for code, size in sizes.items()
    )
    return Publication(
        PublishedGroup(whole.code, DisclosureLevel.ALL, answers=tally.base), cells=cells
    )


def groups_to_hide(
    groups: Sequence[AnswerGroup],
    answers: int,
    *,
    least: int = MIN_GROUP,
    hidden: frozenset[str] = frozenset(),
    self_aware: bool = False,
) -> frozenset[str]:
    """Hide the groups that may not be shown by their size, and further ones to cover them.

    `hidden` and `self_aware` are as in `publish`.
    """
    least = max(least, MIN_GROUP)
    small = {group.code for group in groups if is_hidden_alone(group, least=least)}
    small |= hidden & {group.code for group in groups}
    return _Remainder(groups, answers, 0, least, self_aware).cover(small)


def participation(
    answered: int, asked: int, incomplete: int, *, slips: int = 0, least: int = MIN_GROUP
) -> Participation:
    """How many were asked, some on paper, and answered, some in part."""
    least = max(least, MIN_GROUP)
    invited, on_paper = size_of_group(asked), size_of_part(slips, asked)
    if answered < max(FULL_FROM, least):
        return Participation(invited, None, None, None, on_paper)
    sure = incomplete >= least and answered - incomplete >= least
    percent = statistics.percent(answered, asked)
    return Participation(invited, answered, percent, incomplete if sure else None, on_paper)


def size_of_group(count: int) -> int | None:
    """How many people a group has, if that may be said: nobody, or so many that shares hide none.

    For groups that are counted and asked nothing, such as those who wait for a place.
    """
    return None if 0 < count < FULL_FROM else count


def size_of_part(count: int, whole: int) -> int | None:
    """As size_of_group, of a part beside its whole: the others are a group as well.

    A part that is nobody is told, for it says nothing of how many the whole has.
    """
    return None if count and size_of_group(whole - count) is None else size_of_group(count)


def is_hidden_alone(group: AnswerGroup, *, least: int = MIN_GROUP) -> bool:
    """Whether a group may not be shown, whatever stands beside it."""
    base = group.tally.base
    if _level(group, least) is DisclosureLevel.NOTHING:
        return True
    if group.asked is not None and base < FULL_FROM and base >= group.asked - 1:
        return True
    # All against: each of them would be known to be. Nearly all are hidden alike, for who knows how
    # many the group has would know why it is hidden.
    return _may_be_unanimous(group.tally.negative, base)


@dataclass(frozen=True, slots=True)
class _Remainder:
    """What is left when the shown groups are subtracted from the whole."""

    groups: Sequence[AnswerGroup]
    answers: int
    negative: int
    least: int
    self_aware: bool = False

    def cover(self, small: set[str]) -> frozenset[str]:
        """Hide the smallest shown groups, all of one size together, until the rest is safe."""
        hidden = set(small)
        while not self._is_safe(hidden) and (visible := self._sizes_but(hidden)):
            smallest = min(visible.values())
            hidden |= {code for code, size in visible.items() if size == smallest}
        return frozenset(hidden)

    def _sizes_but(self, hidden: set[str]) -> dict[str, int]:
        return {group.code: group.tally.base for group in self.groups if group.code not in hidden}

    def _is_safe(self, hidden: set[str]) -> bool:
        """Whether it is nothing, or enough people of different minds in groups of unlike sizes.

        Those who belong to no listed group are part of what is left, and protect nobody: how many
        they are may be known.
        """
        visible = [group.tally for group in self.groups if group.code not in hidden]
        silent = [group for group in self.groups if group.code in hidden]
        rest = self.answers - sum(tally.base for tally in visible)
        against = self.negative - sum(tally.negative for tally in visible)
        if not silent and not rest:
            return True
        if rest < self.least or _may_be_unanimous(against, rest):
            return False
        sizes = [group.tally.base - group.elsewhere for group in silent]
        if self.self_aware:
            beside = (sizes[:place] + sizes[place + 1 :] for place in range(len(sizes)))
            return all(self._protect(others) for others in beside)
        return not silent or self._protect(sizes)

    def _protect(self, sizes: Sequence[int]) -> bool:
        """Whether people can be meant to be in another of these groups than they are in."""
        return len(set(sizes)) > 1 and sum(sizes) >= self.least


def _may_be_unanimous(against: int, answers: int) -> bool:
    return 100 * against >= AGAINST_PERCENT * answers


def _whole(whole: AnswerGroup, least: int) -> PublishedGroup:
    level = _level(whole, least)
    if level is DisclosureLevel.NOTHING:
        return _nothing(whole.code)
    if level is DisclosureLevel.SHARES and is_hidden_alone(whole, least=least):
        # Few are a group whose names may be known: those with a place in one session, say.
        return _nothing(whole.code)
    tally = whole.tally
    if level is DisclosureLevel.SHARES or tally.is_nearly_unanimous:
        # Where no answer is better news than another there is no share to show.
        share = _percent(tally)
        return (
            _nothing(whole.code)
            if share is None
            else PublishedGroup(whole.code, DisclosureLevel.SHARES, percent=share)
        )
    return PublishedGroup(
        whole.code, DisclosureLevel.ALL, tally.base, _percent(tally), tally.means, tally
    )


def _in_part(group: AnswerGroup) -> PublishedGroup:
    """A group of a breakdown: never its distribution."""
    tally = group.tally
    if tally.base < FULL_FROM or tally.is_nearly_unanimous:
        return PublishedGroup(group.code, DisclosureLevel.SHARES, percent=_percent(tally))
    return PublishedGroup(group.code, DisclosureLevel.ALL, tally.base, _percent(tally), tally.means)


def _others(whole: AnswerGroup, group: AnswerGroup, shown: PublishedGroup) -> PublishedGroup:
    """All but this group, as a share; only where the group is shown with its size.

    Beside a group that is shown as a share alone, the share of the others would give its size away.
    """
    base = whole.tally.base - group.tally.base
    if shown.level is not DisclosureLevel.ALL or base < MIN_GROUP:
        return _nothing(group.code)
    positive = (whole.tally.positive or 0) - (group.tally.positive or 0)
    percent = statistics.percent(positive, base)
    return PublishedGroup(group.code, DisclosureLevel.SHARES, percent=percent)


def _cell(code: str, size: int, base: int) -> PublishedGroup:
    percent = statistics.percent(size, base)
    if size < FULL_FROM:
        return PublishedGroup(code, DisclosureLevel.SHARES, percent=percent)
    return PublishedGroup(code, DisclosureLevel.ALL, size, percent)


def _level(group: AnswerGroup, least: int) -> DisclosureLevel:
    """What the numbers of answers and of those asked allow."""
    base = group.tally.base
    if base < least or (group.asked is not None and group.asked < MIN_ASKED):
        return DisclosureLevel.NOTHING
    return DisclosureLevel.SHARES if base < FULL_FROM else DisclosureLevel.ALL


def _nothing(code: str) -> PublishedGroup:
    return PublishedGroup(code, DisclosureLevel.NOTHING)


def _percent(tally: Tally) -> int | None:
    return None if tally.positive is None else statistics.percent(tally.positive, tally.base)

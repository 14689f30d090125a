"""Hiding small groups: the one function through which every result passes on its way out.

With k = 5: of fewer than 5 answers nothing is said, not even how many; of 5 to 9 a share and a
mean; of 10 and more everything. A breakdown gives shares and means, never distributions, so that
what can be had by subtracting is never finer than what is shown. Where subtracting the shown
groups from the whole would lay a small group bare, one more group is hidden, the smallest first.
"""

from collections.abc import Sequence
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


class Reason(StrEnum):
    """Why nothing is said."""

    FEW = "few"
    NEARLY_ALL = "nearly-all"
    DERIVABLE = "derivable"


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one group before hiding; `asked` is None where that is not known."""

    code: str
    tally: Tally
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be said of one group. Everything that may not is not here.

    `answers` stands only from ALL_FROM on; `percent` is the share of positive answers, where some
    answers are.
    """

    code: str
    level: Level
    reason: Reason | None = None
    answers: int | None = None
    percent: int | None = None
    means: tuple[float, ...] = ()
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One measure as it may be shown: the whole, and each group in the order given."""

    whole: Shown
    groups: tuple[Shown, ...] = ()


def publish(whole: Group, groups: Sequence[Group] = (), *, least: int = K) -> Publication:
    """Say of the whole and of each group what may be said, and no more.

    `groups` are disjoint parts of the whole; answers that belong to none of them may remain.
    `least` is the survey's own k, 5 or more.
    """
    least = max(least, K)
    outcome = _on_its_own(whole, least)
    if outcome is not None or whole.tally.base < ALL_FROM:
        why = outcome or Reason.FEW
        hidden = tuple(_nothing(each, why) for each in groups)
        return Publication(_nothing(whole, why) if outcome else _some(whole), hidden)
    reasons = {each.code: _in_a_breakdown(each, least) for each in groups}
    _protect(whole, groups, reasons, least)
    shown = (_say(each, reasons[each.code]) for each in groups)
    return Publication(_everything(whole), tuple(shown))


def _on_its_own(group: Group, least: int) -> Reason | None:
    if group.tally.base < least:
        return Reason.FEW
    if group.asked is not None and group.asked < FEWEST_ASKED:
        return Reason.NEARLY_ALL
    return None


def _in_a_breakdown(group: Group, least: int) -> Reason | None:
    if reason := _on_its_own(group, least):
        return reason
    base = group.tally.base
    if group.asked is not None and base < ALL_FROM and base >= group.asked - 1:
        return Reason.NEARLY_ALL
    # All against: each of them would be known to be. Said in words that do not give it away.
    return Reason.DERIVABLE if group.tally.negative == base else None


def _protect(
    whole: Group, groups: Sequence[Group], reasons: dict[str, Reason | None], least: int
) -> None:
    """Hide further groups until what subtracting yields is two groups, `least` answers, two minds.

    Those who belong to no listed group count as one hidden group. A group of 5 to 9 counts as
    known to the last answer: its share and mean often give that away.
    """
    unlisted = whole.tally.base - sum(each.tally.base for each in groups)
    while True:
        hidden = [each for each in groups if reasons[each.code] and each.tally.base]
        visible = [each for each in groups if not reasons[each.code]]
        if not visible or not (hidden or 0 < unlisted < least):
            return
        answers = sum(each.tally.base for each in hidden) + unlisted
        against = whole.tally.negative - sum(each.tally.negative for each in visible)
        # Of those not shown not all may be against either: each of them would be known to be.
        if len(hidden) + (unlisted > 0) >= 2 and answers >= least and against < answers:
            return
        smallest = min(visible, key=lambda each: (each.tally.base, each.code))
        reasons[smallest.code] = Reason.DERIVABLE


def _say(group: Group, reason: Reason | None) -> Shown:
    if reason:
        return _nothing(group, reason)
    shares = _some(group)
    if group.tally.base < ALL_FROM:
        return shares
    return Shown(
        group.code,
        Level.ALL,
        answers=group.tally.base,
        percent=shares.percent,
        means=shares.means,
    )


def _nothing(group: Group, reason: Reason) -> Shown:
    return Shown(group.code, Level.NOTHING, reason)


def _some(group: Group) -> Shown:
    return Shown(
        group.code,
        Level.SHARES,
        percent=_percent(group.tally),
        means=tuple(round(each, 1) for each in group.tally.means),
    )


def _everything(whole: Group) -> Shown:
    return Shown(
        whole.code,
        Level.ALL,
        answers=whole.tally.base,
        percent=_percent(whole.tally),
        means=whole.tally.means,
        tally=whole.tally,
    )


def _percent(tally: Tally) -> int | None:
    return None if tally.positive is None else compare.percent(tally.positive, tally.base)

"""Whoever subtracts any two prints, and knows an organisation's own people, learns of no other."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import pytest

from eventapp.domain.report.event_figures import hide_organisations, publish_organisations
from eventapp.domain.report.shown_attendance import GroupCount, PeopleCounts, follow
from eventapp.domain.survey.analysis import disclosure
from eventapp.domain.survey.analysis.disclosure import AnswerGroup, groups_to_hide
from eventapp.domain.survey.analysis.tally import Tally
from tests.domain.report.people_adversary import Print, few_who_changed, learnt_by_anybody

LIVES, TIMES = 200, 3
OTHERS: Mapping[str, int | None] = {"waiting": 0, "cancelled": 0}
Answered = Mapping[str, int]
# From what was shown and what is true, what to show; `answered` is what a survey's results say.
Shower = Callable[[PeopleCounts | None, PeopleCounts, frozenset[str], Answered], PeopleCounts]


@dataclass(frozen=True, slots=True)
class Moment:
    """An event's people at one time, and how many of each group answered, once that is shown."""

    live: PeopleCounts
    answered: Answered


def moment(answered: Answered = MappingProxyType({}), **placed: int) -> Moment:
    """So many of each group, who mostly came."""
    groups = {code: GroupCount(code, n, n - n // 8) for code, n in placed.items()}
    return Moment(PeopleCounts(groups, OTHERS), answered)


# In the first another three are hidden once one of those that were has grown; in the second all of
# two that are hidden answered, as the results say.
WRITTEN = (
    (moment(a=3, b=6, c=7, d=12, e=20), moment(a=3, b=6, c=27, d=12, e=20)),
    (moment({"b": 12, "c": 14, "d": 10, "e": 12, "f": 12}, a=1, b=12, c=14, d=20, e=25, f=30),),
)


def a_life(chance: random.Random) -> Iterator[Moment]:
    """An event that is read at several times, while some are added, leave or are marked late."""
    codes = [f"g{number}" for number in range(chance.randint(3, 6))]
    placed = {code: chance.choice((1, 2, 3, 4, 5, 6, 7, 9, 12, 12, 15, 20)) for code in codes}
    placed[""] = chance.choice((0, 0, 1, 3))
    eager = chance.random() < 0.5  # everybody came, and answered
    came = {code: number if eager else chance.randint(0, number) for code, number in placed.items()}
    answered: dict[str, int] = {}
    for _time in range(TIMES):
        if not answered and (eager or chance.random() < 0.3):  # they do not change from now on
            answered = {code: came[code] - (not eager) for code in codes if came[code]}
        groups = {code: GroupCount(code, placed[code], came[code]) for code in placed}
        yield Moment(PeopleCounts({c: g for c, g in groups.items() if g.placed}, OTHERS), answered)
        for code in chance.sample(codes, chance.randint(0, 2)):
            placed[code] = max(1, placed[code] + chance.choice((-2, -1, 1, 1, 2, 6)))
            came[code] = min(placed[code], max(0, came[code] + chance.choice((-1, 0, 1, 1, 5))))


def in_results(answered: Answered) -> tuple[frozenset[str], Answered]:
    """Which groups a survey's results hide, and how many answered of the others."""
    groups = [AnswerGroup(code, Tally(base=number)) for code, number in answered.items()]
    hidden = groups_to_hide(groups, sum(answered.values()))
    return hidden, {code: number for code, number in answered.items() if code not in hidden}


def product(
    shown: PeopleCounts | None, live: PeopleCounts, hidden: frozenset[str], answered: Answered
) -> PeopleCounts:
    """As events are gathered."""
    people = follow(shown, live)
    known = replace(people, hidden=people.hidden | hidden)
    return replace(people, hidden=people.hidden | hide_organisations(known, answered))


def anew(
    _shown: PeopleCounts | None, live: PeopleCounts, hidden: frozenset[str], answered: Answered
) -> PeopleCounts:
    """A control: hidden as if nothing had been shown before."""
    return product(None, live, hidden, answered)


def forgetful(
    shown: PeopleCounts | None, live: PeopleCounts, hidden: frozenset[str], answered: Answered
) -> PeopleCounts:
    """A control: figures follow in steps, and what was hidden is forgotten."""
    return product(replace(shown, hidden=frozenset()) if shown else None, live, hidden, answered)


def deaf(
    shown: PeopleCounts | None, live: PeopleCounts, _hidden: frozenset[str], _answered: Answered
) -> PeopleCounts:
    """A control: what a survey's results tell is not heard."""
    return product(shown, live, frozenset(), {})


def lives(show: Shower) -> Iterator[tuple[list[Print], list[dict[str, tuple[int, int]]]]]:
    """What is printed in each life."""
    chance = random.Random(12)
    for moments in (*WRITTEN, *(a_life(chance) for _life in range(LIVES))):
        shown: PeopleCounts | None = None
        prints, figures = [], []
        for now in moments:
            hidden, answered = in_results(now.answered)
            shown = show(shown, now.live, hidden, answered)
            page, printed = on_paper(shown, answered)
            prints.append(page)
            figures.append(printed)
        yield prints, figures


def on_paper(people: PeopleCounts, answered: Answered) -> tuple[Print, dict[str, tuple[int, int]]]:
    rows = publish_organisations(people)
    groups = {code: group for code, group in people.groups.items() if code}
    shown = frozenset(code for code, row in rows.items() if not row.hidden)
    whole = disclosure.size_of_group(people.placed)
    none = people.groups.get("", GroupCount()).placed
    truth = {code: group.placed for code, group in groups.items()}
    printed = {code: (groups[code].placed, groups[code].came) for code in shown}
    # What is shown of a group may lag behind its answers by fewer than five people.
    least = {code: min(number, truth.get(code, 0)) for code, number in answered.items()}
    return Print(truth, shown, whole, none, least), printed


def leaks(show: Shower) -> list[object]:
    facts: list[object] = []
    for prints, figures in lives(show):
        # Where every group is hidden, no other can be; what an organisation knows and results tell
        # may then leave no other possibility. See docs/privacy.md.
        if all(page.shown for page in prints):
            facts += learnt_by_anybody(prints)
        facts += few_who_changed(figures)
    return facts


def test_nobody_learns_how_many_there_were_of_a_hidden_group() -> None:
    assert leaks(product) == []


@pytest.mark.parametrize("show", [anew, forgetful, deaf])
def test_control_each_thing_left_out_is_found(show: Shower) -> None:
    assert leaks(show)


def test_control_a_coordinator_who_subtracts_the_own_people_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where only strangers are thought of, one of two hidden organisations tells the other."""
    for verb in ("groups_to_hide", "publish"):
        real = getattr(disclosure, verb)
        monkeypatch.setattr(disclosure, verb, partial(for_strangers, real))
    assert leaks(product)


def for_strangers(hide: Callable[..., object], *groups: object, **facts: object) -> object:
    return hide(*groups, **{**facts, "self_aware": False})

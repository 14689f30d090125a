"""Every survey of up to four groups and twenty answers, against somebody who knows the rules.

Claim: whoever knows the rules and everything printed (levels, counts, shares and means of each
group that is shown, the whole and how many in it are against, the words at each hidden group) is
left with at least two possible sizes for each hidden group. He is given more than is printed: the
exact answers of every group that is shown, even where only its share stands on the page. He does
not know how many state no group, nor who was asked where, for neither is printed.

Sizes, groups all against and groups with few asked are enumerated whole, as sets of groups without
names: that names make no difference is tested beside the function itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import combinations_with_replacement, product
from typing import NamedTuple

import pytest

from eventapp.domain.survey.analysis import disclosure
from eventapp.domain.survey.analysis.disclosure import (
    AnswerGroup,
    DisclosureLevel,
    publish,
    publish_background,
)
from eventapp.domain.survey.analysis.tally import Tally

GROUPS, ANSWERS = 4, 20
KNOWN_SIZES = (10, 11, 13)
MANY_ASKED, FEW_ASKED = 99, 7
Words = str
Sizes = dict[Words, set[int]]


class Part(NamedTuple):
    """A group: how many answered, how many of them against, and of how many who were asked."""

    size: int
    against: int = 0
    asked: int = MANY_ASKED


class World(NamedTuple):
    """Groups in no order, and those who state none."""

    groups: tuple[Part, ...]
    unlisted: Part


class Print(NamedTuple):
    """What stands on paper of a world: the same for all worlds that look the same."""

    whole: object
    shown: tuple[object, ...]
    hidden: tuple[Words, ...]


Printer = Callable[[World], tuple[Print, Iterable[tuple[Words, int]]]]


@cache
def tally_of(size: int, against: int) -> Tally:
    """Of as many minds as can be: those who are not against are between and for."""
    rest = size - against
    counts = (against - against // 2, against // 2, rest // 3, (rest + 1) // 3, (rest + 2) // 3)
    return Tally(tuple("12345"), counts, size, 0, counts[3] + counts[4], against)


@cache
def group_of(place: int, part: Part) -> AnswerGroup:
    return AnswerGroup(str(place), tally_of(part.size, part.against), part.asked)


@cache
def listed() -> tuple[Part, ...]:
    """A group of each size: of mixed minds, all against, or with few asked."""
    sizes = range(ANSWERS + 1)
    mixed = [Part(size) for size in sizes]
    against = [Part(size, size) for size in sizes if size]
    return (*mixed, *against, *(Part(size, asked=FEW_ASKED) for size in range(FEW_ASKED + 1)))


def worlds() -> Iterator[World]:
    for number in range(1, GROUPS + 1):
        for groups in combinations_with_replacement(listed(), number):
            for size in range(ANSWERS - sum(part.size for part in groups) + 1):
                # A group that is the only one has nobody beside it but those who state none.
                some = range(size + 1) if number == 1 else {0, size}
                for against in some:
                    yield World(groups, Part(size, against))


def possible_sizes(worlds_: Iterable[World], printed: Printer) -> dict[Print, Sizes]:
    """What each group that bears certain words may hold, by what is printed around it."""
    possible: dict[Print, Sizes] = defaultdict(lambda: defaultdict(set))
    for world in worlds_:
        paper, hidden = printed(world)
        for words, size in hidden:
            possible[paper][words].add(size)
    return possible


def certain(possible: dict[Print, Sizes]) -> list[tuple[Print, Words, int]]:
    """The hidden groups whose size follows."""
    return [
        (paper, words, next(iter(sizes)))
        for paper, by_words in possible.items()
        for words, sizes in by_words.items()
        if len(sizes) == 1
    ]


def product_prints(world: World) -> tuple[Print, list[tuple[Words, int]]]:
    """The product's function; every hidden group bears the same words."""
    return _on_paper(world, *_published(world))


def _published(world: World, *, self_aware: bool = False) -> tuple[list[DisclosureLevel], object]:
    """How much is shown of each group, and what of the whole."""
    everybody = (*world.groups, world.unlisted)
    answers = sum(part.size for part in everybody)
    negative = sum(part.against for part in everybody)
    groups = [group_of(place, part) for place, part in enumerate(world.groups)]
    whole = AnswerGroup("", tally_of(answers, negative))
    publication = publish(whole, groups, self_aware=self_aware)
    shown = publication.whole
    printed = (
        (answers, negative) if shown.level is DisclosureLevel.ALL else (shown.level, shown.percent)
    )
    return [group.level for group in publication.groups], printed


def _on_paper(
    world: World, levels: list[DisclosureLevel], whole: object
) -> tuple[Print, list[tuple[Words, int]]]:
    pairs = list(zip(world.groups, levels, strict=True))
    shown = tuple(sorted(part for part, level in pairs if level is not DisclosureLevel.NOTHING))
    hidden = [("", part.size) for part, level in pairs if level is DisclosureLevel.NOTHING]
    return Print(whole, shown, ("",) * len(hidden)), hidden


class Reason(StrEnum):
    """The words of the rule before this one."""

    FEW = "few"
    DERIVABLE = "derivable"


def reasons_print(world: World) -> tuple[Print, list[tuple[Words, int]]]:
    """A control: what stood on the page before, where each hidden group bore a reason.

    Small groups are few; the smallest of the others, one at a time, are hidden to cover them.
    """
    sizes = [part.size for part in world.groups]
    answers = sum(sizes) + world.unlisted.size
    if answers < 10:
        hidden = [(Reason.FEW.value, size) for size in sizes]
        return Print(answers >= 5, (), tuple(words for words, _size in hidden)), hidden
    reasons = {place: Reason.FEW for place, size in enumerate(sizes) if size < 5}
    while visible := [place for place in range(len(sizes)) if place not in reasons]:
        silent = [sizes[place] for place in reasons if sizes[place]]
        enough = sum(silent) + world.unlisted.size >= 5
        if not silent and not 0 < world.unlisted.size < 5:
            break
        if len(silent) + (world.unlisted.size > 0) >= 2 and enough:
            break
        reasons[min(visible, key=lambda place: (sizes[place], place))] = Reason.DERIVABLE
    hidden = [(reason.value, sizes[place]) for place, reason in reasons.items()]
    shown = tuple(sorted(sizes[place] for place in visible))
    return Print(answers, shown, tuple(sorted(words for words, _size in hidden))), hidden


def background_prints(world: World) -> tuple[Print, list[tuple[Words, int]]]:
    """A question that says who people are: its categories are the groups, its base is printed."""
    sizes = tuple(part.size for part in world.groups)
    codes = tuple(map(str, range(len(sizes))))
    tally = Tally(codes, sizes, sum(sizes))
    publication = publish_background(AnswerGroup("", tally))
    return _on_paper(world, [cell.level for cell in publication.cells], publication.whole)


def raw_background(world: World) -> tuple[Print, list[tuple[Words, int]]]:
    """A control: hides small categories alone, beside a base from which the rest subtracts."""
    levels = [
        DisclosureLevel.NOTHING if part.size < 5 else DisclosureLevel.ALL for part in world.groups
    ]
    return _on_paper(world, levels, sum(part.size for part in world.groups))


def minds() -> Iterator[World]:
    """Groups that are large enough for another question, and each number of them against."""
    for sizes in combinations_with_replacement(KNOWN_SIZES, 3):
        for against in product(*(range(size + 1) for size in sizes)):
            yield World(tuple(map(Part, sizes, against)), Part(0))


def minds_print(world: World) -> tuple[Print, list[tuple[Words, int]]]:
    """Whether a hidden group is all against, where another question tells how many it has."""
    levels, whole = _published(world)
    paper, hidden = _on_paper(world, levels, whole)
    if whole == (DisclosureLevel.SHARES, None) or sum(part.against for part in world.groups) == sum(
        part.size for part in world.groups
    ):
        return paper, []  # all are against, as the page says
    known = tuple(sorted(words for words, _size in _sized(world, levels)))
    unanimous = [(words, int(sure)) for words, sure in _sized(world, levels)]
    return Print(whole, paper.shown, known), unanimous if hidden else []


def _sized(world: World, levels: list[DisclosureLevel]) -> list[tuple[Words, bool]]:
    return [
        (str(part.size), part.against == part.size)
        for part, level in zip(world.groups, levels, strict=True)
        if level is DisclosureLevel.NOTHING
    ]


def insider_prints(
    world: World, *, self_aware: bool
) -> Iterator[tuple[Print, list[tuple[Words, int]]]]:
    """What each of the hidden groups sees that knows its own size."""
    levels, whole = _published(world, self_aware=self_aware)
    paper, hidden = _on_paper(world, levels, whole)
    for place, (_words, own) in enumerate(hidden):
        yield paper._replace(whole=(whole, own)), hidden[:place] + hidden[place + 1 :]


def partitions() -> Iterator[World]:
    sizes = [Part(size) for size in range(ANSWERS + 1)]
    for number in range(2, GROUPS + 1):
        for groups in combinations_with_replacement(sizes, number):
            if sum(part.size for part in groups) <= ANSWERS:
                yield World(groups, Part(0))


def test_no_hidden_groups_size_follows_from_what_is_printed() -> None:
    assert certain(possible_sizes(worlds(), product_prints)) == []


def test_control_with_a_reason_at_each_hidden_group_sizes_follow() -> None:
    sizes = certain(possible_sizes(partitions(), reasons_print))
    one_five_five = Print(11, (5,), ("derivable", "few"))
    assert (one_five_five, "few", 1) in sizes
    assert (one_five_five, "derivable", 5) in sizes


def test_no_hidden_categorys_size_follows_from_a_background_question() -> None:
    assert certain(possible_sizes(partitions(), background_prints)) == []


def test_control_without_cover_the_categories_of_a_background_question_follow() -> None:
    assert certain(possible_sizes(partitions(), raw_background))


def test_nobody_is_known_to_be_against_with_all_of_a_group() -> None:
    facts = certain(possible_sizes(minds(), minds_print))
    assert [fact for fact in facts if fact[2]] == []


def test_control_where_only_the_unanimous_are_hidden_they_are_known_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disclosure, "AGAINST_PERCENT", 100)
    facts = certain(possible_sizes(minds(), minds_print))
    assert [fact for fact in facts if fact[2]]


def insiders(*, self_aware: bool) -> dict[Print, Sizes]:
    """What each of the others may hold, by what one of the hidden groups sees."""
    possible: dict[Print, Sizes] = defaultdict(lambda: defaultdict(set))
    for world in partitions():
        for paper, others in insider_prints(world, self_aware=self_aware):
            for words, size in others:
                possible[paper][words].add(size)
    return possible


def test_no_group_that_knows_itself_learns_how_many_another_has() -> None:
    """Where some group is still shown: where none is, a group of nearly all can subtract itself."""
    assert [fact for fact in certain(insiders(self_aware=True)) if fact[0].shown] == []


def test_control_of_two_hidden_groups_each_learns_how_many_the_other_has() -> None:
    assert [fact for fact in certain(insiders(self_aware=False)) if fact[0].shown]

"""The one hiding function, set against somebody who subtracts; and controls that he catches."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.survey.analysis.hiding import (
    Group,
    Level,
    Publication,
    Reason,
    Shown,
    publish,
)
from eventapp.domain.survey.analysis.tabulate import Measure, Reading, Tally, tally

SCALE = Measure(Reading.SCALE, tuple("12345"), frozenset("45"), frozenset("12"))
Hide = Callable[[Group, Sequence[Group]], Publication]


def a_tally(*counts: int) -> Tally:
    return tally(SCALE, zip("12345", counts, strict=True))


def a_group(code: str, answers: int, *, asked: int | None = None, low: int = 0) -> Group:
    return Group(code, a_tally(low, 0, 0, answers - low, 0), asked)


def whole_of(groups: Sequence[Group], unlisted: int = 0, asked: int | None = None) -> Group:
    rows = [each.tally.counts for each in groups] + [(0, 0, 0, unlisted, 0)]
    return Group("", a_tally(*map(sum, zip(*rows, strict=True))), asked)


counts = st.tuples(*[st.integers(0, 6)] * 5)
surveys = st.tuples(
    st.lists(st.tuples(counts, st.none() | st.integers(0, 40)), min_size=1, max_size=8),
    st.integers(0, 12),
)


def made(drawn: tuple[list[tuple[tuple[int, ...], int | None]], int]) -> tuple[Group, list[Group]]:
    groups = [
        Group(f"g{place}", a_tally(*each), asked) for place, (each, asked) in enumerate(drawn[0])
    ]
    return whole_of(groups, drawn[1]), groups


def leaks(whole: Group, groups: Sequence[Group], shown: Publication) -> str:
    """What somebody learns who reads all that is shown and subtracts; nothing when it is safe.

    He is lucky: from a share he guesses how many answers lie behind it.
    """
    told = dict(zip((each.code for each in groups), shown.groups, strict=True))
    for group in groups:
        if told[group.code].level is not Level.NOTHING and group.tally.base < 5:
            return f"{group.code} has {group.tally.base} answers and is shown"
        if told[group.code].level is not Level.NOTHING and (group.asked or 8) < 8:
            return f"{group.code} is nearly a list of names"
    return _by_subtracting(whole, groups, shown)


def _by_subtracting(whole: Group, groups: Sequence[Group], shown: Publication) -> str:
    if shown.whole.level is not Level.ALL:
        return ""
    told = dict(zip((each.code for each in groups), shown.groups, strict=True))
    silent = [each for each in groups if told[each.code].level is Level.NOTHING]
    rest = whole.tally.base - sum(
        each.tally.base for each in groups if told[each.code].level is not Level.NOTHING
    )
    unlisted = rest - sum(each.tally.base for each in silent)
    if len(silent) < len(groups):
        if 0 < rest < 5:
            return f"the {rest} who are not shown can be subtracted"
        behind = [each for each in silent if each.tally.base]
        if len(behind) == 1 and not unlisted:
            return f"{behind[0].code} can be subtracted"
        against = whole.tally.negative - sum(
            each.tally.negative for each in groups if each not in silent
        )
        if behind and against == rest:
            return f"each of the {rest} who are not shown is against"
    return ""


@given(surveys)
def test_nothing_small_is_shown_or_can_be_worked_out(
    drawn: tuple[list[tuple[tuple[int, ...], int | None]], int],
) -> None:
    whole, groups = made(drawn)
    assert leaks(whole, groups, publish(whole, groups)) == ""


@given(surveys)
def test_what_is_hidden_is_not_in_what_is_handed_out(
    drawn: tuple[list[tuple[tuple[int, ...], int | None]], int],
) -> None:
    whole, groups = made(drawn)
    found = publish(whole, groups)
    for each in (found.whole, *found.groups):
        if each.level is Level.NOTHING:
            assert each == Shown(each.code, Level.NOTHING, each.reason)
            assert each.reason is not None
        if each.level is Level.SHARES:
            assert (each.answers, each.tally) == (None, None)
    assert all(each.tally is None for each in found.groups)


@given(surveys, st.randoms(use_true_random=False))
def test_the_order_of_groups_makes_no_difference(
    drawn: tuple[list[tuple[tuple[int, ...], int | None]], int], luck: object
) -> None:
    whole, groups = made(drawn)
    turned = list(groups)
    luck.shuffle(turned)  # type: ignore[attr-defined]
    assert set(publish(whole, groups).groups) == set(publish(whole, turned).groups)


@given(surveys)
def test_a_stricter_survey_shows_no_more(
    drawn: tuple[list[tuple[tuple[int, ...], int | None]], int],
) -> None:
    whole, groups = made(drawn)
    for each in publish(whole, groups, least=7).groups:
        assert each.level is Level.NOTHING or (each.answers or 7) >= 7


def only_small_ones(whole: Group, groups: Sequence[Group]) -> Publication:
    """A control: hides what is small, and thinks of nothing else."""
    shown = tuple(
        Shown(each.code, Level.ALL, answers=each.tally.base)
        if each.tally.base >= 5
        else Shown(each.code, Level.NOTHING, Reason.FEW)
        for each in groups
    )
    return Publication(Shown("", Level.ALL, answers=whole.tally.base, tally=whole.tally), shown)


def one_more(whole: Group, groups: Sequence[Group]) -> Publication:
    """A control: hides the smallest visible group too, and does not ask whether that is enough."""
    found = only_small_ones(whole, groups).groups
    small = [each for each in found if each.level is Level.NOTHING]
    visible = sorted((each for each in groups if each.tally.base >= 5), key=lambda g: g.tally.base)
    more = visible[0].code if len(small) == 1 and visible else ""
    return Publication(
        Shown("", Level.ALL, answers=whole.tally.base, tally=whole.tally),
        tuple(
            Shown(each.code, Level.NOTHING, Reason.DERIVABLE) if each.code == more else each
            for each in found
        ),
    )


def for_the_asked_alone(whole: Group, groups: Sequence[Group]) -> Publication:
    """A control: the house's own, but blind to how many were asked."""
    return publish(whole, [Group(each.code, each.tally) for each in groups])


@pytest.mark.parametrize("hide", [only_small_ones, one_more, for_the_asked_alone])
def test_whoever_subtracts_catches_functions_that_leak(hide: Hide) -> None:
    caught: list[str] = []

    @given(surveys)
    def search(drawn: tuple[list[tuple[tuple[int, ...], int | None]], int]) -> None:
        whole, groups = made(drawn)
        if found := leaks(whole, groups, hide(whole, groups)):
            caught.append(found)

    search()
    assert caught


def test_levels_of_the_whole() -> None:
    levels = [publish(whole_of([a_group("a", n)])).whole.level for n in (0, 4, 5, 9, 10)]
    assert levels == [Level.NOTHING, Level.NOTHING, Level.SHARES, Level.SHARES, Level.ALL]


def test_with_fewer_than_ten_answers_there_is_no_breakdown() -> None:
    groups = [a_group("a", 5), a_group("b", 4)]
    assert {each.level for each in publish(whole_of(groups), groups).groups} == {Level.NOTHING}


def test_a_single_hidden_group_takes_the_smallest_visible_with_it() -> None:
    groups = [a_group("big", 19), a_group("mid", 11), a_group("small", 3)]
    found = {each.code: each for each in publish(whole_of(groups), groups).groups}
    assert found["small"].reason is Reason.FEW
    assert found["mid"].reason is Reason.DERIVABLE
    assert found["big"].answers == 19


def test_those_who_state_no_group_protect_a_hidden_one_only_if_there_are_enough() -> None:
    groups = [a_group("big", 19), a_group("mid", 11), a_group("small", 3)]
    enough = publish(whole_of(groups, unlisted=7), groups).groups
    assert [each.level for each in enough] == [Level.ALL, Level.ALL, Level.NOTHING]
    few = publish(whole_of(groups, unlisted=1), groups).groups
    assert [each.level for each in few] == [Level.ALL, Level.NOTHING, Level.NOTHING]


def test_a_group_nearly_as_large_as_those_asked_is_not_shown() -> None:
    groups = [
        a_group("all of them", 9, asked=9),
        a_group("most", 8, asked=12),
        a_group("few asked", 6, asked=7),
        a_group("big", 20, asked=20),
    ]
    found = {each.code: each for each in publish(whole_of(groups, unlisted=9), groups).groups}
    assert found["all of them"].reason is Reason.NEARLY_ALL
    assert found["few asked"].reason is Reason.NEARLY_ALL
    assert found["most"].level is Level.SHARES
    assert found["big"].level is Level.ALL


def test_a_group_of_one_bad_mind_is_not_shown_and_not_said_to_be() -> None:
    groups = [a_group("against", 6, low=6), a_group("big", 20), a_group("other", 12)]
    found = {each.code: each for each in publish(whole_of(groups), groups).groups}
    assert found["against"].reason is Reason.DERIVABLE


def test_of_those_not_shown_not_all_may_be_against() -> None:
    groups = [a_group("x", 3, low=3), a_group("y", 4, low=4), a_group("m", 11), a_group("b", 20)]
    found = {each.code: each for each in publish(whole_of(groups), groups).groups}
    assert found["m"].reason is Reason.DERIVABLE  # else seven would be known to be against
    assert found["b"].level is Level.ALL
    # And whoever subtracts would have known, had the function not thought of it.
    careless = Publication(
        Shown("", Level.ALL, answers=38, tally=whole_of(groups).tally),
        tuple(
            Shown(each.code, Level.NOTHING, Reason.FEW)
            if each.code in "xy"
            else Shown(each.code, Level.ALL, answers=each.tally.base)
            for each in groups
        ),
    )
    assert "against" in leaks(whole_of(groups), groups, careless)

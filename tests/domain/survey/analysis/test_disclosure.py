"""What the one hiding function shows at which size, set against somebody who subtracts."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.survey.analysis.disclosure import (
    AnswerGroup,
    DisclosureLevel,
    Participation,
    Publication,
    PublishedGroup,
    groups_to_hide,
    participation,
    publish,
    publish_background,
)
from eventapp.domain.survey.analysis.tally import Measure, Reading, Tally, count_answers

SCALE = Measure(Reading.SCALE, tuple("12345"), frozenset("45"), frozenset("12"))
ROLE = Measure(Reading.ONE, tuple("abcd"))
Hide = Callable[[AnswerGroup, Sequence[AnswerGroup]], Publication]
Drawn = tuple[list[tuple[tuple[int, ...], int | None]], int]


def a_tally(*counts: int) -> Tally:
    return count_answers(SCALE, zip("12345", counts, strict=True))


def a_group(code: str, answers: int, *, asked: int | None = None, low: int = 0) -> AnswerGroup:
    """A group of so many answers, of which `low` are bad and the rest as unlike as can be."""
    fours = (answers - low) // 2
    return AnswerGroup(code, a_tally(low, 0, 0, fours, answers - low - fours), asked)


def whole_of(
    groups: Sequence[AnswerGroup], unlisted: int = 0, asked: int | None = None
) -> AnswerGroup:
    fours = unlisted // 2
    rows = [group.tally.counts for group in groups] + [(0, 0, 0, fours, unlisted - fours)]
    return AnswerGroup("", a_tally(*map(sum, zip(*rows, strict=True))), asked)


def levels(publication: Publication) -> dict[str, DisclosureLevel]:
    return {shown.code: shown.level for shown in publication.groups}


counts = st.tuples(*[st.integers(0, 6)] * 5)
surveys = st.tuples(
    st.lists(st.tuples(counts, st.none() | st.integers(0, 40)), min_size=1, max_size=8),
    st.integers(0, 12),
)


def survey_from(drawn: Drawn) -> tuple[AnswerGroup, list[AnswerGroup]]:
    groups = [
        AnswerGroup(f"g{place}", a_tally(*counts), asked)
        for place, (counts, asked) in enumerate(drawn[0])
    ]
    return whole_of(groups, drawn[1]), groups


def leaks(whole: AnswerGroup, groups: Sequence[AnswerGroup], publication: Publication) -> str:
    """What somebody learns who reads all that is shown and subtracts; nothing when it is safe.

    He is lucky: from a share he guesses how many answers lie behind it.
    """
    shown = levels(publication)
    for group in groups:
        if shown[group.code] is not DisclosureLevel.NOTHING and group.tally.base < 5:
            return f"{group.code} has {group.tally.base} answers and is shown"
        if shown[group.code] is not DisclosureLevel.NOTHING and (group.asked or 8) < 8:
            return f"{group.code} is nearly a list of names"
    return _by_subtracting(whole, groups, publication)


def _by_subtracting(
    whole: AnswerGroup, groups: Sequence[AnswerGroup], publication: Publication
) -> str:
    shown = levels(publication)
    silent = [group for group in groups if shown[group.code] is DisclosureLevel.NOTHING]
    if publication.whole.level is not DisclosureLevel.ALL or len(silent) == len(groups):
        return ""
    visible = [group for group in groups if group not in silent]
    rest = whole.tally.base - sum(group.tally.base for group in visible)
    if 0 < rest < 5:
        return f"the {rest} who are not shown can be subtracted"
    if silent and len({group.tally.base for group in silent}) < 2:
        return f"those not shown can be divided: each has {silent[0].tally.base}"
    against = whole.tally.negative - sum(group.tally.negative for group in visible)
    if rest and against == rest:
        return f"each of the {rest} who are not shown is against"
    return ""


@given(surveys)
def test_nothing_small_is_shown_or_can_be_worked_out(drawn: Drawn) -> None:
    whole, groups = survey_from(drawn)
    assert leaks(whole, groups, publish(whole, groups)) == ""


@given(surveys)
def test_what_is_hidden_is_not_in_what_is_handed_out(drawn: Drawn) -> None:
    whole, groups = survey_from(drawn)
    publication = publish(whole, groups)
    for shown in (publication.whole, *publication.groups):
        if shown.level is DisclosureLevel.NOTHING:
            assert shown == PublishedGroup(shown.code, DisclosureLevel.NOTHING)
        if shown.level is DisclosureLevel.SHARES:
            assert shown == PublishedGroup(
                shown.code, DisclosureLevel.SHARES, percent=shown.percent
            )
    assert all(shown.tally is None for shown in publication.groups)


@given(surveys, st.permutations(range(8)))
def test_names_and_order_of_groups_make_no_difference(drawn: Drawn, order: list[int]) -> None:
    """The ground of the adversary's test: what is hidden follows from what groups hold alone."""
    whole, groups = survey_from(drawn)
    renamed = [
        AnswerGroup(f"z{order[place]}", group.tally, group.asked)
        for place, group in enumerate(groups)
    ]
    renamed.sort(key=lambda group: group.code)
    before, after = levels(publish(whole, groups)), levels(publish(whole, renamed))
    assert [after[f"z{order[place]}"] for place in range(len(groups))] == list(before.values())


@given(surveys)
def test_a_stricter_survey_shows_no_more(drawn: Drawn) -> None:
    whole, groups = survey_from(drawn)
    for shown in publish(whole, groups, least=7).groups:
        assert shown.level is DisclosureLevel.NOTHING or (shown.answers or 7) >= 7


def only_small_ones(whole: AnswerGroup, groups: Sequence[AnswerGroup]) -> Publication:
    """A control: hides what is small, and thinks of nothing else."""
    shown = tuple(
        PublishedGroup(group.code, DisclosureLevel.ALL, answers=group.tally.base)
        if group.tally.base >= 5
        else PublishedGroup(group.code, DisclosureLevel.NOTHING)
        for group in groups
    )
    return Publication(
        PublishedGroup("", DisclosureLevel.ALL, answers=whole.tally.base, tally=whole.tally), shown
    )


def one_more(whole: AnswerGroup, groups: Sequence[AnswerGroup]) -> Publication:
    """A control: hides the smallest visible group too, and does not ask whether that is enough."""
    shown = only_small_ones(whole, groups).groups
    small = [group for group in shown if group.level is DisclosureLevel.NOTHING]
    visible = sorted(
        (group for group in groups if group.tally.base >= 5), key=lambda g: g.tally.base
    )
    more = visible[0].code if len(small) == 1 and visible else ""
    return Publication(
        PublishedGroup("", DisclosureLevel.ALL, answers=whole.tally.base, tally=whole.tally),
        tuple(
            PublishedGroup(group.code, DisclosureLevel.NOTHING) if group.code == more else group
            for group in shown
        ),
    )


def blind_to_the_asked(whole: AnswerGroup, groups: Sequence[AnswerGroup]) -> Publication:
    """A control: the product's own function, which is not told how many were asked."""
    return publish(whole, [AnswerGroup(group.code, group.tally) for group in groups])


@pytest.mark.parametrize("hide", [only_small_ones, one_more, blind_to_the_asked])
def test_whoever_subtracts_catches_functions_that_leak(hide: Hide) -> None:
    caught: list[str] = []

    @given(surveys)
    def search(drawn: Drawn) -> None:
        whole, groups = survey_from(drawn)
        if leak := leaks(whole, groups, hide(whole, groups)):
            caught.append(leak)

    search()
    assert caught


def test_levels_of_the_whole() -> None:
    published = [publish(whole_of([a_group("a", n)])).whole.level for n in (0, 4, 5, 9, 10)]
    assert published == [
        DisclosureLevel.NOTHING,
        DisclosureLevel.NOTHING,
        DisclosureLevel.SHARES,
        DisclosureLevel.SHARES,
        DisclosureLevel.ALL,
    ]


@pytest.mark.parametrize(("alike", "other"), [(12, 0), (12, 1)])
def test_where_all_or_all_but_one_answered_alike_the_share_alone_is_told(
    alike: int, other: int
) -> None:
    whole = AnswerGroup("", a_tally(other, 0, 0, 0, alike))
    assert publish(whole).whole == PublishedGroup(
        "", DisclosureLevel.SHARES, percent=round(100 * alike / (12 + other))
    )
    of_many = publish(
        AnswerGroup("", a_tally(other, 9, 0, 9, alike)), [AnswerGroup("g", whole.tally)]
    )
    assert of_many.groups[0].level is DisclosureLevel.SHARES
    assert publish(AnswerGroup("", a_tally(2, 0, 0, 0, 12))).whole.level is DisclosureLevel.ALL


@pytest.mark.parametrize(("answers", "against", "asked"), [(8, 0, 8), (8, 0, 9), (6, 6, 30)])
def test_few_are_hidden_as_a_group_where_one_could_tell_what_each_answered(
    answers: int, against: int, asked: int
) -> None:
    whole = AnswerGroup("", a_tally(against, 0, 0, 0, answers - against), asked)
    assert publish(whole).whole == PublishedGroup("", DisclosureLevel.NOTHING)
    others = AnswerGroup("", a_tally(1, 0, 0, 0, 6), 30)
    assert publish(others).whole.level is DisclosureLevel.SHARES


def test_with_fewer_than_ten_answers_there_is_no_breakdown() -> None:
    groups = [a_group("a", 5), a_group("b", 4)]
    assert set(levels(publish(whole_of(groups), groups)).values()) == {DisclosureLevel.NOTHING}


def test_a_single_hidden_group_takes_the_smallest_visible_with_it() -> None:
    groups = [a_group("big", 19), a_group("mid", 11), a_group("small", 3)]
    publication = publish(whole_of(groups, unlisted=7), groups)
    # Those who state no group protect nobody: how many they are may be known.
    assert levels(publication) == {
        "big": DisclosureLevel.ALL,
        "mid": DisclosureLevel.NOTHING,
        "small": DisclosureLevel.NOTHING,
    }
    assert publication.groups[0].answers == 19


def test_every_hidden_group_is_the_same_in_all_but_its_name() -> None:
    groups = [a_group("a", 1), a_group("b", 5), a_group("c", 5), a_group("d", 6)]
    hidden = [
        shown
        for shown in publish(whole_of(groups), groups).groups
        if shown.level is DisclosureLevel.NOTHING
    ]
    # All of one size are hidden together: which of two it was would tell.
    assert hidden == [PublishedGroup(code, DisclosureLevel.NOTHING) for code in "abc"]


def test_hidden_groups_that_can_only_be_of_one_size_are_joined_by_another() -> None:
    groups = [a_group("a", 4), a_group("b", 4), a_group("c", 10), a_group("d", 12)]
    shown = levels(publish(whole_of(groups), groups))
    assert shown == {
        "a": DisclosureLevel.NOTHING,
        "b": DisclosureLevel.NOTHING,
        "c": DisclosureLevel.NOTHING,
        "d": DisclosureLevel.ALL,
    }


def test_a_group_nearly_as_large_as_those_asked_is_not_shown() -> None:
    groups = [
        a_group("all of them", 9, asked=9),
        a_group("most", 8, asked=12),
        a_group("few asked", 6, asked=7),
        a_group("big", 20, asked=20),
    ]
    assert levels(publish(whole_of(groups, unlisted=9), groups)) == {
        "all of them": DisclosureLevel.NOTHING,
        "most": DisclosureLevel.SHARES,
        "few asked": DisclosureLevel.NOTHING,
        "big": DisclosureLevel.ALL,
    }


def test_a_group_of_one_bad_mind_is_not_shown() -> None:
    groups = [a_group("against", 6, low=6), a_group("big", 20), a_group("other", 12)]
    assert levels(publish(whole_of(groups), groups))["against"] is DisclosureLevel.NOTHING


def test_of_those_not_shown_not_all_may_be_against() -> None:
    groups = [a_group("x", 3, low=3), a_group("y", 4, low=4), a_group("m", 11), a_group("b", 20)]
    shown = levels(publish(whole_of(groups), groups))
    assert shown["m"] is DisclosureLevel.NOTHING  # else seven would be known to be against
    assert shown["b"] is DisclosureLevel.ALL
    careless = only_small_ones(whole_of(groups), groups)
    assert "against" in leaks(whole_of(groups), groups, careless)


def test_a_group_hidden_in_the_whole_survey_is_hidden_in_every_measure() -> None:
    groups = [a_group("a", 6), a_group("b", 11), a_group("c", 12)]
    hidden = frozenset({"a", "b", "not in this survey"})
    shown = levels(publish(whole_of(groups), groups, hidden=hidden))
    assert shown == {
        "a": DisclosureLevel.NOTHING,
        "b": DisclosureLevel.NOTHING,
        "c": DisclosureLevel.ALL,
    }


def test_the_categories_of_a_background_question_are_groups() -> None:
    whole = AnswerGroup("", count_answers(ROLE, [("a", 62), ("b", 13), ("c", 5), ("d", 3)]))
    publication = publish_background(whole)
    assert publication.whole == PublishedGroup("", DisclosureLevel.ALL, answers=83)
    assert publication.cells == (
        PublishedGroup("a", DisclosureLevel.ALL, 62, 75),
        PublishedGroup("b", DisclosureLevel.ALL, 13, 16),
        PublishedGroup("c", DisclosureLevel.NOTHING),
        PublishedGroup("d", DisclosureLevel.NOTHING),
    )


@pytest.mark.parametrize("answers", [0, 4, 9])
def test_a_background_question_of_few_answers_is_not_shown(answers: int) -> None:
    publication = publish_background(AnswerGroup("", count_answers(ROLE, [("a", answers)])))
    assert {shown.level for shown in (publication.whole, *publication.cells)} == {
        DisclosureLevel.NOTHING
    }


def test_groups_are_hidden_by_size_and_by_how_many_were_asked() -> None:
    groups = [a_group("a", 12, asked=30), a_group("b", 6, asked=7), a_group("c", 20, asked=30)]
    assert groups_to_hide(groups, 38) == {"a", "b"}


def test_how_many_answered_is_told_from_ten_on() -> None:
    assert participation(9, 40, 5) == Participation(40, None, None, None, 0)
    assert participation(10, 40, 4) == Participation(40, 10, 25, None, 0)
    assert participation(10, 40, 5) == Participation(40, 10, 25, 5, 0)
    assert participation(10, 40, 6) == Participation(40, 10, 25, None, 0)  # four would be complete
    assert participation(11, 40, 6, least=12) == Participation(40, None, None, None, 0)
    assert participation(8, 9, 0).asked is None


def test_how_many_had_a_link_on_paper_is_told_where_neither_they_nor_the_others_are_few() -> None:
    on_paper = [participation(20, 40, 0, slips=slips).slips for slips in (0, 3, 10, 30, 31, 40)]
    assert on_paper == [0, None, 10, 30, None, 40]
    assert participation(4, 6, 0).slips == 0  # nobody had one: no “some of them” is said

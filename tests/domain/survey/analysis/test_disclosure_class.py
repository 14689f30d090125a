"""Surveys with classes, against somebody who reads every page: each municipality's, and the whole.

Claim: whoever knows the rules and everything printed (each class and each group that is shown, with
its exact answers, all others beside each group, and the whole) is left with at least two possible
sizes for each hidden group and for each hidden class. Groups bear names here, and a class has as
many groups as everybody knows it to have.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product

import pytest

from eventapp.domain.survey.analysis.disclosure import (
    AnswerGroup,
    DisclosureLevel,
    Publication,
    publish,
)
from eventapp.domain.survey.analysis.disclosure_class import AnswerClass, publish_in_classes
from eventapp.domain.survey.analysis.tally import Tally

ASKED = 99
UNLISTED = (0, 1, 5)
# Of more answers some sizes would be certain only because none above the range is tried.
ANSWERS = 24
# How many groups each class has, and the sizes that a group may have there.
STRUCTURES = (
    ((1, 1, 1), range(ANSWERS + 1)),
    ((1, 2), range(ANSWERS + 1)),
    ((2, 2), (0, 1, 2, 4, 5, 6, 8, 10, 12)),
)
World = tuple[tuple[int, ...], ...]
Publisher = Callable[[AnswerGroup, list[AnswerClass]], Publication]


@cache
def group(code: str, size: int) -> AnswerGroup:
    """A group of mixed minds: a fifth gave each answer, as nearly as can be."""
    counts = tuple((size + step) // 5 for step in range(5))
    tally = Tally(tuple("12345"), counts, size, 0, counts[3] + counts[4], counts[0] + counts[1])
    return AnswerGroup(code, tally, ASKED)


@cache
def answer_class(number: int, sizes: tuple[int, ...]) -> AnswerClass:
    groups = tuple(group(f"{number}{place}", size) for place, size in enumerate(sizes))
    return AnswerClass(group(f"class:{number}", sum(sizes)), groups)


def worlds(structure: tuple[int, ...], sizes: Iterable[int]) -> Iterator[tuple[World, int]]:
    for drawn in product(tuple(sizes), repeat=sum(structure)):
        left = iter(drawn)
        world = tuple(tuple(next(left) for _ in range(number)) for number in structure)
        for unlisted in UNLISTED:
            if sum(drawn) + unlisted <= ANSWERS:
                yield world, unlisted


def certain(
    structure: tuple[int, ...], sizes: Iterable[int], published: Publisher
) -> list[tuple[object, str, int]]:
    """The hidden groups and classes whose size follows from what is printed."""
    possible: dict[object, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for world, unlisted in worlds(structure, sizes):
        classes = [answer_class(number, sizes_) for number, sizes_ in enumerate(world)]
        answers = sum(map(sum, world)) + unlisted
        publication = published(group("", answers), classes)
        printed, hidden = _on_paper(publication, classes, answers)
        for code, size in hidden.items():
            possible[printed][code].add(size)
    return [
        (printed, code, next(iter(left)))
        for printed, by_code in possible.items()
        for code, left in by_code.items()
        if len(left) == 1
    ]


def _on_paper(
    publication: Publication, classes: list[AnswerClass], answers: int
) -> tuple[object, dict[str, int]]:
    """Everything printed, each figure exactly; and what is hidden, with its size."""
    parts = [part for parent in classes for part in (parent.whole, *parent.groups)]
    real = {part.code: part.tally.base for part in parts}
    shown, hidden = {}, {}
    for part in (*publication.classes, *publication.groups):
        target = hidden if part.level is DisclosureLevel.NOTHING else shown
        target[part.code] = real[part.code]
    whole = answers if publication.whole.level is DisclosureLevel.ALL else publication.whole
    return (whole, tuple(sorted(shown.items()))), hidden


def apart(whole: AnswerGroup, classes: list[AnswerClass]) -> Publication:
    """A control: classes and groups are hidden without regard to each other."""
    by_class = publish(whole, [parent.whole for parent in classes])
    by_group = publish(whole, [group for parent in classes for group in parent.groups])
    return Publication(by_class.whole, by_group.groups, classes=by_class.groups)


@pytest.mark.parametrize(("structure", "sizes"), STRUCTURES)
def test_no_hidden_size_follows_from_classes_and_groups_together(
    structure: tuple[int, ...], sizes: Iterable[int]
) -> None:
    assert certain(structure, sizes, publish_in_classes) == []


def test_control_without_regard_to_classes_sizes_follow() -> None:
    assert certain((1, 2), range(13), apart)


def test_all_others_stand_only_beside_groups_whose_size_is_printed() -> None:
    classes = [answer_class(0, (12, 7)), answer_class(1, (14, 10))]
    publication = publish_in_classes(group("", 43), classes)

    assert publication.find_group("00").answers == 12
    assert publication.find_others("00").percent is not None
    assert publication.find_group("01").level is DisclosureLevel.SHARES
    assert publication.find_others("01").level is DisclosureLevel.NOTHING


def test_a_class_that_is_hidden_hides_its_groups() -> None:
    classes = [answer_class(0, (3,)), answer_class(1, (12, 9)), answer_class(2, (5, 1))]
    publication = publish_in_classes(group("", 30), classes)

    assert publication.find_class("class:0").level is DisclosureLevel.NOTHING
    assert publication.find_class("class:2").level is DisclosureLevel.NOTHING
    assert {publication.find_group(code).level for code in ("00", "20", "21")} == {
        DisclosureLevel.NOTHING
    }
    assert publication.find_class("class:1").answers == 21

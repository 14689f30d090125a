"""Hiding in two steps where groups are gathered into classes, fixed before the survey opened.

Each class is hidden, or not, as a part of the whole; then each group as a part of its class, whose
size is known. So within the whole, and within each class that is shown, some hidden ones of unlike
sizes could change places without a printed figure changing. Of a class that is hidden nothing is
shown, nor of any group in it. Groups of no class are gathered into one that bears no name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eventapp.domain.survey.analysis.disclosure import (
    FULL_FROM,
    MIN_GROUP,
    AnswerGroup,
    DisclosureLevel,
    Publication,
    PublishedGroup,
    groups_to_hide,
    publish,
)

# Begins the code of a class, so that it is never that of a group.
CLASS_PREFIX = "class:"


@dataclass(frozen=True, slots=True)
class AnswerClass:
    """A class as one group, and the groups that it is made of."""

    whole: AnswerGroup
    groups: tuple[AnswerGroup, ...]


def publish_in_classes(
    whole: AnswerGroup,
    classes: Sequence[AnswerClass],
    *,
    least: int = MIN_GROUP,
    hidden: frozenset[str] = frozenset(),
) -> Publication:
    """Publish what may be shown of the whole, of each class and of each group in it."""
    gathered = [answer_class.whole for answer_class in classes]
    outer = publish(whole, gathered, least=least, hidden=hidden)
    groups: list[PublishedGroup] = []
    others: list[PublishedGroup] = []
    for answer_class, shown in zip(classes, outer.groups, strict=True):
        inner = _inside(answer_class, shown, least, hidden)
        groups += inner.groups
        others += _others(whole, answer_class, inner, least)
    return replace(outer, groups=tuple(groups), classes=outer.groups, others=tuple(others))


def classes_to_hide(
    classes: Sequence[AnswerClass], answers: int, *, least: int = MIN_GROUP
) -> frozenset[str]:
    """Hide classes and groups that may not be shown by their size, and those that cover them."""
    gathered = [answer_class.whole for answer_class in classes]
    hidden = set(groups_to_hide(gathered, answers, least=least))
    for answer_class in classes:
        base = answer_class.whole.tally.base
        if len(answer_class.groups) == 1 and answer_class.whole.code not in hidden:
            continue
        if answer_class.whole.code in hidden or base < max(FULL_FROM, least):
            hidden |= {group.code for group in answer_class.groups}
        else:
            hidden |= groups_to_hide(answer_class.groups, base, least=least)
    return frozenset(hidden)


def _inside(
    answer_class: AnswerClass, shown: PublishedGroup, least: int, hidden: frozenset[str]
) -> Publication:
    if shown.level is DisclosureLevel.NOTHING:
        return Publication(shown, tuple(map(_nothing, answer_class.groups)))
    if len(answer_class.groups) == 1:  # what is shown of the class is shown of its only group
        return Publication(shown, (replace(shown, code=answer_class.groups[0].code),))
    return publish(answer_class.whole, answer_class.groups, least=least, hidden=hidden)


def _others(
    whole: AnswerGroup, answer_class: AnswerClass, inner: Publication, least: int
) -> Sequence[PublishedGroup]:
    """Of each group that is shown with its size, all others of the survey, not of its class."""
    shown = {group.code for group in inner.groups if group.level is DisclosureLevel.ALL}
    return [
        publish(whole, [group], least=least).find_others(group.code)
        if group.code in shown
        else _nothing(group)
        for group in answer_class.groups
    ]


def _nothing(group: AnswerGroup) -> PublishedGroup:
    return PublishedGroup(group.code, DisclosureLevel.NOTHING)

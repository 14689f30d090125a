"""The groups of a survey's breakdown, and the classes that they are gathered in, if any."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eventapp.domain.survey.analysis.disclosure import (
    AnswerGroup,
    Publication,
    groups_to_hide,
    publish,
)
from eventapp.domain.survey.analysis.disclosure_class import (
    CLASS_PREFIX,
    AnswerClass,
    classes_to_hide,
    publish_in_classes,
)
from eventapp.domain.survey.analysis.tally import Tally
from eventapp.i18n import _l
from eventapp.models import Choice, MunicipalityClass, Survey

CLASS_NAMES = {
    MunicipalityClass.LARGE: _l("Largest cities and municipalities near them"),
    MunicipalityClass.MIDDLE: _l("Larger towns and municipalities near them"),
    MunicipalityClass.SMALL: _l("Smaller towns and rural municipalities"),
}

# What was answered by all people of these groups together.
Counting = Callable[[Iterable[str]], Tally]


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups by code, each with how many of it were asked; and the groups of each class.

    How many were asked is not known of groups that are no organisation. Without classes `classes`
    is empty; with them it holds every group, those of no class under an empty code.
    """

    asked: dict[str, int | None]
    classes: dict[str, tuple[str, ...]]

    def publish(
        self, whole: AnswerGroup, counting: Counting, *, least: int, hidden: frozenset[str]
    ) -> Publication:
        """One measure, with its groups hidden as far as they must be."""
        if self.classes:
            classes = self._gathered(counting)
            return publish_in_classes(whole, classes, least=least, hidden=hidden)
        return publish(whole, self._apart(self.asked, counting), least=least, hidden=hidden)

    def hidden(self, sized: Counting, answers: int, *, least: int) -> frozenset[str]:
        """The codes of groups and classes that are hidden in every measure."""
        if self.classes:
            return classes_to_hide(self._gathered(sized), answers, least=least)
        return groups_to_hide(self._apart(self.asked, sized), answers, least=least)

    def _apart(self, codes: Iterable[str], counting: Counting) -> tuple[AnswerGroup, ...]:
        return tuple(AnswerGroup(code, counting([code]), self.asked[code]) for code in codes)

    def _gathered(self, counting: Counting) -> Sequence[AnswerClass]:
        return [
            AnswerClass(
                AnswerGroup(class_code(name), counting(codes), self._asked_in_all(codes)),
                self._apart(codes, counting),
            )
            for name, codes in self.classes.items()
        ]

    def _asked_in_all(self, codes: Iterable[str]) -> int | None:
        asked = [count for code in codes if (count := self.asked[code]) is not None]
        return sum(asked) if asked else None


NO_GROUPS = Groups({}, {})


def class_code(name: str) -> str:
    """The code of a class among those of groups."""
    return f"{CLASS_PREFIX}{name}"


def gather_groups(survey: Survey, choices: Sequence[Choice]) -> Groups:
    """The groups that the breakdown's choices are, in the classes fixed before the opening."""
    asked = {
        choice.code: int(survey.asked_by_group.get(choice.code, 0)) if choice.organisation else None
        for choice in choices
    }
    if not survey.class_by_group:
        return Groups(asked, {})
    classes: dict[str, tuple[str, ...]] = {}
    for code in asked:
        name = str(survey.class_by_group.get(code, ""))
        classes[name] = (*classes.get(name, ()), code)
    return Groups(asked, classes)


def list_groups(survey: Survey) -> tuple[Choice, ...]:
    """The groups of the breakdown; those who prefer not to answer are no group."""
    for question in survey.questions:
        if question.code == survey.breakdown:
            return tuple(choice for choice in question.choices if not choice.unstated)
    return ()

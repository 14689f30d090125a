"""The figures of a report: plain values of one moment, and nothing that may not be shown.

None stands where a figure is hidden, or where there is none; which of the two, `hidden` says.
Whoever has every figure here has what the hiding functions of surveys let through, and no more, so
that pages, documents and open data may print all of it.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

FORMAT = 1  # of the stored figures; it rises when an older reader would misunderstand them


class OrganisationFigures(msgspec.Struct, frozen=True):
    """The people of one organisation at one event: those with a place, and the share that came."""

    label: str
    placed: int | None = None
    came_percent: int | None = None
    hidden: bool = False


class RateFigures(msgspec.Struct, frozen=True):
    """The share of those asked in one organisation who answered; None where it is hidden."""

    label: str
    percent: int | None = None


class PartFigures(msgspec.Struct, frozen=True):
    """One answer to a question: how many gave it."""

    label: str
    count: int | None = None
    percent: int | None = None
    hidden: bool = False


class MeasureFigures(msgspec.Struct, frozen=True):
    """One measure of one question. `percent` is the share of positive answers.

    `headline` completes it as a sentence; `interval` is of all who were asked, in percent. `stated`
    is, in a follow-up, the share that meant to at first.
    """

    code: str
    question: str
    statement: str = ""
    headline: str = ""
    answers: int | None = None
    percent: int | None = None
    means: tuple[float, ...] = ()
    interval: tuple[int, int] | None = None
    parts: tuple[PartFigures, ...] = ()
    hidden: bool = False
    stated: int | None = None


class SurveyFigures(msgspec.Struct, frozen=True):
    """One survey. Its `state` is open while answers come in, closed once they are counted.

    `follows` is the code of the survey that it follows up, or empty; `slips` are the one-time codes
    on paper among `asked`, or None where they or the others are few.
    """

    code: str
    title: str
    language: str
    state: str
    closed_on: str
    asked: int | None
    answered: int | None = None
    percent: int | None = None
    incomplete: int | None = None
    measures: tuple[MeasureFigures, ...] = ()
    follows: str = ""
    rates: tuple[RateFigures, ...] = ()
    slips: int | None = 0

    @property
    def hidden(self) -> bool:
        """Whether it is closed, and too few answered."""
        return self.state == "closed" and self.answered is None


class EventFigures(msgspec.Struct, frozen=True):
    """One event. `recorded` says whether anybody noted who came; days are ISO dates.

    `counted` says whether it is known how many waited or cancelled: retention forgets it.
    """

    code: str
    slug: str
    title: str
    kind: str
    online: bool
    first_day: str
    last_day: str
    seats: int
    focus_areas: tuple[str, ...] = ()
    sessions: int = 0
    sessions_by_area: dict[str, int] = {}  # msgspec copies it
    placed: int | None = None
    came: int | None = None
    came_percent: int | None = None
    waiting: int | None = None
    cancelled: int | None = None
    recorded: bool = False
    organisations: tuple[OrganisationFigures, ...] = ()
    surveys: tuple[SurveyFigures, ...] = ()
    counted: bool = True

    @property
    def absent(self) -> int | None:
        """How many had a place and did not come."""
        return None if self.placed is None or self.came is None else self.placed - self.came


class SpreadFigures(msgspec.Struct, frozen=True):
    """That one organisation plans, adapts, uses or decided against the experience of another."""

    learner: str
    source: str
    kind: str
    count: int


class ExperienceFigures(msgspec.Struct, frozen=True):
    """Published experiences by stage and focus area, and who has learnt from whom."""

    published: int = 0
    failed: int = 0
    organisations: int = 0
    by_stage: dict[str, int] = {}  # msgspec copies it
    by_area: dict[str, int] = {}  # msgspec copies it
    spread: tuple[SpreadFigures, ...] = ()


class ReportFigures(msgspec.Struct, frozen=True):
    """All figures of a report. `areas` are the names of focus areas by code, in their order."""

    events: tuple[EventFigures, ...] = ()
    experiences: ExperienceFigures = ExperienceFigures()
    areas: dict[str, str] = {}  # msgspec copies it
    gathered_on: str = ""
    format: int = FORMAT

    @property
    def surveys(self) -> list[tuple[EventFigures, SurveyFigures]]:
        """Every survey that asked about an event, with its event, in order."""
        return self._surveys(follow_up=False)

    @property
    def follow_ups(self) -> list[tuple[EventFigures, SurveyFigures]]:
        """Every survey of what came of it, some months after one of `surveys`."""
        return self._surveys(follow_up=True)

    def _surveys(self, *, follow_up: bool) -> list[tuple[EventFigures, SurveyFigures]]:
        return [
            (event, survey)
            for event in self.events
            for survey in event.surveys
            if bool(survey.follows) is follow_up
        ]


Figures = TypeVar("Figures", EventFigures, ReportFigures)


def to_stored(figures: EventFigures | ReportFigures) -> dict[str, Any]:
    """The figures as a column of JSON takes them."""
    stored: dict[str, Any] = msgspec.to_builtins(figures)
    return stored


def from_stored(stored: Any, kind: type[Figures]) -> Figures:
    """The figures as they were stored."""
    return msgspec.convert(stored, kind)


def total(values: Iterable[int | None]) -> int:
    """The sum of those that are shown."""
    return sum(value for value in values if value is not None)

"""Results: counted in the database, hidden by the one function, and only then handed out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from eventapp.domain.survey.analysis import compare, hiding
from eventapp.domain.survey.analysis.hiding import Group, Level, Publication
from eventapp.domain.survey.analysis.tabulate import Tally, tally
from eventapp.domain.survey.measures import Counted, measures_of
from eventapp.extensions import db
from eventapp.models import Choice, Survey, SurveyAnswer

Values = Mapping[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure as it may be shown.

    `interval` is in whole percent; `balance` goes from −100 to 100.
    """

    counted: Counted
    publication: Publication
    balance: int | None
    interval: tuple[int, int] | None

    @property
    def broken_down(self) -> bool:
        """Whether groups can be compared: some answers must be better news than others."""
        return bool(self.counted.measure.positive)


@dataclass(frozen=True, slots=True)
class Results:
    """What a survey found. `labels` names the groups of every breakdown."""

    survey: Survey
    findings: tuple[Finding, ...]
    labels: Mapping[str, str]

    @property
    def rate(self) -> int:
        """Answers in percent of those asked."""
        return compare.percent(self.survey.answered, self.survey.asked)

    def find(self, name: str) -> Finding | None:
        """The finding of this measure, if its groups can be compared."""
        named = (each for each in self.findings if each.counted.name == name and each.broken_down)
        return next(named, None)


def find_results(survey: Survey) -> Results | None:
    """The results; none before the survey is closed and its answers are mixed.

    Until then not even interim figures exist: two of them, some answers apart, would tell
    what those few answered.
    """
    if not survey.has_results:
        return None
    groups = _groups(survey)
    counts = _count(survey)
    findings = tuple(
        _finding(survey, counted, counts[counted.code], groups)
        for question in survey.questions
        # How many of each group answered is told by the groups alone, as exactly as it may be.
        if question.code != survey.breakdown
        for counted in measures_of(question)
    )
    return Results(survey, findings, {each.code: each.label for each in groups})


def _count(survey: Survey) -> Mapping[str, dict[str, list[tuple[str, int]]]]:
    """How often each value was given, by question and group: one pass over the primary key."""
    rows = db.session.execute(
        select(SurveyAnswer.question, SurveyAnswer.group, SurveyAnswer.value, func.count())
        .where(SurveyAnswer.survey_id == survey.id)
        .group_by(SurveyAnswer.question, SurveyAnswer.group, SurveyAnswer.value)
    )
    found: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for question, group, value, times in rows:
        found[question][group].append((value, times))
    return found


def _groups(survey: Survey) -> tuple[Choice, ...]:
    """The groups of the breakdown; those who would rather not say are none."""
    for question in survey.questions:
        if question.code == survey.breakdown:
            return tuple(each for each in question.choices if not each.unstated)
    return ()


def _finding(
    survey: Survey, counted: Counted, values: Values, choices: tuple[Choice, ...]
) -> Finding:
    everything = tally(counted.measure, _all(values))
    whole = Group("", everything, survey.asked)
    groups = [
        Group(each.code, tally(counted.measure, values.get(each.code, ())), _asked(survey, each))
        for each in (choices if counted.measure.positive else ())
    ]
    publication = hiding.publish(whole, groups, least=survey.min_group)
    shown = publication.whole.tally
    return Finding(
        counted,
        publication,
        _balance(shown) if shown and publication.whole.level is Level.ALL else None,
        _interval(shown, survey.asked) if shown else None,
    )


def _all(values: Values) -> Iterator[tuple[str, int]]:
    for group in values.values():
        yield from group


def _asked(survey: Survey, group: Choice) -> int | None:
    """How many of the organisation were asked; not known of groups that are none."""
    return int(survey.asked_by_group.get(group.code, 0)) if group.organisation else None


def _balance(shown: Tally) -> int | None:
    if shown.positive is None:
        return None
    return compare.balance(shown.positive, shown.negative, shown.base)


def _interval(shown: Tally, asked: int) -> tuple[int, int] | None:
    if shown.positive is None:
        return None
    found = compare.interval(shown.positive, shown.base, asked)
    return (round(100 * found[0]), round(100 * found[1])) if found else None

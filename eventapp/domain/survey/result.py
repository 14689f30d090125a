"""Results: counted in the database, hidden by the one function, and only then handed out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from eventapp.domain.survey.analysis import disclosure, statistics
from eventapp.domain.survey.analysis.disclosure import AnswerGroup, Participation, Publication
from eventapp.domain.survey.analysis.tally import Tally, count_answers
from eventapp.domain.survey.measure import QuestionMeasure, measures_of
from eventapp.extensions import db
from eventapp.models import Choice, Survey, SurveyAnswer

Values = Mapping[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure as it may be shown.

    `interval` is in whole percent; `balance` goes from −100 to 100.
    """

    counted: QuestionMeasure
    publication: Publication
    balance: int | None
    interval: tuple[int, int] | None

    @property
    def broken_down(self) -> bool:
        """Whether groups can be compared: some answers must be better news than others."""
        return bool(self.counted.measure.positive)


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """What a survey found. `labels` names the groups of every breakdown."""

    survey: Survey
    findings: tuple[Finding, ...]
    labels: Mapping[str, str]

    @property
    def participation(self) -> Participation:
        """How many answered, as exactly as may be shown."""
        survey = self.survey
        return disclosure.participation(
            survey.answered, survey.asked, survey.incomplete, least=survey.min_group
        )

    def find(self, name: str) -> Finding | None:
        """The finding of this measure, if its groups can be compared."""
        named = (
            finding
            for finding in self.findings
            if finding.counted.name == name and finding.broken_down
        )
        return next(named, None)


def find_results(survey: Survey) -> SurveyResults | None:
    """The results; none before the survey is closed and its answers are mixed.

    Until then not even interim figures exist: two of them, some answers apart, would reveal
    what those few answered.
    """
    if not survey.has_results:
        return None
    choices = _groups(survey)
    counts = _count(survey)
    hidden = _hidden_everywhere(survey, choices, counts[survey.breakdown])
    findings = tuple(
        _finding(survey, counted, counts[counted.code], choices, hidden)
        for question in survey.questions
        # How many of each group answered is shown with the groups alone, as exactly as it may be.
        if question.code != survey.breakdown
        for counted in measures_of(question)
    )
    return SurveyResults(survey, findings, {choice.code: choice.label for choice in choices})


def _count(survey: Survey) -> Mapping[str, dict[str, list[tuple[str, int]]]]:
    """How often each value was given, by question and group: one pass over the primary key."""
    rows = db.session.execute(
        select(SurveyAnswer.question, SurveyAnswer.group, SurveyAnswer.value, func.count())
        .where(SurveyAnswer.survey_id == survey.id)
        .group_by(SurveyAnswer.question, SurveyAnswer.group, SurveyAnswer.value)
    )
    counts: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for question, group, value, times in rows:
        counts[question][group].append((value, times))
    return counts


def _groups(survey: Survey) -> tuple[Choice, ...]:
    """The groups of the breakdown; those who prefer not to answer are no group."""
    for question in survey.questions:
        if question.code == survey.breakdown:
            return tuple(choice for choice in question.choices if not choice.unstated)
    return ()


def _hidden_everywhere(
    survey: Survey, choices: tuple[Choice, ...], values: Values
) -> frozenset[str]:
    """Groups too small by how many answered the survey at all, with those that cover them.

    The same in every measure: what hides behind one group here and another there can be subtracted.
    """
    groups = [
        AnswerGroup(
            choice.code, Tally(base=_sum(values.get(choice.code, ()))), _asked(survey, choice)
        )
        for choice in choices
    ]
    return disclosure.groups_to_hide(groups, survey.answered, least=survey.min_group)


def _finding(
    survey: Survey,
    counted: QuestionMeasure,
    values: Values,
    choices: tuple[Choice, ...],
    hidden: frozenset[str],
) -> Finding:
    measure, least = counted.measure, survey.min_group
    whole = AnswerGroup("", count_answers(measure, _all(values)), survey.asked)
    if measure.is_background:
        return Finding(counted, disclosure.publish_background(whole, least=least), None, None)
    groups = [
        AnswerGroup(
            choice.code, count_answers(measure, values.get(choice.code, ())), _asked(survey, choice)
        )
        for choice in (choices if measure.positive else ())
    ]
    publication = disclosure.publish(whole, groups, least=least, hidden=hidden)
    shown = publication.whole.tally
    return Finding(
        counted,
        publication,
        _balance(shown) if shown else None,
        _interval(shown, survey.asked) if shown else None,
    )


def _sum(values: Iterable[tuple[str, int]]) -> int:
    return sum(times for _value, times in values)


def _all(values: Values) -> Iterator[tuple[str, int]]:
    for group in values.values():
        yield from group


def _asked(survey: Survey, group: Choice) -> int | None:
    """How many of the organisation were asked; not known of groups that are none."""
    return int(survey.asked_by_group.get(group.code, 0)) if group.organisation else None


def _balance(shown: Tally) -> int | None:
    if shown.positive is None:
        return None
    return statistics.balance(shown.positive, shown.negative, shown.base)


def _interval(shown: Tally, asked: int) -> tuple[int, int] | None:
    if shown.positive is None:
        return None
    interval = statistics.interval(shown.positive, shown.base, asked)
    return (round(100 * interval[0]), round(100 * interval[1])) if interval else None

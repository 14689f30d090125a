"""Results: counted in the database, hidden by the one function, and only then handed out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.survey.analysis import disclosure, statistics
from eventapp.domain.survey.analysis.disclosure import AnswerGroup, Participation, Publication
from eventapp.domain.survey.analysis.tally import Tally, count_answers
from eventapp.domain.survey.group import NO_GROUPS, Groups, gather_groups, list_groups
from eventapp.domain.survey.measure import QuestionMeasure, measures_of
from eventapp.extensions import db
from eventapp.models import Survey, SurveyAnswer

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
        """How many were asked and answered, as exactly as may be shown."""
        survey = self.survey
        return disclosure.participation(
            survey.answered,
            survey.asked,
            survey.incomplete,
            slips=survey.slips,
            least=survey.min_group,
        )

    @property
    def says_anything(self) -> bool:
        """Whether anything at all may be shown."""
        nothing = disclosure.DisclosureLevel.NOTHING
        return any(finding.publication.whole.level is not nothing for finding in self.findings)

    def find(self, name: str) -> Finding | None:
        """The finding of this measure, if its groups can be compared."""
        named = (
            finding
            for finding in self.findings
            if finding.counted.name == name and finding.broken_down
        )
        return next(named, None)


# Results of so many surveys are kept in each process: they never change once they are there.
CACHED_RESULTS_MAX = 32
_cache: RevisionCache[str, tuple["_Published", ...]] = RevisionCache(CACHED_RESULTS_MAX)


@dataclass(frozen=True, slots=True)
class _Published:
    """What is cached of a finding: figures alone, hidden as far as they must be."""

    name: str
    publication: Publication
    balance: int | None
    interval: tuple[int, int] | None


def find_results(survey: Survey) -> SurveyResults | None:
    """The results; none before the survey is closed and its answers are mixed.

    Until then not even interim figures exist: two of them, some answers apart, would reveal
    what those few answered.
    """
    if not survey.has_results:
        return None
    published = _cache.get(survey.code, survey.version, lambda: _publish(survey))
    by_name = {figures.name: figures for figures in published}
    findings = tuple(
        Finding(counted, figures.publication, figures.balance, figures.interval)
        for counted in _measures(survey)
        if (figures := by_name.get(counted.name))
    )
    return SurveyResults(
        survey, findings, {choice.code: choice.label for choice in list_groups(survey)}
    )


def count_by_group(survey: Survey) -> dict[str, int]:
    """How many of each group answered at all: before hiding, so for hiding functions alone."""
    rows = db.session.execute(
        select(SurveyAnswer.group, func.count())
        .where(SurveyAnswer.survey_id == survey.id, SurveyAnswer.question == survey.breakdown)
        .group_by(SurveyAnswer.group)
    )
    return {row[0]: row[1] for row in rows}


def _publish(survey: Survey) -> tuple[_Published, ...]:
    """Count the answers, and hide."""
    counts = _count(survey)
    groups = gather_groups(survey, list_groups(survey))
    hidden = _hidden_everywhere(survey, groups, counts[survey.breakdown])
    return tuple(
        _finding(survey, counted, counts[counted.code], groups, hidden)
        for counted in _measures(survey)
    )


def _measures(survey: Survey) -> Iterator[QuestionMeasure]:
    """Each measure of each question but the breakdown.

    How many of each group answered is shown with the groups alone, as exactly as it may be.
    """
    for question in survey.questions:
        if question.code != survey.breakdown:
            yield from measures_of(question)


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


def _hidden_everywhere(survey: Survey, groups: Groups, values: Values) -> frozenset[str]:
    """Groups too small by how many answered the survey at all, with those that cover them.

    The same in every measure: what hides behind one group here and another there can be subtracted.
    """

    def sized(codes: Iterable[str]) -> Tally:
        return Tally(base=sum(_sum(values.get(code, ())) for code in codes))

    return groups.hidden(sized, survey.answered, least=survey.min_group)


def _finding(
    survey: Survey,
    counted: QuestionMeasure,
    values: Values,
    groups: Groups,
    hidden: frozenset[str],
) -> _Published:
    measure, least = counted.measure, survey.min_group
    whole = AnswerGroup("", count_answers(measure, _all(values)), survey.asked)
    if measure.is_background:
        publication = disclosure.publish_background(whole, least=least)
        return _Published(counted.name, publication, None, None)

    def counting(codes: Iterable[str]) -> Tally:
        return count_answers(measure, (pair for code in codes for pair in values.get(code, ())))

    shown_groups = groups if measure.positive else NO_GROUPS
    publication = shown_groups.publish(whole, counting, least=least, hidden=hidden)
    shown = publication.whole.tally
    return _Published(
        counted.name,
        publication,
        _balance(shown) if shown else None,
        _interval(shown, survey.asked) if shown else None,
    )


def _sum(values: Iterable[tuple[str, int]]) -> int:
    return sum(times for _value, times in values)


def _all(values: Values) -> Iterator[tuple[str, int]]:
    for group in values.values():
        yield from group


def _balance(shown: Tally) -> int | None:
    if shown.positive is None:
        return None
    return statistics.balance(shown.positive, shown.negative, shown.base)


def _interval(shown: Tally, asked: int) -> tuple[int, int] | None:
    if shown.positive is None:
        return None
    interval = statistics.interval(shown.positive, shown.base, asked)
    return (round(100 * interval[0]), round(100 * interval[1])) if interval else None

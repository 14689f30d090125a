"""An event's surveys as figures: what their results say, after small groups have been hidden."""

from collections.abc import Collection, Iterator, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain.report.figures import MeasureFigures, PartFigures, RateFigures, SurveyFigures
from eventapp.domain.survey.analysis import disclosure, statistics
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.analysis.tally import Reading, Tally
from eventapp.domain.survey.result import Finding, find_results
from eventapp.domain.survey.results.later_survey import compare_then_and_now
from eventapp.domain.survey.results.response_rate import list_response_rates
from eventapp.domain.survey.slip import count_slips
from eventapp.extensions import db
from eventapp.i18n import _, month_year
from eventapp.models import Event, Survey, SurveyState

LIKERT_STEPS = 5  # a scale of so many steps is told step by step, a longer one in three parts


def gather_surveys(event: Event, *, hidden: Collection[str] = ()) -> tuple[SurveyFigures, ...]:
    """The surveys about the event that have been opened, in the order in which they closed.

    `hidden` are codes of organisations of which the event's own figures are hidden.
    """
    surveys = db.session.scalars(
        select(Survey)
        .where(
            Survey.event_id == event.id,
            Survey.session_id.is_(None),
            Survey.state.in_((SurveyState.OPEN, SurveyState.CLOSED)),
        )
        .order_by(Survey.closes_at, Survey.id)
    )
    return tuple(_survey(survey, hidden) for survey in surveys)


def _survey(survey: Survey, hidden: Collection[str]) -> SurveyFigures:
    zone = ZoneInfo(survey.event.time_zone)
    results = find_results(survey)
    came = results.participation if results else None
    stated = {
        pair.now.counted.name: pair.then.publication.whole.percent
        for pair in (compare_then_and_now(results) if results else ())
    }
    return SurveyFigures(
        code=survey.code,
        title=survey.title,
        language=survey.language,
        state="closed" if results else "open",
        closed_on=survey.closes_at.astimezone(zone).date().isoformat(),
        asked=disclosure.size_of_group(survey.asked),
        answered=came.answered if came else None,
        percent=came.percent if came else None,
        incomplete=came.incomplete if came else None,
        measures=tuple(_measure(finding, stated) for finding in results.findings)
        if results
        else (),
        follows=survey.follows,
        slips=count_slips(survey),
        rates=tuple(
            RateFigures(rate.label, rate.percent)
            for rate in list_response_rates(survey, hidden=hidden)
        ),
    )


def _measure(finding: Finding, stated: Mapping[str, int | None]) -> MeasureFigures:
    counted, shown = finding.counted, finding.publication.whole
    return MeasureFigures(
        code=counted.name,
        question=counted.question.text,
        statement=counted.label if counted.part else "",
        headline=counted.headline,
        answers=shown.answers,
        percent=shown.percent,
        means=tuple(round(mean, 1) for mean in shown.means),
        interval=finding.interval,
        parts=tuple(_parts(finding)),
        hidden=shown.level is DisclosureLevel.NOTHING,
        stated=stated.get(counted.name),
    )


def _parts(finding: Finding) -> Iterator[PartFigures]:
    """How the answers are spread, where that may be shown."""
    tally = finding.publication.whole.tally
    labels = _labels(finding)
    if finding.counted.measure.is_background:
        for cell in finding.publication.cells:
            hidden = cell.level is DisclosureLevel.NOTHING
            label = labels.get(cell.code, cell.code)
            yield PartFigures(label, cell.answers, cell.percent, hidden)
    elif tally:
        rows = _thirds(tally) if _is_long_scale(finding) else _counts(tally, labels, finding)
        for label, count in rows:
            yield PartFigures(label, count, statistics.percent(count, tally.base))


def _is_long_scale(finding: Finding) -> bool:
    measure = finding.counted.measure
    return measure.reading is Reading.SCALE and len(measure.categories) > LIKERT_STEPS


def _thirds(tally: Tally) -> list[tuple[str, int]]:
    positive = tally.positive or 0
    rest = tally.base - positive - tally.negative
    return [
        (_("The highest"), positive),
        (_("In between"), rest),
        (_("The lowest"), tally.negative),
    ]


def _counts(tally: Tally, labels: dict[str, str], finding: Finding) -> Iterator[tuple[str, int]]:
    for code, count in zip(tally.categories, tally.counts, strict=True):
        yield labels.get(code) or _class_in_words(finding, code), count


def _labels(finding: Finding) -> dict[str, str]:
    """The words of each answer by its code."""
    counted = finding.counted
    if counted.measure.reading is Reading.CHANGE:
        return {"lower": _("Lower after"), "same": _("The same"), "higher": _("Higher after")}
    if counted.measure.reading is Reading.SCALE:
        steps = counted.measure.categories
        scale = counted.question.scale
        ends = {steps[0]: scale.low, steps[-1]: scale.high}
        return {step: f"{step}, {ends[step].lower()}" if step in ends else step for step in steps}
    return {choice.code: choice.label for choice in counted.question.choices}


def _class_in_words(finding: Finding, category: str) -> str:
    """A class of an amount, or a month."""
    measure = finding.counted.measure
    if measure.reading is Reading.MONTH:
        return month_year(category)
    if measure.reading is not Reading.AMOUNT:
        return category
    low = int(category)
    higher = [edge for edge in measure.edges if edge > low]
    if not higher:
        return _("%(low)s or more", low=low)
    return str(low) if higher[0] - 1 == low else f"{low}–{higher[0] - 1}"

"""How the answers to one measure are spread, in the words that page and table share."""

from collections.abc import Iterator
from dataclasses import dataclass

from eventapp.domain.survey.analysis import statistics
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.analysis.tally import Reading, Tally
from eventapp.domain.survey.result import Finding
from eventapp.i18n import _, month_year
from eventapp.models import SurveyQuestion

COLOURED_STEPS = 5
NPS_STEPS = 11


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """One answer or class of answers; a figure is None where it is not shown."""

    label: str
    count: int | None = None
    percent: int | None = None
    hidden: bool = False


def distribution_rows(finding: Finding) -> list[DistributionRow]:
    """Each answer in the order of the question; nothing where the distribution may not be shown."""
    tally = finding.publication.whole.tally
    if finding.counted.measure.is_background:
        return list(_cells(finding))
    return _parts(finding, tally) if tally else []


def _parts(finding: Finding, tally: Tally) -> list[DistributionRow]:
    reading = finding.counted.measure.reading
    if reading is Reading.SCALE:
        return _scale(finding, tally)
    if reading is Reading.CHANGE:
        return _changes(tally)
    labels = label_of_choices(finding)
    return [
        DistributionRow(
            labels.get(code) or _class_in_words(finding, code),
            count,
            # Beside the share of those who ranked it at all, only the number of firsts is shown.
            None if reading is Reading.FIRST else _percent(count, tally),
        )
        for code, count in _counts(tally)
    ]


def _scale(finding: Finding, tally: Tally) -> list[DistributionRow]:
    if is_coloured(finding):
        return _steps(finding.counted.question, tally)
    # Of statements on other scales the page shows one share each.
    return [] if finding.counted.part else _thirds(tally)


def is_coloured(finding: Finding) -> bool:
    """Whether the steps of the scale have colours, and are drawn in a chart of their own."""
    return len(finding.counted.measure.categories) == COLOURED_STEPS


def label_of_choices(finding: Finding) -> dict[str, str]:
    """The words of each choice by its code."""
    return {choice.code: choice.label for choice in finding.counted.question.choices}


def step_labels(question: SurveyQuestion) -> list[str]:
    """The steps of a scale, with words at both ends."""
    scale = question.scale
    labels = [str(step) for step in scale.steps]
    labels[0] = f"{labels[0]}, {scale.low.lower()}"
    labels[-1] = f"{labels[-1]}, {scale.high.lower()}"
    return labels


def _cells(finding: Finding) -> Iterator[DistributionRow]:
    labels = label_of_choices(finding)
    for cell in finding.publication.cells:
        hidden = cell.level is DisclosureLevel.NOTHING
        yield DistributionRow(labels.get(cell.code, cell.code), cell.answers, cell.percent, hidden)


def _changes(tally: Tally) -> list[DistributionRow]:
    words = {"lower": _("Lower after"), "same": _("The same"), "higher": _("Higher after")}
    return [
        DistributionRow(words[code], count, _percent(count, tally))
        for code, count in _counts(tally)
    ]


def _steps(question: SurveyQuestion, tally: Tally) -> list[DistributionRow]:
    labels = step_labels(question)
    return [
        DistributionRow(label, count) for label, count in zip(labels, tally.counts, strict=True)
    ]


def _thirds(tally: Tally) -> list[DistributionRow]:
    positive = tally.positive or 0
    middle = tally.base - positive - tally.negative
    labels = (
        (_("Would recommend (9–10)"), _("In between (7–8)"), _("Would not (0–6)"))
        if len(tally.categories) == NPS_STEPS
        else (_("The two highest"), _("In between"), _("The two lowest"))
    )
    return [
        DistributionRow(label, count, _percent(count, tally))
        for label, count in zip(labels, (positive, middle, tally.negative), strict=True)
    ]


def _class_in_words(finding: Finding, category: str) -> str:
    """A class of an amount, or a month."""
    measure = finding.counted.measure
    if measure.reading is Reading.MONTH:
        return month_year(category)
    low = int(category)
    higher = [edge for edge in measure.edges if edge > low]
    if not higher:
        return _("%(low)s or more", low=low)
    return str(low) if higher[0] - 1 == low else f"{low}–{higher[0] - 1}"


def _counts(tally: Tally) -> Iterator[tuple[str, int]]:
    return zip(tally.categories, tally.counts, strict=True)


def _percent(count: int, tally: Tally) -> int:
    return statistics.percent(count, tally.base)

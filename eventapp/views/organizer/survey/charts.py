"""Findings as the charts of a page want them: rows with words and whole percent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from eventapp.domain.survey.analysis import compare
from eventapp.domain.survey.analysis.hiding import Level
from eventapp.domain.survey.analysis.tabulate import Reading, Tally
from eventapp.domain.survey.results import Finding, Results
from eventapp.i18n import _, month_year, number
from eventapp.models import SurveyQuestion
from eventapp.views.organizer.survey.groups import how_many, times, why

STEPS_THAT_HAVE_COLOURS = 5


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart. `form` is scale, bars, slope or note; `rows` are as that macro takes them."""

    id: str
    title: str
    form: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    intro: str = ""
    steps: list[str] = field(default_factory=list)
    means: tuple[float, ...] = ()
    ends: tuple[int, int] = (0, 0)


def pictures(results: Results) -> list[Picture]:
    """A chart for each question that can be counted."""
    return [
        _picture(question, list(findings))
        for question, findings in groupby(results.findings, lambda each: each.counted.question)
    ]


def _picture(question: SurveyQuestion, findings: list[Finding]) -> Picture:
    first = findings[0].publication.whole
    name = f"chart-{question.code}"
    if all(each.publication.whole.level is Level.NOTHING for each in findings):
        return Picture(name, question.text, "note", intro=why(first))
    reading = findings[0].counted.measure.reading
    if reading is Reading.CHANGE:
        return _slope(name, question, findings[0])
    fully = all(each.publication.whole.level is Level.ALL for each in findings)
    steps = len(findings[0].counted.measure.categories)
    if reading is Reading.SCALE and (steps != STEPS_THAT_HAVE_COLOURS or not fully):
        return _shares(name, question, findings)
    if reading is Reading.SCALE:
        return _scale(name, question, findings)
    if not fully:
        return Picture(
            name, question.text, "note", intro=_("Too few answers to show how they lie.")
        )
    return _bars(name, question, findings)


def _scale(name: str, question: SurveyQuestion, findings: list[Finding]) -> Picture:
    scale = question.scale
    steps = [str(each) for each in scale.steps]
    steps[0], steps[-1] = f"{steps[0]}, {scale.low.lower()}", f"{steps[-1]}, {scale.high.lower()}"
    best_first = sorted(findings, key=lambda each: -(each.publication.whole.percent or 0))
    rows: list[dict[str, Any]] = [
        {"label": _label(each), "counts": list(tally.counts)}
        for each in best_first
        if (tally := each.publication.whole.tally)
    ]
    intro = _("The figure to the right is the share of the two highest grades.")
    if scale.no_opinion:
        intro += " " + _("“%(none)s” is not counted.", none=scale.no_opinion)
    return Picture(name, question.text, "scale", rows, " ".join([intro, *_sure(findings)]), steps)


def _shares(name: str, question: SurveyQuestion, findings: list[Finding]) -> Picture:
    """Where steps have no colours, or may not be told apart: three shares, or one."""
    whole = findings[0].publication.whole
    if len(findings) == 1 and whole.tally:
        rows = _thirds(whole.tally)
        return Picture(name, question.text, "bars", rows, _middle(findings[0]))
    rows = [
        {"label": _label(each), "percent": shown.percent, "note": how_many(shown)}
        if shown.level is not Level.NOTHING
        else {"label": _label(each), "hidden": why(shown)}
        for each in findings
        for shown in (each.publication.whole,)
    ]
    return Picture(name, question.text, "bars", rows, _("Share of the two highest grades."))


def _thirds(tally: Tally) -> list[dict[str, Any]]:
    positive = tally.positive or 0
    middle = tally.base - positive - tally.negative
    nps = len(tally.categories) > 10
    labels = (
        (_("Would recommend (9–10)"), _("In between (7–8)"), _("Would not (0–6)"))
        if nps
        else (_("The two highest"), _("In between"), _("The two lowest"))
    )
    return [
        {"label": label, "percent": compare.percent(count, tally.base), "note": times(count)}
        for label, count in zip(labels, (positive, middle, tally.negative), strict=True)
    ]


def _slope(name: str, question: SurveyQuestion, finding: Finding) -> Picture:
    shown, scale = finding.publication.whole, question.scale
    said = _(
        "%(percent)s percent judge themselves higher after than before.", percent=shown.percent
    )
    base = _(
        "Means of %(answers)s on a scale from %(lowest)s to %(highest)s.",
        answers=how_many(shown),
        lowest=scale.lowest,
        highest=scale.highest,
    )
    return Picture(
        name,
        question.text,
        "slope",
        intro=f"{said} {base}",
        means=tuple(round(each, 1) for each in shown.means),
        ends=(scale.lowest, scale.highest),
    )


def _bars(name: str, question: SurveyQuestion, findings: list[Finding]) -> Picture:
    finding = findings[-1]  # of a ranking: anywhere among the ranked, with the firsts beside
    tally = finding.publication.whole.tally or Tally()
    firsts = findings[0].publication.whole.tally if len(findings) > 1 else None
    labels = {each.code: each.label for each in question.choices}
    rows: list[dict[str, Any]] = []
    for place, (category, count) in enumerate(zip(tally.categories, tally.counts, strict=True)):
        note = _("first for %(count)s", count=firsts.counts[place]) if firsts else times(count)
        label = labels.get(category) or _category(finding, category)
        percent = compare.percent(count, tally.base)
        rows.append({"label": label, "percent": percent, "note": note})
    if labels:
        rows.sort(key=lambda row: -row["percent"])
    return Picture(name, question.text, "bars", rows, _middle(finding))


def _category(finding: Finding, category: str) -> str:
    """A class of an amount, or a month, in words."""
    measure = finding.counted.measure
    if measure.reading is Reading.MONTH:
        return month_year(category)
    edges = measure.edges
    low, after = int(category), [edge for edge in edges if edge > int(category)]
    if not after:
        return _("%(low)s or more", low=low)
    return str(low) if after[0] - 1 == low else f"{low}–{after[0] - 1}"


def _middle(finding: Finding) -> str:
    shown = finding.publication.whole
    said = [how_many(shown)]
    if shown.tally and shown.tally.median is not None and len(shown.means) == 1:
        said.append(
            _(
                "mean %(mean)s, median %(median)s",
                mean=_decimal(shown.means[0]),
                median=_decimal(shown.tally.median),
            )
        )
    if finding.balance is not None and finding.broken_down:
        said.append(_("balance %(balance)s", balance=f"{finding.balance:+d}".replace("-", "−")))
    return ", ".join(said) + "."


def _sure(findings: Iterable[Finding]) -> Iterable[str]:
    """For a question of one measure: mean, balance, and how sure its share is."""
    found = list(findings)
    if len(found) != 1:
        return
    yield _middle(found[0])
    if interval := found[0].interval:
        low, high = interval
        yield _(
            "Between %(low)s and %(high)s percent of all who were asked, if those who did not "
            "answer resemble those who did.",
            low=low,
            high=high,
        )


def _label(finding: Finding) -> str:
    return finding.counted.label if finding.counted.part else _("All")


def _decimal(value: float) -> str:
    return number(round(value, 1))

"""Findings as the charts of a page want them: rows with words and whole percent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from eventapp.documents.prints.results.distribution import (
    DistributionRow,
    distribution_rows,
    is_coloured,
    step_labels,
)
from eventapp.documents.prints.results.group_text import (
    how_many,
    means_in_words,
    not_shown,
    times,
    why_hidden,
)
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.analysis.tally import Reading
from eventapp.domain.survey.result import Finding, SurveyResults
from eventapp.i18n import _, one_decimal
from eventapp.models import SurveyQuestion


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `form` is scale, bars, slope or note; `rows` are as that macro takes them."""

    id: str
    title: str
    form: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    intro: str = ""
    steps: list[str] = field(default_factory=list)
    means: tuple[float, ...] = ()
    ends: tuple[int, int] = (0, 0)


def charts_of(results: SurveyResults) -> list[Chart]:
    """A chart for each question that can be counted."""
    return [
        _picture(question, list(findings))
        for question, findings in groupby(
            results.findings, lambda finding: finding.counted.question
        )
    ]


def headlines_of(results: SurveyResults) -> list[Finding]:
    """Findings whose share is worth standing at the head."""
    return [
        finding
        for finding in results.findings
        if finding.counted.headline and finding.publication.whole.percent is not None
    ]


def _picture(question: SurveyQuestion, findings: list[Finding]) -> Chart:
    first = findings[0]
    name = f"chart-{question.code}"
    levels = {finding.publication.whole.level for finding in findings}
    measure = first.counted.measure
    if levels == {DisclosureLevel.NOTHING} and not first.publication.cells:
        return Chart(name, question.text, "note", intro=why_hidden())
    if measure.reading is Reading.SCALE:
        if is_coloured(first) and levels == {DisclosureLevel.ALL}:
            return _scale(name, question, findings)
        return _shares(name, question, findings)
    if measure.reading is Reading.CHANGE and levels == {DisclosureLevel.ALL}:
        return _slope(name, question, first)
    if first.publication.cells or DisclosureLevel.ALL in levels:
        return _bars(name, question, findings)
    return _shares(name, question, findings)


def _scale(name: str, question: SurveyQuestion, findings: list[Finding]) -> Chart:
    best_first = sorted(findings, key=lambda finding: -(finding.publication.whole.percent or 0))
    rows: list[dict[str, Any]] = [
        {
            "label": _label(finding),
            "counts": [part.count for part in distribution_rows(finding)],
            "mean": one_decimal(finding.publication.whole.means[0]),
        }
        for finding in best_first
    ]
    intro = _("The number on the right is the percentage who gave one of the two highest ratings.")
    if no_opinion := question.scale.no_opinion:
        intro += " " + _("“%(none)s” is not counted.", none=no_opinion)
    intro = " ".join([intro, *_certainty(findings)])
    return Chart(name, question.text, "scale", rows, intro, step_labels(question))


def _shares(name: str, question: SurveyQuestion, findings: list[Finding]) -> Chart:
    """Where steps have no colours, or may not be shown: three shares, or one."""
    if len(findings) == 1 and (parts := distribution_rows(findings[0])):
        rows = [_part_row(part) for part in parts]
        return Chart(name, question.text, "bars", rows, _summary(findings[0]))
    rows = [_share_row(finding) for finding in findings]
    return Chart(name, question.text, "bars", rows, _meaning(findings[0]))


def _share_row(finding: Finding) -> dict[str, Any]:
    shown = finding.publication.whole
    if shown.level is DisclosureLevel.NOTHING:
        return {"label": _label(finding), "hidden": why_hidden()}
    note = ", ".join(filter(None, (how_many(shown), means_in_words(shown))))
    return {"label": _label(finding), "percent": shown.percent, "note": note}


def _meaning(finding: Finding) -> str:
    """What the one share of a measure is the share of."""
    if finding.counted.measure.reading is Reading.CHANGE:
        return _("Percentage who rate themselves higher after than before.")
    if finding.counted.measure.reading is Reading.SCALE:
        return _("Percentage who gave one of the two highest ratings.")
    return _("Percentage who answered yes.")


def _slope(name: str, question: SurveyQuestion, finding: Finding) -> Chart:
    shown, scale = finding.publication.whole, question.scale
    share = _(
        "%(percent)s per cent rate themselves higher after than before.", percent=shown.percent
    )
    base = _(
        "Means of %(answers)s on a scale from %(lowest)s to %(highest)s.",
        answers=how_many(shown),
        lowest=scale.lowest,
        highest=scale.highest,
    )
    return Chart(
        name,
        question.text,
        "slope",
        [_part_row(part) for part in distribution_rows(finding)],
        f"{share} {base}",
        means=tuple(round(mean, 1) for mean in shown.means),
        ends=(scale.lowest, scale.highest),
    )


def _bars(name: str, question: SurveyQuestion, findings: list[Finding]) -> Chart:
    finding = findings[-1]  # of a ranking: anywhere among the ranked, with the firsts beside
    rows = [_part_row(part) for part in distribution_rows(finding)]
    intro = _summary(finding)
    if len(findings) > 1:
        firsts = distribution_rows(findings[0])
        for row, first in zip(rows, firsts, strict=False):
            row["note"] += ", " + _("first choice of %(count)s", count=first.count)
        intro += "" if firsts else " " + _("Ranked first:") + " " + not_shown()
    if question.choices:
        rows.sort(key=lambda row: -row.get("percent", -1))
    return Chart(name, question.text, "bars", rows, intro)


def _part_row(part: DistributionRow) -> dict[str, Any]:
    if part.hidden:
        return {"label": part.label, "hidden": why_hidden()}
    note = _("percentage only") if part.count is None else times(part.count)
    return {"label": part.label, "percent": part.percent, "note": note}


def _summary(finding: Finding) -> str:
    """Number of answers, mean, median and balance, as far as they are shown."""
    shown = finding.publication.whole
    if shown.level is DisclosureLevel.NOTHING:
        return ""
    parts = [how_many(shown)]
    if shown.tally and shown.tally.median is not None and len(shown.means) == 1:
        parts.append(means_in_words(shown))
        parts.append(_("median %(median)s", median=one_decimal(shown.tally.median)))
    if finding.balance is not None and finding.broken_down:
        parts.append(_("balance %(balance)s", balance=f"{finding.balance:+d}".replace("-", "−")))
    return ", ".join(parts) + "."


def _certainty(findings: Iterable[Finding]) -> Iterator[str]:
    """For a question of one measure: mean, balance, and how sure its share is."""
    several = list(findings)
    if len(several) != 1:
        return
    yield _summary(several[0])
    if interval := several[0].interval:
        low, high = interval
        yield _(
            "Between %(low)s and %(high)s per cent of everyone who was asked, if "
            "those who did not answer resemble those who did.",
            low=low,
            high=high,
        )


def _label(finding: Finding) -> str:
    return finding.counted.label if finding.counted.part else _("All")

"""Results as rows of a table. What the hiding function has not let through is not here to write."""

from collections.abc import Iterator, Mapping

from eventapp.documents.csv_file import Cell
from eventapp.domain.survey.analysis import compare
from eventapp.domain.survey.analysis.hiding import Level, Shown
from eventapp.domain.survey.results import Finding, Results
from eventapp.i18n import _, _l
from eventapp.views.organizer.survey.groups import how_many, why

HEADER = (
    _l("Code"),
    _l("Question"),
    _l("Statement"),
    _l("Group"),
    _l("Answer"),
    _l("Number of answers"),
    _l("Percent"),
    _l("Mean"),
    _l("Note"),
)
Row = tuple[Cell, ...]


def export_rows(results: Results) -> Iterator[Row]:
    """Of each measure: the whole, its distribution where there are ten or more, each group."""
    for finding in results.findings:
        yield _row(finding, _("All"), finding.publication.whole)
        yield from _distribution(finding)
        for shown in finding.publication.groups:
            yield _row(finding, results.labels[shown.code], shown)


def _row(finding: Finding, group: str, shown: Shown) -> Row:
    if shown.level is Level.NOTHING:
        return (*_named(finding), group, "", "", "", "", why(shown))
    mean = round(shown.means[-1], 1) if shown.means else None
    note = _("percent of good answers") if shown.percent is not None else ""
    # A bare figure where there is one, so that a spreadsheet can reckon with it.
    answers = how_many(shown) if shown.answers is None else shown.answers
    return (*_named(finding), group, "", answers, shown.percent, mean, note)


def _distribution(finding: Finding) -> Iterator[Row]:
    tally = finding.publication.whole.tally
    if tally is None:
        return
    labels = _labels(finding)
    for category, count in zip(tally.categories, tally.counts, strict=True):
        percent = compare.percent(count, tally.base)
        label = labels.get(category, category)
        yield (*_named(finding), _("All"), label, count, percent, None, "")


def _named(finding: Finding) -> Row:
    counted = finding.counted
    return counted.name, counted.question.text, counted.label if counted.part else ""


def _labels(finding: Finding) -> Mapping[str, str]:
    return {each.code: each.label for each in finding.counted.question.choices}

"""Results as rows of a table: the figures of the page, in its words and its language.

What the hiding function has not let through is not here to write.
"""

from collections.abc import Iterator

from eventapp.documents.csv_file import Cell
from eventapp.documents.prints.results.distribution import DistributionRow, distribution_rows
from eventapp.documents.prints.results.group_text import how_many, not_shown
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel, PublishedGroup
from eventapp.domain.survey.result import Finding, SurveyResults
from eventapp.i18n import _, _l

HEADER = (
    _l("Code"),
    _l("Question"),
    _l("Statement"),
    _l("Group"),
    _l("Answer"),
    _l("Number of answers"),
    _l("Per cent"),
    _l("Mean before"),
    _l("Mean"),
    _l("Note"),
)
# The same columns for programs, in every language.
KEYS = (
    "code",
    "question",
    "statement",
    "group",
    "answer",
    "answers",
    "percent",
    "mean_before",
    "mean",
    "note",
)
Row = tuple[Cell, ...]


def export_rows(results: SurveyResults) -> Iterator[Row]:
    """Of each measure: the whole, how its answers are spread, each group."""
    for finding in results.findings:
        yield _row(finding, _("All"), finding.publication.whole)
        for part in distribution_rows(finding):
            yield _part_row(finding, part)
        for shown in finding.publication.groups:
            yield _row(finding, results.labels[shown.code], shown)


def _row(finding: Finding, group: str, shown: PublishedGroup) -> Row:
    named = _named(finding)
    if shown.level is DisclosureLevel.NOTHING:
        return (*named, group, "", None, None, None, None, not_shown())
    means = [round(mean, 1) for mean in shown.means]
    before, mean = means if len(means) == 2 else (None, means[0] if means else None)
    # A bare figure where there is one, so that a spreadsheet can reckon with it.
    answers = how_many(shown) if shown.answers is None else shown.answers
    note = _("percentage of positive answers") if shown.percent is not None else ""
    return (*named, group, "", answers, shown.percent, before, mean, note)


def _part_row(finding: Finding, part: DistributionRow) -> Row:
    named = _named(finding)
    if part.hidden:
        return (*named, _("All"), part.label, None, None, None, None, not_shown())
    answers = _("percentage only") if part.count is None else part.count
    return (*named, _("All"), part.label, answers, part.percent, None, None, "")


def _named(finding: Finding) -> Row:
    counted = finding.counted
    return counted.name, counted.question.text, counted.label if counted.part else ""

"""Groups and their sizes in words: what is shown of each, and one sentence for all that are not."""

from collections.abc import Mapping
from typing import Any

from eventapp.domain.survey.analysis.disclosure import DisclosureLevel, PublishedGroup
from eventapp.domain.survey.result import Finding, SurveyResults
from eventapp.i18n import _, _n, one_decimal


def breakdown(results: SurveyResults, finding: Finding) -> list[dict[str, Any]]:
    """A row for each group: its share, the highest first; then those that are hidden."""
    by_share = sorted(
        finding.publication.groups,
        # The hidden ones stay in the order of the question: any other would reveal something.
        key=lambda shown: (shown.level is DisclosureLevel.NOTHING, -(shown.percent or 0)),
    )
    return [_group_row(results.labels, shown) for shown in by_share]


def why_hidden() -> str:
    """One sentence for everything hidden: a reason of its own would reveal a group's size."""
    return _("Otherwise some people’s answers could be worked out.")


def not_shown() -> str:
    """The text in a sentence or a cell in place of what is hidden."""
    return f"{_('Not shown.')} {why_hidden()}"


def how_many(shown: PublishedGroup) -> str:
    """The number of answers, where it may be shown."""
    return _("percentage only") if shown.answers is None else times(shown.answers)


def times(count: int) -> str:
    """So many answers."""
    return _n("%(num)d answer", "%(num)d answers", count)


def means_in_words(shown: PublishedGroup) -> str:
    """The mean, or the means before and after; nothing where none is shown."""
    if len(shown.means) == 1:
        return _("mean %(mean)s", mean=one_decimal(shown.means[0]))
    if len(shown.means) == 2:
        before, after = map(one_decimal, shown.means)
        return _("mean %(before)s before, %(after)s after", before=before, after=after)
    return ""


def _group_row(labels: Mapping[str, str], shown: PublishedGroup) -> dict[str, Any]:
    label = labels[shown.code]
    if shown.level is DisclosureLevel.NOTHING:
        return {"label": label, "hidden": why_hidden()}
    note = ", ".join(filter(None, (how_many(shown), means_in_words(shown))))
    return {"label": label, "note": note, "percent": shown.percent}

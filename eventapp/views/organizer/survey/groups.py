"""Groups and their sizes in words: what is shown of each, or why nothing is."""

from collections.abc import Mapping
from typing import Any

from eventapp.domain.survey.analysis.hiding import Level, Reason, Shown
from eventapp.domain.survey.results import Finding, Results
from eventapp.i18n import _, _n


def breakdown(results: Results, finding: Finding) -> list[dict[str, Any]]:
    """A row for each group: its share, the highest first; then those not shown, and why."""
    by_share = sorted(
        finding.publication.groups,
        # The hidden keep the order they are listed in: any other would say something of them.
        key=lambda shown: (shown.level is Level.NOTHING, -(shown.percent or 0)),
    )
    return [_group_row(results.labels, shown) for shown in by_share]


def why(shown: Shown) -> str:
    """Why nothing is said of a group."""
    return {
        Reason.FEW: _("Fewer than five answers."),
        Reason.NEARLY_ALL: _("Nearly everybody in the group answered."),
        Reason.DERIVABLE: _("Otherwise the answers of a few could be worked out."),
    }[shown.reason or Reason.FEW]


def how_many(shown: Shown) -> str:
    """The number of answers, as exactly as may be said."""
    if shown.answers is None:
        return _("5–9 answers")
    return _n("%(num)d answer", "%(num)d answers", shown.answers)


def times(count: int) -> str:
    """So many answers."""
    return _n("%(num)d answer", "%(num)d answers", count)


def _group_row(labels: Mapping[str, str], shown: Shown) -> dict[str, Any]:
    label = labels[shown.code]
    if shown.level is Level.NOTHING:
        return {"label": label, "hidden": why(shown)}
    return {"label": label, "note": how_many(shown), "percent": shown.percent}

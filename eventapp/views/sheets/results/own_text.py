"""One municipality's results as plain text, for a file that is mailed on."""

from collections.abc import Iterable, Iterator

from eventapp.domain.survey.results.own_result import OwnResults
from eventapp.i18n import _, date_year
from eventapp.views.sheets.results.own_chart import OwnChart, Row, own_charts


def own_results_text(results: Iterable[OwnResults]) -> str:
    """Each survey's results with the words of its page; what is hidden there is hidden here."""
    return "\n".join(line for own in results for line in _survey(own))


def _survey(own: OwnResults) -> Iterator[str]:
    survey = own.results.survey
    event = survey.event
    yield f"{survey.title}: {own.results.labels[own.group]}"
    yield f"{event.title}, {date_year(event.starts_at, event.time_zone)}"
    yield ""
    for chart in own_charts(own):
        yield from _measure(chart)


def _measure(chart: OwnChart) -> Iterator[str]:
    yield chart.title
    yield from (f"- {row['label']}: {_figure(row)}" for row in chart.rows)
    yield ""


def _figure(row: Row) -> str:
    if "hidden" in row:
        return str(row["hidden"])
    return _("%(percent)s per cent (%(note)s)", percent=row["percent"], note=row["note"])

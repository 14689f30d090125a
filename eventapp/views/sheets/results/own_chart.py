"""One municipality's results as the charts of a page want them, and figures over time."""

from dataclasses import dataclass
from typing import Any

from eventapp.documents.prints.results.group_text import how_many, means_in_words, why_hidden
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel, PublishedGroup
from eventapp.domain.survey.group import CLASS_NAMES
from eventapp.domain.survey.result import Finding
from eventapp.domain.survey.results.later_survey import ThenAndNow
from eventapp.domain.survey.results.own_result import EarlierFigure, OwnFinding, OwnResults, Trend
from eventapp.i18n import _, date_year

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnChart:
    """One chart of bars: what is compared, or the same over time."""

    id: str
    title: str
    rows: list[Row]


def own_charts(own: OwnResults) -> list[OwnChart]:
    """A chart for each measure: the own group, all others, the own class."""
    name = own.results.labels[own.group]
    return [
        OwnChart(f"own-{finding.finding.counted.name}", _title(finding), _rows(finding, own, name))
        for finding in own.findings
    ]


def trend_charts(trends: list[Trend]) -> list[OwnChart]:
    """A chart for each measure that was asked before: one bar for each event."""
    return [
        OwnChart(
            f"trend-{trend.finding.counted.name}",
            _words(trend.finding.counted.question.text, trend.finding.counted.label),
            [_event_row(figure) for figure in trend.figures],
        )
        for trend in trends
    ]


def then_and_now_charts(pairs: list[ThenAndNow], group: str = "") -> list[OwnChart]:
    """A chart for each share of a follow-up: at first, and some months later."""
    charts = []
    for pair in pairs:
        then, now = pair.shown(group)
        rows = [
            _row(_("Then: %(words)s", words=_stated(pair.then)), then),
            _row(_("Now: %(words)s", words=_stated(pair.now)), now),
        ]
        name = f"then-{pair.now.counted.name}"
        charts.append(OwnChart(name, pair.now.counted.question.text, rows))
    return charts


def _stated(finding: Finding) -> str:
    return finding.counted.headline or finding.counted.label


def _title(own: OwnFinding) -> str:
    counted = own.finding.counted
    return _words(counted.question.text, counted.label if counted.part else "")


def _words(question: str, part: str) -> str:
    return f"{question} {part}" if part and part != question else question


def _rows(finding: OwnFinding, own: OwnResults, name: str) -> list[Row]:
    beside = _("All others") if finding.others else _("Everyone who answered")
    rows = [_row(name, finding.own), _row(beside, finding.beside)]
    if own.class_ and finding.class_:
        rows.append(_row(str(CLASS_NAMES[own.class_]), finding.class_))
    return rows


def _row(label: str, shown: PublishedGroup) -> Row:
    if shown.level is DisclosureLevel.NOTHING or shown.percent is None:
        return {"label": label, "hidden": why_hidden()}
    note = ", ".join(filter(None, (how_many(shown), means_in_words(shown))))
    return {"label": label, "percent": shown.percent, "note": note}


def _event_row(figure: EarlierFigure) -> Row:
    event = figure.event
    label = f"{event.title}, {date_year(event.starts_at, event.time_zone)}"
    if figure.own is None:
        return _row(label, figure.whole)
    row = _row(label, figure.own)
    if "note" in row and figure.whole.percent is not None:
        everyone = _("everyone %(percent)s%%", percent=figure.whole.percent)
        row["note"] = f"{row['note']}, {everyone}"
    return row

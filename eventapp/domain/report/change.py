"""What changed when a report's figures were gathered anew."""

from collections.abc import Iterator
from dataclasses import dataclass

from eventapp.domain.report import table as tables
from eventapp.domain.report.document import Cell, ReportTable, cell_text
from eventapp.domain.report.figures import ReportFigures
from eventapp.i18n import speaking

MAKERS = (
    tables.event_table,
    tables.survey_table,
    tables.follow_up_table,
    tables.rate_table,
    tables.stage_table,
    tables.topic_table,
    tables.organisation_table,
    tables.measure_table,
)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure: where it stands, what it is, and what it was and is, as people read it."""

    row: str
    figure: str
    before: str
    after: str


def list_changes(before: ReportFigures, after: ReportFigures, language: str) -> list[FigureChange]:
    """Every figure that is another than before, in the order of the tables."""
    with speaking(language):
        return [change for make in MAKERS for change in _changes_in(make(before), make(after))]


def _changes_in(before: ReportTable, after: ReportTable) -> Iterator[FigureChange]:
    old, new = _by_name(before), _by_name(after)
    for name in [*old, *(name for name in new if name not in old)]:
        for place, column in enumerate(after.columns):
            if column.is_number:
                was, now = _text(old.get(name), place), _text(new.get(name), place)
                if was != now:
                    label = " · ".join(name)
                    yield FigureChange(label, str(column.label), was, now)


def _by_name(table: ReportTable) -> dict[tuple[str, ...], tuple[Cell, ...]]:
    """The rows by the words in them, which name them."""
    return {tuple(cell for cell in row if isinstance(cell, str)): row for row in table.rows}


def _text(row: tuple[Cell, ...] | None, place: int) -> str:
    return cell_text(row[place]) if row else "–"

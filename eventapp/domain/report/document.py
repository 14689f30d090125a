"""A report as it is read: sections of words, tables and charts, made of its figures alone.

Pages, Word, PDF, spreadsheets and open data all print this one document, so they cannot differ.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from eventapp.domain.report.definition import Definition
from eventapp.domain.report.draft import draft
from eventapp.domain.report.figures import ReportFigures
from eventapp.i18n import _, _l, number, one_decimal

NEW_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[-–•*] )")
# The sections in their order, with their headings.
SECTIONS: dict[str, str] = {
    "summary": _l("In brief"),
    "events": _l("Events and participants"),
    "organisations": _l("Organisations"),
    "topics": _l("Topics"),
    "surveys": _l("What the participants answered"),
    "experiences": _l("Experiences"),
    "spread": _l("Who has learnt from whom"),
    "follow_up": _l("What happened afterwards"),
    "use": _l("What was done so that others can use it"),
    "method": _l("Method and drop-out"),
}


class Hidden(Enum):
    """Stands in a cell in place of a figure that may not be shown."""

    HIDDEN = "hidden"


HIDDEN = Hidden.HIDDEN
Cell = int | float | str | Hidden | None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table; each column is a definition. `code` is its name in files."""

    code: str
    title: str
    columns: tuple[Definition, ...]
    rows: tuple[tuple[Cell, ...], ...]
    appendix: bool = False

    @property
    def hides(self) -> bool:
        """Whether something in it may not be shown."""
        return any(cell is HIDDEN for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class ReportBar:
    """One bar: its length is a percentage, or None where it may not be shown."""

    label: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class ReportChart:
    """Bars of percentages, and all that they show in words."""

    code: str
    title: str
    bars: tuple[ReportBar, ...]

    @property
    def words(self) -> str:
        """What the picture shows, for whoever does not see it."""
        shown = [
            _("%(label)s: %(percent)s per cent", label=bar.label, percent=bar.percent)
            if bar.percent is not None
            else f"{bar.label}: {not_shown()}"
            for bar in self.bars
        ]
        return f"{self.title}. {'. '.join(shown)}."


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One section. `own` says that somebody wrote its text; `drafted` is what the draft says now.

    `outdated` says that the draft has changed since the text was written.
    """

    code: str
    heading: str
    text: str
    drafted: str
    own: bool = False
    outdated: bool = False
    tables: tuple[ReportTable, ...] = ()
    charts: tuple[ReportChart, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The text as paragraphs, which an empty line divides, or the dash of a list."""
        parts = NEW_PARAGRAPH.split(self.text.replace("\r\n", "\n"))
        return [" ".join(part.split()) for part in parts if part.strip()]


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """The whole report, in the language in which it was composed."""

    title: str
    subtitle: str
    language: str
    sections: tuple[ReportSection, ...]
    appendix: tuple[ReportTable, ...]
    definitions: tuple[Definition, ...]

    @property
    def tables(self) -> list[ReportTable]:
        """Every table, those of the appendix last."""
        return [*(table for section in self.sections for table in section.tables), *self.appendix]


@dataclass(frozen=True, slots=True)
class OwnText:
    """What somebody wrote in place of a draft, and what the draft was then."""

    text: str
    draft: str


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What a report says of itself before its figures."""

    title: str
    first_day: date
    last_day: date
    language: str
    texts: Mapping[str, OwnText] = field(default_factory=dict)


def not_shown() -> str:
    """The words in place of a hidden figure: the same everywhere, as another would be a hint."""
    return _("Not shown")


def cell_text(cell: Cell) -> str:
    """A cell as people read it, in the current language."""
    if cell is None:
        return "–"
    if isinstance(cell, Hidden):
        return not_shown()
    if isinstance(cell, float):
        return one_decimal(cell)
    return number(cell) if isinstance(cell, int) else cell


def sections_of(
    figures: ReportFigures,
    texts: Mapping[str, OwnText],
    tables: Mapping[str, tuple[ReportTable, ...]],
    charts: Mapping[str, tuple[ReportChart, ...]],
) -> tuple[ReportSection, ...]:
    """Each section with its own text, or the draft."""
    sections = []
    for code, heading in SECTIONS.items():
        drafted, own = draft(code, figures), texts.get(code)
        sections.append(
            ReportSection(
                code=code,
                heading=str(heading),
                text=own.text if own else drafted,
                drafted=drafted,
                own=own is not None,
                outdated=own is not None and own.draft != drafted,
                tables=tables.get(code, ()),
                charts=charts.get(code, ()),
            )
        )
    return tuple(sections)

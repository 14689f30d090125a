"""What every form of a report says of itself, in the current language."""

from eventapp.domain.report.document import ReportDocument, ReportTable
from eventapp.i18n import _

LICENCE = "CC0-1.0"
LICENCE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"


def note_of(table: ReportTable) -> str:
    """The note beneath a table in which something is hidden; empty beneath others."""
    if not table.hides:
        return ""
    return _(
        "Not shown: few people, or a figure from which that of few people could be worked out."
    )


def heading_of_contents() -> str:
    """The heading of the table of contents."""
    return _("Contents")


def headings_of(report: ReportDocument) -> list[str]:
    """Every section and every part of the appendix, as the table of contents has them."""
    titles = [*(table.title for table in report.appendix), _("What the figures mean")]
    return [
        *(section.heading for section in report.sections),
        *(heading_of_appendix(place, title) for place, title in enumerate(titles, start=1)),
    ]


def heading_of_appendix(number: int, title: str) -> str:
    """The heading of one part of the appendix."""
    return _("Appendix %(number)s. %(title)s", number=number, title=title)


def definition_rows(report: ReportDocument) -> list[tuple[str, str]]:
    """Each figure of the report, and what it means."""
    return [(str(row.label), str(row.meaning)) for row in report.definitions]


def licence_words() -> str:
    """Under which licence the data may be used."""
    return _("The data may be used by anybody for anything (Creative Commons CC0 1.0).")

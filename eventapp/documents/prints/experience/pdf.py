"""A card on one page of A4, tagged (PDF/UA-1)."""

from eventapp.documents import markdown
from eventapp.documents.prints.experience.sheet import (
    WRITTEN_IN,
    ExperienceSheet,
    SheetFigure,
    SheetSection,
)
from eventapp.documents.prints.experience.shortening import ELLIPSIS, shorten, shorten_together
from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.typesetting import legible, typeset

# At the smallest size that the page tries; headings, facts and references have the rest.
SECTION_LINES_MAX = 44
LEAD_LINES_MAX, FACT_LINES_MAX = 3, 2
REFERENCES_MAX = 4


def experience_pdf(sheet: ExperienceSheet) -> bytes:
    """Print the card; what a page has no room for is cut, and the page says where the rest is.

    Letters that no shipped typeface has are left out with a sign. Raises TypesettingRefused,
    TypesetterFailed.
    """
    whole = [markdown.plain_text(section.text) for section in sheet.sections]
    texts = shorten_together(whole, SECTION_LINES_MAX)
    references = [
        shorten(markdown.plain_text(reference), 1)
        for reference in sheet.references[:REFERENCES_MAX]
    ]
    is_cut = any(text.endswith(ELLIPSIS) for text in (*texts, *references))
    is_cut = is_cut or len(sheet.references) > REFERENCES_MAX
    heading = SheetHeading(sheet.organisation, sheet.title, sheet.language, sheet.logo)
    return typeset(
        "experience",
        {
            **heading.values(),
            "written_lang": WRITTEN_IN,
            "lead": legible(shorten(markdown.plain_text(sheet.lead), LEAD_LINES_MAX)),
            "areas": legible(sheet.areas),
            "sections": [
                _section(section, text) for section, text in zip(sheet.sections, texts, strict=True)
            ],
            "facts_heading": legible(sheet.headings.facts),
            "facts": [
                [legible(label), legible(shorten(value, FACT_LINES_MAX))]
                for label, value in sheet.facts
            ],
            "references_heading": legible(sheet.headings.references),
            "references": [legible(reference) for reference in references],
            "approved": legible(sheet.approved),
            "address": sheet.address,
            "shortened": legible(sheet.shortened) if is_cut else "",
        },
    )


def _section(section: SheetSection, text: str) -> dict[str, object]:
    return {
        "heading": legible(section.heading),
        "figure": _figure(section.figure),
        "paragraphs": _paragraphs(text),
    }


def _paragraphs(text: str) -> list[str]:
    return [legible(line) for line in text.splitlines() if line.strip()]


def _figure(figure: SheetFigure | None) -> dict[str, object] | None:
    if figure is None:
        return None
    return {
        "name": legible(figure.name),
        "columns": [legible(column) for column in figure.columns],
        "values": [legible(value) for value in figure.values],
    }

"""A report's document with everything that one may have, made without a database."""

from datetime import date

from eventapp.domain.report.composition import compose
from eventapp.domain.report.document import OwnText, ReportDocument, ReportHead
from eventapp.domain.report.figures import (
    EventFigures,
    ExperienceFigures,
    MeasureFigures,
    OrganisationFigures,
    PartFigures,
    ReportFigures,
    SpreadFigures,
    SurveyFigures,
)

HARD_TITLE = '=1+1 <b>Åsa & Bo</b> #panic("x") \x07'
SURVEY = SurveyFigures(
    "s1",
    "Vad tyckte du?",
    "sv",
    "closed",
    "2027-05-01",
    60,
    50,
    83,
    measures=(
        MeasureFigures(
            "q3",
            "Betyg?",
            headline="gav betyget 4 eller 5",
            answers=50,
            percent=74,
            means=(4.1,),
            interval=(70, 78),
            parts=(PartFigures("1, dåligt", 3, 6), PartFigures("5, bra", 47, 94)),
        ),
        MeasureFigures("q6", "Kunskap?", answers=50, percent=80, means=(2.5, 4.0)),
        MeasureFigures("q4", "Mer?", hidden=True),
    ),
)
EVENTS = (
    EventFigures(
        "e1",
        "a",
        HARD_TITLE,
        "conference",
        False,
        "2027-04-01",
        "2027-04-02",
        1200,
        ("a",),
        9,
        {"a": 4},
        1050,
        990,
        94,
        3,
        12,
        True,
        (
            OrganisationFigures("Storstad", 20, 90),
            OrganisationFigures("Mellanstad", None, 71),
            OrganisationFigures("Fåstad", hidden=True),
        ),
        (SURVEY,),
    ),
    EventFigures("e2", "b", "Litet möte", "network-meeting", True, "2027-05-01", "2027-05-01", 30),
)
FIGURES = ReportFigures(
    EVENTS,
    ExperienceFigures(
        3, 1, 2, {"tried": 2, "compared": 1}, {"a": 3}, (SpreadFigures("A", "B", "uses", 1),)
    ),
    {"a": "Trygghet i skolan"},
    "2027-06-01",
)
GATHERED_ON = date(2027, 6, 1)


def a_document(language: str = "sv", figures: ReportFigures = FIGURES) -> ReportDocument:
    """The document, with one text of somebody's own."""
    head = ReportHead(
        f"Årsrapport {HARD_TITLE}",
        date(2027, 1, 1),
        date(2027, 12, 31),
        language,
        {"use": OwnText("Vi har gjort =SUMMA(A1).\n\nOch mer.", "")},
    )
    return compose(head, figures)

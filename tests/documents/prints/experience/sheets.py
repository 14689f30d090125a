"""A card on its way out."""

from dataclasses import replace
from typing import Any

from eventapp.documents.prints.experience.sheet import (
    ExperienceSheet,
    SheetFigure,
    SheetHeadings,
    SheetSection,
)

FIGURE = SheetFigure("Dagar", ["Före", "Efter"], ["19", "4"])
SHEET = ExperienceSheet(
    title="Första mötet inom tre arbetsdagar",
    organisation="Södertälje kommun",
    lead="Mediantiden sjönk från 19 till 4 arbetsdagar.",
    background="",
    areas="Unga",
    sections=[
        SheetSection("Problemet", "Lägesbild", "Det tog **tre** veckor.", FIGURE),
        SheetSection(
            "Det här gjorde vi", "Åtgärd", "- en fast tid\n- [en mall](https://town.example)"
        ),
    ],
    facts=[("Tid", "10 timmar i månaden"), ("Fråga", "samordnare")],
    references=["Brå 2023:4"],
    headings=SheetHeadings("Det här krävs", "Referenser"),
    approved="Granskad 29 juni 2023.",
    address="https://events.example/experiences/abc",
    shortened="Förkortad.",
    language="sv",
)


def a_sheet(**facts: Any) -> ExperienceSheet:
    return replace(SHEET, **facts)

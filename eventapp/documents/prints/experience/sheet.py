"""What a card says on its way out of the product, in words; each format sets it in its own way."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventapp.documents.prints.heading import PrintedLogo

WRITTEN_IN = "sv"


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """What was measured: its name, and columns with a value each."""

    name: str
    columns: Sequence[str]
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One step: its name, what it is called in the law's process, a little Markdown."""

    heading: str
    step: str
    text: str
    figure: SheetFigure | None = None


@dataclass(frozen=True, slots=True)
class SheetHeadings:
    """The words above what is no step."""

    facts: str
    references: str


@dataclass(frozen=True, slots=True)
class ExperienceSheet:
    """A card without any person: whom to ask is a function, and the way there is the address.

    `language` is that of the headings and facts; what people wrote is in WRITTEN_IN.
    """

    title: str
    organisation: str
    lead: str
    background: str
    areas: str
    sections: Sequence[SheetSection]
    facts: Sequence[tuple[str, str]]
    references: Sequence[str]
    headings: SheetHeadings
    approved: str
    address: str
    shortened: str
    language: str
    logo: PrintedLogo | None = None

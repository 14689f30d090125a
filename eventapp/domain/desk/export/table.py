"""A table on its way out of the house: what it says, in words, row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

Cell = str | int | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table in the current language. Its rows are read as they are asked for, once."""

    title: str
    header: Sequence[str]
    rows: Iterator[Row]


def local_day(moment: datetime | None, zone: str) -> str:
    """The day there, as every spreadsheet sorts it: 2027-03-20."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat() if moment else ""


def local_clock(moment: datetime, zone: str) -> str:
    """The time of day there: 09:30."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def local_moment(moment: datetime | None, zone: str) -> str:
    """Day and time there: 2027-03-20 09:30."""
    return f"{local_day(moment, zone)} {local_clock(moment, zone)}" if moment else ""

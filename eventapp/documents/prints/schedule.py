"""The programme on paper: what it is about, then each day by time, in one of two sizes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from eventapp.documents import markdown
from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.typesetting import is_legible, legible, typeset
from eventapp.documents.xml_text import printable

WORD = re.compile(r"\S+")


class SchedulePaper(StrEnum):
    """The sizes of paper."""

    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One session in words; `again` below one of the same hours; `about` is small."""

    time: str
    title: str
    about: str
    room: str
    service: bool
    marks: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """One day, with its sessions in order."""

    title: str
    lines: Sequence[PrintedLine]


@dataclass(frozen=True, slots=True)
class ScheduleWords:
    """The words of every programme: columns from the left, and what stands at the foot."""

    columns: tuple[str, str, str]
    footer: str


@dataclass(frozen=True, slots=True)
class PrintedSchedule:
    """A whole programme: when and where, a notice if there is one, and a little Markdown."""

    facts: str
    notice: str
    about: str
    days: Sequence[PrintedDay]


def schedule_pdf(
    schedule: PrintedSchedule, *, heading: SheetHeading, words: ScheduleWords, paper: SchedulePaper
) -> bytes:
    """Print the programme, tagged; letters that no shipped typeface has are left out with a sign.

    A thousand sessions take one to two seconds. Raises TypesettingRefused, TypesetterFailed.
    """
    values = {
        **heading.values(),
        "paper": paper.value,
        "columns": words.columns,
        "footer": legible(words.footer),
        "facts": legible(schedule.facts),
        "notice": legible(schedule.notice),
        "about": _legible_tree(markdown.tree(schedule.about)),
        "days": [_day_values(day) for day in schedule.days],
    }
    return typeset("schedule", values)


def _day_values(day: PrintedDay) -> dict[str, object]:
    return {
        "title": legible(day.title),
        "lines": [
            {
                "time": line.time,
                "title": legible(line.title) or "–",
                "about": legible(line.about),
                "room": legible(line.room),
                "marks": legible(line.marks),
                "service": line.service,
                "again": line.again,
            }
            for line in day.lines
        ],
    }


def _legible_tree(nodes: list[Any]) -> list[Any]:
    """The tree with words that can be drawn, and without empty lists."""
    return [_legible_node(node) for node in nodes]


def _legible_node(node: Any) -> Any:
    if not isinstance(node, list):
        return node
    if node and node[0] == "text":
        return ["text", WORD.sub(lambda word: _drawn(word[0]), printable(node[1]))]
    return [_legible_node(part) for part in node]


def _drawn(word: str) -> str:
    return word if is_legible(word) else "…"

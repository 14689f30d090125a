"""Name badges, on sheets of labels or on a roll."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from eventapp.documents import qr
from eventapp.documents.prints.heading import SheetHeading
from eventapp.documents.typesetting import is_legible, legible, one_line, runs_leftwards, typeset


class LabelPaper(StrEnum):
    """What badges are printed on: so many to an A4 sheet, or a roll."""

    TEN = "a4-10"
    EIGHT = "a4-8"
    FOUR = "a4-4"
    ROLL = "roll-62"


@dataclass(frozen=True, slots=True)
class LabelSize:
    """A label in millimetres, and how many stand beside and beneath each other; a roll has 0.

    `scale` is how large its letters may be, 1 on the smallest sheet.
    """

    width: float
    height: float
    columns: int
    rows: int
    scale: float


LABEL_SIZES = {
    LabelPaper.TEN: LabelSize(90, 54, 2, 5, 1),
    LabelPaper.EIGHT: LabelSize(105, 74, 2, 4, 1.3),
    LabelPaper.FOUR: LabelSize(105, 148, 2, 2, 1.6),
    LabelPaper.ROLL: LabelSize(62, 90, 0, 0, 1),
}


@dataclass(frozen=True, slots=True)
class BadgeLabel:
    """One badge: any of its texts may be empty; `code` is that of a ticket, or empty."""

    name: str
    organisation: str
    code: str = ""


def badges_pdf(
    labels: Sequence[BadgeLabel],
    *,
    heading: SheetHeading,
    code_words: str,
    paper: LabelPaper,
    large: bool,
) -> bytes:
    """Print badges in this order. A name that cannot be printed leaves a line to write it on."""
    size = LABEL_SIZES[paper]
    values = {
        **heading.values(),
        "code_words": code_words,
        "width": size.width,
        "height": size.height,
        "scale": size.scale,
        "columns": size.columns,
        "rows": size.rows,
        "large": large,
        "badges": [_values(label, code_words) for label in labels],
    }
    return typeset("badges", values)


def _values(label: BadgeLabel, code_words: str) -> dict[str, object]:
    name = one_line(label.name)
    by_hand = not is_legible(name)
    return {
        "name": "" if by_hand else name,
        "by_hand": by_hand,
        "leftwards": runs_leftwards(name),
        "organisation": legible(label.organisation),
        "qr": qr.svg(label.code, title=code_words) if label.code else None,
    }

"""Charts as pictures, for documents that cannot draw: bars with their labels and percentages."""

import io
from functools import cache
from typing import TYPE_CHECKING

from eventapp.documents.typesetter import FONTS
from eventapp.documents.typesetting import legible
from eventapp.domain.report.document import ReportBar, ReportChart, not_shown
from eventapp.i18n import _

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH_MM = 160
DPI = 200
WIDTH = round(WIDTH_MM / 25.4 * DPI)
BAR, GAP, TEXT, FIGURE_WIDTH = 26, 14, 30, 170
LABEL_LINES_MAX = 2
# Drawn in grey: the darker half is letters on white, and of the rest a few numbers are colours;
# reducing a picture of all colours takes twenty times as long.
INK, WHITE, FILL, TRACK, QUIET = 0, 127, 200, 210, 220
SHADES = 16
COLOURS = {FILL: (11, 92, 82), TRACK: (221, 229, 226), QUIET: (61, 75, 70)}
INK_COLOUR = (19, 33, 30)


def draw(chart: ReportChart) -> bytes:
    """The chart as a PNG of WIDTH_MM at DPI; its words are ReportChart.words."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - it serves this verb alone

    labels = [_wrapped(bar.label) for bar in chart.bars]
    heights = [len(lines) * (TEXT + 6) + BAR + GAP for lines in labels]
    image = Image.new("L", (WIDTH, max(sum(heights), 1)), WHITE)
    pen, top = ImageDraw.Draw(image), 0
    for bar, lines, height in zip(chart.bars, labels, heights, strict=True):
        _draw_bar(pen, bar, lines, top)
        top += height
    written = io.BytesIO()
    image = image.point(_fewer_shades())
    image.putpalette(_palette())
    image.save(written, "png", dpi=(DPI, DPI))
    return written.getvalue()


def _draw_bar(pen: "ImageDraw", bar: ReportBar, lines: list[str], top: int) -> None:
    for line in lines:
        pen.text((0, top), line, fill=INK, font=_font())
        top += TEXT + 6
    whole = WIDTH - FIGURE_WIDTH
    if bar.percent is None:
        pen.rectangle((0, top, whole, top + BAR), outline=QUIET, width=2)
        pen.text((12, top - 4), not_shown(), fill=INK, font=_font())
        return
    pen.rectangle((0, top, whole, top + BAR), fill=TRACK)
    pen.rectangle((0, top, round(whole * bar.percent / 100), top + BAR), fill=FILL)
    figure = _("%(percent)s per cent", percent=bar.percent).replace("\u00a0", " ")
    pen.text((whole + 14, top - 4), figure, fill=INK, font=_font())


def _wrapped(label: str) -> list[str]:
    """The label on so many lines as it may have; of a longer one the rest is left out."""
    lines: list[str] = []
    words = legible(label).split() or [""]
    while words and len(lines) < LABEL_LINES_MAX:
        line = words.pop(0)
        while words and _font().getlength(f"{line} {words[0]}") <= WIDTH:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words:
        lines[-1] = f"{lines[-1]} …"
    return lines


@cache
def _fewer_shades() -> list[int]:
    """Each number as the nearest of SHADES between ink and white: a third less in a PDF."""
    step = WHITE / (SHADES - 1)
    return [round(round(n / step) * step) if n <= WHITE else n for n in range(256)]


@cache
def _palette() -> list[int]:
    """The colour of each number: from ink to white, then those of bars."""
    ramp = [
        tuple(round(dark + (255 - dark) * step / WHITE) for dark in INK_COLOUR)
        for step in range(WHITE + 1)
    ]
    rest = [COLOURS.get(number, (255, 255, 255)) for number in range(WHITE + 1, 256)]
    return [part for colour in [*ramp, *rest] for part in colour]


@cache
def _font() -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415 - it serves this module alone

    return ImageFont.truetype(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf", TEXT)

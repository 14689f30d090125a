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
COLOURS = 16  # a picture of few colours is a tenth of the size
INK, FILL, TRACK, QUIET = "#13211e", "#0b5c52", "#dde5e2", "#3d4b46"


def draw(chart: ReportChart) -> bytes:
    """The chart as a PNG of WIDTH_MM at DPI; its words are ReportChart.words."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - it serves this verb alone

    labels = [_wrapped(bar.label) for bar in chart.bars]
    heights = [len(lines) * (TEXT + 6) + BAR + GAP for lines in labels]
    image = Image.new("RGB", (WIDTH, max(sum(heights), 1)), "white")
    pen, top = ImageDraw.Draw(image), 0
    for bar, lines, height in zip(chart.bars, labels, heights, strict=True):
        _draw_bar(pen, bar, lines, top)
        top += height
    written = io.BytesIO()
    image.quantize(COLOURS).save(written, "png", dpi=(DPI, DPI), optimize=True)
    return written.getvalue()


def _draw_bar(pen: "ImageDraw", bar: ReportBar, lines: list[str], top: int) -> None:
    for line in lines:
        pen.text((0, top), line, fill=INK, font=_font())
        top += TEXT + 6
    whole = WIDTH - FIGURE_WIDTH
    if bar.percent is None:
        pen.rectangle((0, top, whole, top + BAR), outline=QUIET, width=2)
        pen.text((12, top - 4), not_shown(), fill=QUIET, font=_font())
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
def _font() -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415 - it serves this module alone

    return ImageFont.truetype(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf", TEXT)

"""Pictures of charts: as wide as a page, light, and longer bars for more."""

import io

from flask import Flask
from PIL import Image

from eventapp.documents.prints.report.picture import WIDTH, draw
from eventapp.domain.report.document import ReportBar, ReportChart


def picture(*bars: ReportBar) -> Image.Image:
    content = draw(ReportChart("c", "Titel", bars))
    assert len(content) < 40_000
    return Image.open(io.BytesIO(content)).convert("RGB")


def filled(image: Image.Image) -> int:
    """How many dark green dots there are."""
    return sum(
        count for count, dot in image.getcolors(1 << 20) or () if dot[1] - dot[0] > 50 > dot[0]
    )


def test_a_bar_is_as_long_as_its_share(app: Flask) -> None:
    half, whole = picture(ReportBar("A", 50)), picture(ReportBar("A", 100))
    assert half.width == WIDTH
    assert 0.4 < filled(half) / filled(whole) < 0.6


def test_a_hidden_bar_is_empty_and_long_labels_wrap(app: Flask) -> None:
    hidden = picture(ReportBar("Långt " * 60, None))
    assert filled(hidden) == 0
    assert hidden.height > picture(ReportBar("Kort", None)).height

"""QR pictures are read by two foreign readers, small and large, straight and turned."""

import io
import re
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from eventapp.documents import qr
from eventapp.domain.registration.ticket import derive_code

CODES = [
    derive_code(bytes(32), "ev-7Q2M9K4TXC", "4ZC9T1M8XQ", revision) for revision in range(1, 6)
]
CODE = CODES[0]
DIGITS_ALONE = "07439150008063602"
PIXELS = [120, 160, 240, 360, 480]


def drawn(code: str, pixels: int) -> Image.Image:
    """Return the picture, `pixels` wide with its quiet zone."""
    picture = Image.open(io.BytesIO(qr.png(code))).convert("L")
    return picture.resize((pixels, pixels), Image.Resampling.BOX)


def on_a_page(picture: Image.Image, degrees: float) -> Image.Image:
    """Lay the picture, turned, on a grey table twice its size."""
    turned = picture.rotate(degrees, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)
    page = Image.new("L", (picture.width * 2, picture.height * 2), 235)
    page.paste(turned, ((page.width - turned.width) // 2, (page.height - turned.height) // 2))
    return page


def zxing(picture: Image.Image) -> list[str]:
    """Return what zxing reads in the picture."""
    return [barcode.text for barcode in zxingcpp.read_barcodes(np.asarray(picture))]


def opencv(picture: Image.Image) -> str:
    """Return what OpenCV reads in the picture."""
    return cv2.QRCodeDetector().detectAndDecode(np.asarray(picture))[0]


@pytest.mark.parametrize("pixels", PIXELS)
@pytest.mark.parametrize("code", [*CODES, DIGITS_ALONE])
def test_zxing_reads_every_code_on_a_screen(code: str, pixels: int) -> None:
    assert zxing(drawn(code, pixels)) == [code]


@pytest.mark.parametrize("pixels", PIXELS)
def test_opencv_reads_every_code_on_a_screen(pixels: int) -> None:
    assert [opencv(drawn(code, pixels)) for code in CODES] == CODES


@pytest.mark.parametrize("code", [*CODES, DIGITS_ALONE])
def test_adding_up_what_each_bit_turns_is_what_the_library_draws(code: str) -> None:
    rows = qr.modules(code)

    summed = int("".join("01"[module] for row in rows for module in row), 2)
    assert summed == qr._drawn(qr._data(code))


@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 133, 180, 270, 301])
@pytest.mark.parametrize("pixels", PIXELS)
def test_zxing_reads_a_turned_code(pixels: int, degrees: float) -> None:
    assert zxing(on_a_page(drawn(CODE, pixels), degrees)) == [CODE]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_opencv_reads_a_turned_code(degrees: float) -> None:
    assert opencv(on_a_page(drawn(CODE, 240), degrees)) == CODE


@pytest.mark.parametrize("code", CODES)
def test_ten_millimetres_at_200_dots_an_inch_are_enough(code: str) -> None:
    printed = round(10 / 25.4 * 200 * qr.WIDTH / qr.SIDE)
    paper = drawn(code, printed).point(lambda light: 255 if light > 127 else 0)

    assert zxing(on_a_page(paper.resize((160, 160), Image.Resampling.BILINEAR), 8)) == [code]


def test_the_picture_has_25_modules_and_one_mask() -> None:
    rows = qr.modules(CODE)

    assert [len(row) for row in rows] == [25] * 25
    # Format bits beside the upper left corner: level H, mask 3 (ISO/IEC 18004, table C.1).
    assert "".join("01"[rows[8][x]] for x in (0, 1, 2, 3, 4, 5, 7)) == "0011001"


def test_the_path_draws_the_same_modules_inside_the_quiet_zone() -> None:
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", qr.svg_path(CODE))
    dark = {(int(x) + i, int(y)) for x, y, length, _ in runs for i in range(int(length))}

    assert dark == {
        (x + 4, y + 4) for y, row in enumerate(qr.modules(CODE)) for x, on in enumerate(row) if on
    }


def test_the_svg_is_a_document_whose_title_is_text_whatever_it_holds() -> None:
    picture = ET.fromstring(qr.svg(CODE, title='Biljett <b>"&\x00\ud800 Åsa'))

    assert picture[0].text == 'Biljett <b>"& Åsa'
    assert picture.get("viewBox") == "0 0 33 33"
    assert "style" not in ET.tostring(picture, "unicode")


def test_the_png_has_one_bit_a_pixel() -> None:
    picture = Image.open(io.BytesIO(qr.png(CODE, scale=3)))

    assert (picture.mode, picture.size) == ("1", (99, 99))
    assert zxing(picture.convert("L")) == [CODE]


@pytest.mark.parametrize(
    "text", ["", "7C9J-TH1C-8ZMA-5VDMS", CODE.lower(), CODE[:16], CODE + "0", "0" * 17, "Å" * 17]
)
def test_nothing_but_a_ticket_code_is_drawn(text: str) -> None:
    for draw in (qr.modules, qr.svg_path, qr.png, lambda code: qr.svg(code, title="")):
        with pytest.raises(ValueError, match="canonical"):
            draw(text)

"""Photos that are uploaded: upright, square, in three sizes, and nothing else of the file."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from eventapp.documents.photo import (
    SIZES_PIXELS,
    PhotoTooLarge,
    PhotoTooSmall,
    UnreadablePhoto,
    draw_photo,
    draw_picture,
)
from tests.builders.speaker import a_picture


def test_a_photo_is_cut_square_in_three_sizes_without_what_was_hidden_in_it() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kameran Hemlig", 6
    exif.get_ifd(0x8825)[1] = "N"

    drawn = draw_photo(a_picture(1200, 800, exif=exif).read())

    for content, side in zip((drawn.small, drawn.medium, drawn.large), SIZES_PIXELS, strict=True):
        picture = Image.open(BytesIO(content))
        assert (picture.format, picture.size) == ("JPEG", (side, side))
        assert not picture.getexif()
        assert b"Hemlig" not in content


def test_a_photo_is_turned_upright() -> None:
    exif, picture, file = Image.Exif(), Image.new("RGB", (400, 400), "white"), BytesIO()
    exif[0x0112] = 3  # upside down
    picture.paste("black", (0, 0, 400, 200))
    picture.save(file, "JPEG", exif=exif)

    large = Image.open(BytesIO(draw_photo(file.getvalue()).large)).convert("L")

    top, bottom = large.getpixel((288, 20)), large.getpixel((288, 550))
    assert (top, bottom) == (255, 0)


def test_a_picture_that_is_no_face_stays_whole_upright_and_small_enough_for_a_phone() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kameran Hemlig", 6  # turned a quarter

    drawn = draw_picture(a_picture(3200, 1000, exif=exif).read())

    picture = Image.open(BytesIO(drawn.jpeg))
    assert (picture.format, picture.size) == ("JPEG", (500, 1600))
    assert (drawn.width, drawn.height) == picture.size
    assert not picture.getexif()
    assert b"Hemlig" not in drawn.jpeg


def test_what_is_transparent_is_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(file, "PNG")
    large = Image.open(BytesIO(draw_photo(file.getvalue()).large))
    assert large.getpixel((10, 10)) == (255, 255, 255)


# Drawn by the test that wants it, not by all who collect the tests.
@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (lambda: b"", UnreadablePhoto),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnreadablePhoto),
        (lambda: a_picture().read()[:200], UnreadablePhoto),
        (lambda: a_picture(199, 400).read(), PhotoTooSmall),
        (lambda: a_picture(9000, 9000, "PNG").read(), PhotoTooLarge),
        (lambda: b"\xff\xd8\xff" + bytes(15 * 1024 * 1024), PhotoTooLarge),
    ],
    ids=["empty", "svg", "torn", "small", "bomb", "heavy"],
)
def test_what_is_no_photo_is_refused_before_it_is_unpacked(
    file: Callable[[], bytes], refusal: type[Exception]
) -> None:
    uploaded = file()

    for draw in (draw_photo, draw_picture):
        with pytest.raises(refusal):
            draw(uploaded)

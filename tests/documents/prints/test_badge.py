"""Badges and other prints: read in order by machines that read aloud, in any script, at once."""

import dataclasses
import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from eventapp.documents.prints.badge import BadgeLabel, LabelPaper, badges_pdf
from eventapp.documents.prints.heading import PrintedLogo, SheetHeading
from eventapp.documents.typesetting import is_legible, legible, runs_leftwards
from tests.documents.prints.reading import open_pdf, text_of

HEADING = SheetHeading("Namnskyltar", "Konferens för kommuner 2023", "sv")
CODE = "7C9JTH1C8ZMA5VDMS"


def print_badges(*labels: BadgeLabel, paper: LabelPaper = LabelPaper.TEN) -> bytes:
    return badges_pdf(labels, heading=HEADING, code_words="QR-kod", paper=paper, large=False)


def test_a_sheet_is_tagged_has_a_title_and_a_language_and_calls_itself_pdf_ua() -> None:
    reader = PdfReader(open_pdf(print_badges(BadgeLabel("Linnéa", "Göteborgs Stad"))))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert reader.metadata
    assert reader.metadata.title == "Namnskyltar – Konferens för kommuner 2023"
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_badges_are_read_in_their_order_name_before_organisation() -> None:
    document = print_badges(
        BadgeLabel("Linnéa", "Göteborgs Stad"), BadgeLabel("Kamil", "Södertälje kommun")
    )

    assert text_of(document) == "Linnéa Göteborgs Stad Kamil Södertälje kommun"


@pytest.mark.parametrize("paper", list(LabelPaper))
def test_the_sites_logo_stands_beside_what_is_read(paper: LabelPaper) -> None:
    picture = io.BytesIO()
    Image.new("RGBA", (480, 136), "#003366").save(picture, "png")
    logo = PrintedLogo(picture.getvalue(), 480 / 136, "Exempelmyndigheten")
    heading = dataclasses.replace(HEADING, logo=logo)
    labels = BadgeLabel("Linnéa Sjöglimt", "Göteborgs Stad", CODE), BadgeLabel("Kamil", "")
    printed = badges_pdf(labels, heading=heading, code_words="QR-kod", paper=paper, large=False)

    reader = PdfReader(open_pdf(printed))
    assert all(page.images for page in reader.pages)
    assert text_of(printed) == "Linnéa Sjöglimt Göteborgs Stad Kamil"
    with pypdfium2.PdfDocument(printed) as opened:
        picture_of = opened[0].render(scale=4).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture_of)] == [CODE]


@pytest.mark.parametrize(
    ("paper", "size", "pages"),
    [
        (LabelPaper.TEN, (210, 297), 2),
        (LabelPaper.EIGHT, (210, 297), 2),
        (LabelPaper.FOUR, (210, 297), 3),
        (LabelPaper.ROLL, (62, 90), 11),
    ],
)
def test_each_paper_has_its_size_and_so_many_to_a_page(
    paper: LabelPaper, size: tuple[int, int], pages: int
) -> None:
    labels = [BadgeLabel(f"Linnéa {n}", "Göteborgs Stad", CODE) for n in range(11)]

    with pypdfium2.PdfDocument(print_badges(*labels, paper=paper)) as document:
        width, height = document[0].get_size()
        assert len(document) == pages
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == size


@pytest.mark.parametrize(
    "name",
    [
        "Żółć",
        "Юлія",
        "Ωμέγα",
        "سميرة",
        "שרה",
        "ሰላም",
        "Արամ",
        "ნინო",
        "नेहा",
        "สมชาย",
        "அருண்",
        "ܣܪܐ",
        "李小龍",
        "김민수",
        "さくら",
    ],
)
def test_names_of_many_scripts_are_printed_from_the_shipped_faces(name: str) -> None:
    assert is_legible(name)

    text = text_of(print_badges(BadgeLabel(name, "Göteborgs Stad")))

    assert "\ufffd" not in text
    assert len(text) > len("Göteborgs Stad")


@pytest.mark.parametrize("name", ["Sofia 🙂", "𠮷野"])
def test_a_letter_without_a_face_leaves_a_line_and_never_a_box(name: str) -> None:
    assert not is_legible(name)

    assert text_of(print_badges(BadgeLabel(name, "Göteborgs Stad"))) == "Göteborgs Stad"


def test_a_text_goes_in_as_data_whatever_it_says() -> None:
    name = '#panic("x") *Åsa* $x^2$ @ref'

    assert name in text_of(print_badges(BadgeLabel(name, "")))


def test_what_no_face_has_is_left_out_of_other_texts_with_a_sign() -> None:
    assert legible("Föreningen 🙂 i Lund") == "Föreningen … i Lund"


def test_the_first_letter_decides_the_direction() -> None:
    assert runs_leftwards("سميرة")
    assert not runs_leftwards("2 Åsa سميرة")


def test_a_word_wider_than_its_label_stays_on_it() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff" * 2
    with pypdfium2.PdfDocument(print_badges(BadgeLabel(name, ""))) as document:
        page = document[0].get_textpage()
        boxes = [page.get_charbox(n) for n in range(page.count_chars())]

    assert max(box[2] for box in boxes) <= (15 + 90) / 25.4 * 72


def test_five_hundred_badges_are_on_fifty_sheets() -> None:
    labels = [BadgeLabel(f"Linnéa {number}", "Göteborgs Stad", CODE) for number in range(500)]

    with pypdfium2.PdfDocument(print_badges(*labels)) as document:
        assert len(document) == 50

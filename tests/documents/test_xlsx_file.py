"""Workbooks: texts stay texts, figures are figures, and nothing calculates or links."""

import io
import zipfile
from collections.abc import Iterable

from openpyxl import load_workbook

from eventapp.documents.csv_file import Row
from eventapp.documents.xlsx_file import CELL_MAX_LENGTH, write_xlsx


def workbook(header: list[str], rows: Iterable[Row]) -> bytes:
    target = io.BytesIO()
    write_xlsx(target, "Deltagare", header, rows)
    return target.getvalue()


def cells(content: bytes) -> list[list[object]]:
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_texts_keep_their_zeros_and_figures_are_numbers() -> None:
    content = workbook(["Namn", "Kod", "Antal"], [["Åsa Öström", "0701", 7], ["李", "12E3", 2.5]])

    assert cells(content) == [
        ["Namn", "Kod", "Antal"],
        ["Åsa Öström", "0701", 7],
        ["李", "12E3", 2.5],
    ]


def test_nothing_is_a_formula_or_a_link_whatever_is_written() -> None:
    written = [
        "=1+1",
        "{=SUM(A1)}",
        "+46",
        "-1",
        "@x",
        "https://a.example",
        "internal:b",
        "mailto:a@b",
    ]
    content = workbook(["=HYPERLINK()"], [[text] for text in written])

    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    rows = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in rows] == ["=HYPERLINK()", *written]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "hyperlink " not in xml.lower()


def test_a_line_end_is_one_sign() -> None:
    content = workbook(["Fritt"], [["Rad ett\r\nRad två"]])

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"_x000D_" not in parts.read("xl/worksheets/sheet1.xml")
    assert cells(content)[1] == ["Rad ett\nRad två"]


def test_what_a_cell_or_xml_cannot_hold_is_left_out() -> None:
    content = workbook(
        ["a"], [["x\x00\x0by\ud800z"], ["å" * (CELL_MAX_LENGTH + 5)], [None], ["_x0041_"]]
    )
    rows = cells(content)

    assert rows[1] == ["xyz"]
    assert rows[2] == ["å" * CELL_MAX_LENGTH]

import io
import zipfile

import pytest
from openpyxl import Workbook

from eventapp.documents.table_file import Table, UnreadableTable, read_table

HEAD = ("Namn", "E-post", "Övrigt")
ROWS = (
    ("Åsa Öhrn", "asa@town.example", "Kommer; kanske\nsent"),
    ("Zoë Ek", "zoe@town.example", 'säger "ja"'),
)


def written(separator: str, encoding: str, *, first: str = "", line_end: str = "\r\n") -> bytes:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in (HEAD, *ROWS)]
    text = first + "".join(separator.join(row) + line_end for row in quoted)
    return text.encode(encoding)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(written(";", "utf-8-sig"), id="excel-in-swedish-utf-8"),
        pytest.param(written(";", "cp1252"), id="excel-in-swedish"),
        pytest.param(written(";", "cp1252", first="sep=;\r\n"), id="a-line-for-excel"),
        pytest.param(written(",", "utf-8", line_end="\n"), id="google-sheets"),
        pytest.param(written(",", "cp1252"), id="outlook"),
        pytest.param(written("\t", "utf-16"), id="excel-unicode-text"),
        pytest.param(written(";", "utf-8", line_end="\n"), id="libreoffice"),
    ],
)
def test_a_list_is_read_as_spreadsheets_and_mail_programs_write_it(content: bytes) -> None:
    assert read_table(content) == Table(HEAD, ROWS)


def a_workbook(*rows: tuple[object, ...]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def a_zip(entries: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return target.getvalue()


def test_a_workbook_is_read_as_it_is_shown() -> None:
    book = a_workbook(("Kod", "Antal", "Kommer"), (114, 17.0, True), ("=1+1", None, None))
    book.active["A2"].number_format = "0000"

    assert read_table(saved(book)).rows == (("0114", "17", "1"), ())[:1]


def test_the_first_sheet_that_is_shown_is_read_with_its_hidden_rows() -> None:
    book = a_workbook(("Ej", "denna"), ("a", "b"))
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Lista")
    for row in (("Namn", "E-post"), ("Ali", "ali@town.example"), ("Bo", "bo@town.example")):
        shown.append(row)
    shown.row_dimensions[3].hidden = True

    table = read_table(saved(book))

    assert table.header == ("Namn", "E-post")
    assert (len(table.rows), table.hidden) == (2, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (b"\xd0\xcf\x11\xe0old", "old-excel"),
        (b"PK\x03\x04 but nothing more", "broken"),
        (a_zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "not-excel"),
        (a_zip({"Index/Document.iwa": "Numbers"}), "not-excel"),
        (b"Namn;E-post\r\n", "no-rows"),
        (b"Deltagare 2027;\r\nNamn;E-post\r\nAli;ali@town.example\r\n", "title-row"),
        (b"Namn;E-post\r\n\0\0;\0\r\n", "broken"),
        (b"Namn;E-post\n" + b"a;b\n" * 20_001, "too-many-rows"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read_table(content)

    assert refused.value.reason == reason


def test_a_sheet_coloured_to_its_last_row_is_no_longer_than_its_text() -> None:
    book = a_workbook(("Namn", "E-post"), ("Ali", "ali@town.example"))
    book.active.cell(900, 1).value = None
    book.active.row_dimensions[900].height = 30

    assert len(read_table(saved(book)).rows) == 1

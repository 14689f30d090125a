"""LibreOffice with Swedish settings opens every list right: no formula, no link, no lost zero."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from eventapp.domain.desk.export.export import ExportKind
from eventapp.domain.desk.export.participant import list_columns
from eventapp.domain.permission import Role
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.extensions import db
from eventapp.models import Event, QuestionKind
from tests.builders import HOUR, NOON, a_registration, a_session, an_event, an_organisation
from tests.builders.account import an_account, signed_in
from tests.domain.desk.export.tables import add_question
from tests.soak.libreoffice import Cell, open_all
from tests.visitor import Visitor

pytestmark = pytest.mark.on_sqlite_alone

# What a spreadsheet would make something else of, if it were let.
TEXTS = (
    "0701",
    "070-174 06 05",
    "12E3",
    "1,5",
    "1.5",
    "2027-03-20",
    "3/4",
    "1 000",
    "SANT",
    "12345678901234567890",
    "=1+1",
    "+46701740605",
    "-1",
    "@SUMMA(A1)",
    "http://exempel.example/",
    "anna@exempel.example",
    'Åsa; Öst "Ängen"',
    "'citat",
    "50 %",
    "10:30",
)


@pytest.fixture
def event() -> Event:
    """A role and an answer of every kind of text, for people with å, ä and ö."""
    event = an_event(seats=100, reserved={an_organisation("Älvstad"): 3})
    add_question(event, "tal", QuestionKind.NUMBER, "Hur många nätter?")
    add_question(event, "fri", QuestionKind.LINE, "Något mer?")
    session = a_session(event, seats=5, title="Ökad trygghet – åtta råd")
    for number, text in enumerate(TEXTS):
        a_registration(
            event,
            name=f"Åsa Öström {number:02}",
            role=text,
            answers={"tal": str(number), "fri": text},
            sessions=(session,) if number < 5 else (),
            needs=CareNeeds(diet="Ägg, mjölk") if number % 2 else CareNeeds(),
        )
    event.starts_at, event.ends_at = NOON - HOUR, NOON + HOUR
    db.session.commit()
    return event


def take(client: Visitor, event: Event, folder: Path, ending: str) -> list[Path]:
    """Every list, with every column where there is a choice; the files."""
    columns = "&".join(f"column={name}" for name, _label in list_columns(event))
    files = []
    for kind in ExportKind:
        answer = client.get(f"/organizer/events/{event.slug}/exports/{kind}.{ending}?{columns}")
        assert answer.status_code == 200, kind
        files.append(folder / f"{kind}.{ending}")
        files[-1].write_bytes(answer.data)
    return files


def swedish_desk(client: Visitor) -> Visitor:
    client.set_cookie("language", "sv")
    return signed_in(client, an_account(Role.ORGANIZER))


def assert_harmless(rows: list[list[Cell]]) -> None:
    assert not [cell for row in rows for cell in row if cell.formula or cell.link]


def as_written(cells: list[object]) -> list[object]:
    """A row as it stands in the file, without what is empty at its end."""
    while cells and cells[-1] in {None, ""}:
        cells.pop()
    return ["" if cell is None else cell for cell in cells]


def test_a_workbook_is_opened_as_it_was_written(
    client: Visitor, event: Event, tmp_path: Path
) -> None:
    files = take(swedish_desk(client), event, tmp_path, "xlsx")

    for name, rows in open_all(files, tmp_path).items():
        assert_harmless(rows)
        (sheet,) = load_workbook(io.BytesIO((tmp_path / name).read_bytes())).worksheets
        written = [as_written(list(row)) for row in sheet.iter_rows(values_only=True)]
        seen = [
            [cell.text if cell.kind == "string" else cell.number for cell in row] for row in rows
        ]
        assert [[cell if cell is not None else "" for cell in row] for row in seen] == written, name
        assert {cell.kind for row in rows for cell in row} <= {"string", "float", ""}, name


def test_a_csv_file_is_opened_as_it_reads(client: Visitor, event: Event, tmp_path: Path) -> None:
    files = take(swedish_desk(client), event, tmp_path, "csv")

    for name, rows in open_all(files, tmp_path).items():
        assert_harmless(rows)
        text = (tmp_path / name).read_bytes().decode("utf-8-sig")
        written = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        assert len(rows) == len(written), name
        for seen, cells in zip(rows, written, strict=True):
            for cell, words in zip(seen, cells, strict=False):
                assert reads(cell, words), (name, cell, words)


def reads(cell: Cell, words: str) -> bool:
    """Whether the cell says what was written; a figure by its value, in Swedish."""
    if cell.number is not None:
        return cell.number == float(words.replace(" ", "").replace(",", "."))
    return cell.text == words

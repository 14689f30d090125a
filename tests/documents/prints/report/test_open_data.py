"""Open data as JSON and as a data package: the same figures, with dictionary and licence."""

import json

from flask import Flask

from eventapp.documents.csv_file import CHANGED_NUMBER, DANGEROUS
from eventapp.documents.prints.report.open_data import report_json, report_package
from eventapp.domain.report.document import HIDDEN
from eventapp.i18n import speaking
from tests.builders.report_document import GATHERED_ON, a_document
from tests.documents.prints.report.reading import as_json, csv_rows, package_files, plain


def unquoted(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reckoning with it."""
    harmed = text[1:].startswith(DANGEROUS) or CHANGED_NUMBER.fullmatch(text[1:])
    return text[1:] if text.startswith("'") and harmed else text


def test_json_has_each_cell_and_says_which_are_hidden(app: Flask) -> None:
    report = a_document()
    content = as_json(report_json(report, gathered_on=GATHERED_ON))

    for table, written in zip(report.tables, content["tables"], strict=True):
        codes = [column.code for column in table.columns]
        for row, cells in zip(table.rows, written["rows"], strict=True):
            hidden = cells.pop("hidden", [])
            assert list(cells) == codes
            assert [None if cell is HIDDEN else cell for cell in row] == list(cells.values())
            assert [codes[n] for n, cell in enumerate(row) if cell is HIDDEN] == hidden


def test_json_has_the_dictionary_the_method_and_the_licence(app: Flask) -> None:
    content = as_json(report_json(a_document(), gathered_on=GATHERED_ON))

    assert content["licenses"][0]["name"] == "CC0-1.0"
    assert content["method"].startswith("Siffrorna samlades in den 1 juni 2027.")
    known = {row["name"] for row in content["definitions"]}
    used = {name for t in content["tables"] for row in t["rows"] for name in row} - {"hidden"}
    assert used == known
    assert content["created"] == "2027-06-01"


def test_the_packages_csv_files_are_the_tables_cell_by_cell(app: Flask) -> None:
    report = a_document()
    files = package_files(report_package(report, gathered_on=GATHERED_ON))
    package = json.loads(files["datapackage.json"])

    for table, resource in zip(report.tables, package["resources"], strict=True):
        head, *rows = csv_rows(files[resource["path"]])
        assert head == [field["name"] for field in resource["schema"]["fields"]]
        with speaking("sv"):
            wanted = [[plain(cell, "Visas inte") for cell in row] for row in table.rows]
        assert [[unquoted(cell) for cell in row] for row in rows] == wanted
        assert resource["schema"]["missingValues"] == ["", "Visas inte"]


def test_a_table_of_the_package_begins_with_its_first_head(app: Flask) -> None:
    """datapackage 1.1.10 for JavaScript refuses a table with a mark before it (findings/)."""
    files = package_files(report_package(a_document(), gathered_on=GATHERED_ON))

    assert files["data/stages.csv"].startswith(b"stage;experiences\r\n")


def test_a_package_was_created_at_a_moment_as_its_specification_wants(app: Flask) -> None:
    """Data Package 1.0: RFC 3339 with time and zone; frictionless 5.21.0 refuses it without."""
    files = package_files(report_package(a_document(), gathered_on=GATHERED_ON))

    assert json.loads(files["datapackage.json"])["created"] == "2027-06-01T00:00:00Z"


def test_the_same_figures_give_the_same_bytes(app: Flask) -> None:
    first, second = (report_package(a_document(), gathered_on=GATHERED_ON) for _ in range(2))
    assert first == second
    note = package_files(first)["README.txt"].decode("utf-8-sig")
    assert "placed: Hade plats." in note
    # csvkit 2.2.0 takes 4,1 for 41 where nobody tells it (findings/).
    assert "Tabellerna har semikolon mellan kolumnerna och komma före decimaler." in note

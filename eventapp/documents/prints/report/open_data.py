"""A report as open data: one JSON file, or a data package of CSV files (Frictionless, version 1).

Both have the dictionary of the data, the method and the licence with them.
"""

import io
import json
import zipfile
from datetime import date
from typing import Any

from eventapp.documents.csv_file import csv_for_programs
from eventapp.documents.prints.report.words import LICENCE, LICENCE_URL, licence_words
from eventapp.documents.prints.report.workbook import file_cell
from eventapp.domain.report.definition import Definition
from eventapp.domain.report.document import HIDDEN, ReportDocument, ReportTable, not_shown
from eventapp.i18n import _, speaking

VERSION = 1  # of the JSON; it rises when a reader of the version before would misunderstand it
MADE_AT = (1980, 1, 1, 0, 0, 0)  # of each file in the zip: the same data give the same bytes


def report_json(report: ReportDocument, *, gathered_on: date) -> bytes:
    """The report's tables, each row an object by the codes of the columns.

    A hidden figure is null, and its column is named in the row's `hidden`.
    """
    with speaking(report.language):
        content = {
            "version": VERSION,
            **_about(report, gathered_on),
            "definitions": [_field(row) for row in report.definitions],
            "tables": [_table(table) for table in report.tables],
        }
    return _json(content)


def report_package(report: ReportDocument, *, gathered_on: date) -> bytes:
    """A zip with a CSV file for each table, and datapackage.json that describes them."""
    with speaking(report.language):
        package = {
            "profile": "data-package",
            "name": "report",
            **_about(report, gathered_on),
            # The specification wants a moment: Frictionless 5.21 refuses a mere day.
            "created": f"{gathered_on.isoformat()}T00:00:00Z",
            "resources": [_resource(table) for table in report.tables],
        }
        files = {
            "datapackage.json": _json(package),
            "README.txt": _read_me(report, gathered_on),
            **{_path(table): _csv(table) for table in report.tables},
        }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MADE_AT), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _about(report: ReportDocument, gathered_on: date) -> dict[str, Any]:
    return {
        "title": report.title,
        "description": report.subtitle,
        "language": report.language,
        "created": gathered_on.isoformat(),
        "licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": licence_words()}],
        "method": _method(report),
    }


def _method(report: ReportDocument) -> str:
    return next((section.text for section in report.sections if section.code == "method"), "")


def _field(column: Definition) -> dict[str, str]:
    return {
        "name": column.code,
        "title": str(column.label),
        "description": str(column.meaning),
        "type": "number" if column.is_number else "string",
    }


def _table(table: ReportTable) -> dict[str, Any]:
    return {"name": table.code, "title": table.title, "rows": [_row(table, r) for r in table.rows]}


def _row(table: ReportTable, cells: tuple[Any, ...]) -> dict[str, Any]:
    codes = [column.code for column in table.columns]
    values = dict(zip(codes, cells, strict=True))
    hidden = [code for code, cell in values.items() if cell is HIDDEN]
    shown = {code: None if cell is HIDDEN else cell for code, cell in values.items()}
    return {**shown, "hidden": hidden} if hidden else shown


def _resource(table: ReportTable) -> dict[str, Any]:
    return {
        "name": table.code,
        "title": table.title,
        "path": _path(table),
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n"},
        "schema": {
            "fields": [
                {**_field(column), **({"decimalChar": ","} if column.is_number else {})}
                for column in table.columns
            ],
            "missingValues": ["", not_shown()],
        },
    }


def _path(table: ReportTable) -> str:
    return f"data/{table.code}.csv"


def _csv(table: ReportTable) -> bytes:
    """The file; its heads are the codes of the columns, in every language."""
    header = [column.code for column in table.columns]
    return csv_for_programs(header, ([file_cell(cell) for cell in row] for row in table.rows))


def _read_me(report: ReportDocument, gathered_on: date) -> bytes:
    lines = [
        report.title,
        report.subtitle,
        gathered_on.isoformat(),
        "",
        _method(report),
        "",
        licence_words(),
        "",
        _("The tables have semicolons between the columns, and a comma before decimals."),
        "",
        _("What the figures mean"),
        "",
        *(f"{row.code}: {row.label}. {row.meaning}" for row in report.definitions),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()

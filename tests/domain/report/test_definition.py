"""Every figure of every table can be looked up."""

from flask import Flask

from eventapp.domain.report import definition, table
from eventapp.domain.report.definition import DEFINITIONS
from eventapp.domain.report.figures import ReportFigures
from eventapp.i18n import speaking


def test_each_column_of_each_table_is_defined_in_both_languages(app: Flask) -> None:
    makers = [getattr(table, name) for name in vars(table) if name.endswith("_table")]
    columns = {column for make in makers for column in make(ReportFigures()).columns}
    assert len(makers) == 12
    assert columns == set(DEFINITIONS)
    for row in DEFINITIONS:
        with speaking("en"):
            english = str(row.meaning)
        with speaking("sv"):
            assert str(row.meaning) != english


def test_no_definition_is_left_out_of_the_list() -> None:
    here = {
        value for value in vars(definition).values() if isinstance(value, definition.Definition)
    }
    assert here == set(DEFINITIONS)

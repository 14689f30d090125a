"""A document is in its own language, whoever reads it."""

from datetime import date

from flask import Flask

from eventapp.domain.report.composition import compose
from eventapp.domain.report.document import ReportHead
from eventapp.domain.report.figures import EventFigures, ReportFigures
from eventapp.i18n import speaking

EVENT = EventFigures("e", "s", "Mötet", "conference", False, "2027-04-01", "2027-04-01", 9)
DAYS = date(2027, 1, 1), date(2027, 12, 31)


def test_a_swedish_report_is_swedish_to_an_english_reader(app: Flask) -> None:
    with speaking("en"):
        document = compose(ReportHead("Rapport", *DAYS, "sv"), ReportFigures((EVENT,)))
    assert document.subtitle == "1 januari 2027 till 31 december 2027"
    assert document.sections[0].heading == "I korthet"
    assert [table.code for table in document.tables] == ["events"]
    used = {column.code for table in document.tables for column in table.columns}
    assert {row.code for row in document.definitions} == used

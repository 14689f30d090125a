"""The results of the event's surveys: what the hiding function lets through, and no texts."""

from typing import Any

from eventapp.documents.archive.names import safe_name
from eventapp.documents.archive.source import BundleSource
from eventapp.documents.archive.writer import CSV, BundleWriter
from eventapp.documents.csv_file import csv_file
from eventapp.documents.prints.results.table import HEADER, KEYS, Row, export_rows
from eventapp.domain.retention.closing.field import permitted
from eventapp.domain.survey.result import SurveyResults, find_results
from eventapp.domain.survey.survey import list_finished
from eventapp.i18n import _
from eventapp.models import Survey


def write_results(writer: BundleWriter, source: BundleSource, folder: str) -> None:
    """Each finished survey as a table and as JSON, with the same figures in both."""
    for number, survey in enumerate(list_finished(source.event.id), start=1):
        results = find_results(survey)
        if results is None:
            continue
        title = f"{number} {_title(survey)}"
        name = f"{folder}{safe_name(title, otherwise=survey.code)}"
        what = _("Results of a survey: %(title)s", title=_title(survey))
        table = csv_file([str(heading) for heading in HEADER], export_rows(results))
        writer.add(f"{name}.csv", table, CSV, what)
        writer.add_json(f"{name}.json", _as_json(results), what)
    why = _("People wrote them. What two readers have accepted is on the page of results.")
    writer.leave_out(_("Free texts in surveys"), why)
    why = _("Otherwise some people’s answers could be worked out.")
    writer.leave_out(_("Figures of small groups, and single replies"), why)


def _title(survey: Survey) -> str:
    about = survey.session.title if survey.session else ""
    return " – ".join(filter(None, (survey.title, about)))


def _as_json(results: SurveyResults) -> dict[str, Any]:
    survey, taken = results.survey, results.participation
    return {
        **permitted(survey),
        "answered": taken.answered,
        "answered_percent": taken.percent,
        "questions": [_question(question) for question in survey.questions],
        "figures": [_figure(row) for row in export_rows(results)],
    }


def _figure(row: Row) -> dict[str, Any]:
    """The row by its columns; how many answered is a number, or is not shown."""
    figure = dict(zip(KEYS, row, strict=True))
    shown = isinstance(figure["answers"], int)
    return {**figure, "answers": figure["answers"] if shown else None}


def _question(question: Any) -> dict[str, Any]:
    parts = {"choices": question.choices, "statements": question.statements}
    listed = {name: [part.label for part in parts[name]] for name in parts}
    return {**permitted(question), **listed}

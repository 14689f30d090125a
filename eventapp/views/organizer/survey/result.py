"""The results of a closed survey: on a page, and as a table to download."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.documents.csv_file import csv_file
from eventapp.domain.permission import Action
from eventapp.domain.survey import review
from eventapp.domain.survey.result import Finding, SurveyResults, find_results
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.headers import as_attachment
from eventapp.views.organizer.survey import load_survey
from eventapp.views.organizer.survey.chart import charts_of
from eventapp.views.organizer.survey.export import HEADER, export_rows
from eventapp.views.organizer.survey.group_text import breakdown
from eventapp.views.reading import record_reading

bp = Blueprint("result", __name__, url_prefix="/events/<slug>/surveys/<code>")


@bp.get("/results")
@staff(Action.SEE_SURVEY)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Charts over all, one measure broken down by organisation, and texts that two have read."""
    survey = load_survey(event, code)
    results = find_results(survey) or abort(404)
    compared = [finding for finding in results.findings if finding.broken_down and results.labels]
    chosen = results.find(request.args.get("by", "")) or next(iter(compared), None)
    return render_template(
        "organizer/result/show.html",
        account=account,
        event=event,
        survey=survey,
        results=results,
        headlines=_headlines(results),
        pictures=charts_of(results),
        compared=compared,
        chosen=chosen,
        groups=breakdown(results, chosen) if chosen else [],
        texts=review.list_accepted(survey),
        waiting_texts=review.count_waiting(survey),
        questions={question.code: question.text for question in survey.questions},
    )


@bp.get("/results.csv")
@staff(Action.SEE_SURVEY)
def export(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """The same figures, hidden by the same function, as a table; that it was taken is logged."""
    survey = load_survey(event, code)
    record_reading(AuditAction.FILE_EXPORTED, event, account, list="results", survey=survey.code)
    results = find_results(load_survey(event, code)) or abort(404)
    header = [str(heading) for heading in HEADER]
    response = Response(csv_file(header, export_rows(results)), mimetype="text/csv")
    return as_attachment(response, f"{event.slug}-{code}.csv")


def _headlines(results: SurveyResults) -> list[Finding]:
    """Findings whose share is worth standing at the head."""
    return [
        finding
        for finding in results.findings
        if finding.counted.headline and finding.publication.whole.percent is not None
    ]

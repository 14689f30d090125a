"""The results of a closed survey: on a page, and as a table to download."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.csv_file import csv_file
from eventapp.documents.prints.results.group_text import breakdown
from eventapp.documents.prints.results.table import HEADER, export_rows
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action, may
from eventapp.domain.survey import review
from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.results.later_survey import (
    compare_then_and_now,
    find_later,
    months_ahead,
)
from eventapp.forms.survey.sharing import SharingForm, sharing_form
from eventapp.models import Account, AuditAction, Event
from eventapp.views.guards import staff
from eventapp.views.headers import as_attachment
from eventapp.views.organizer.survey import load_survey
from eventapp.views.reading import record_reading
from eventapp.views.sheets.results.chart import charts_of, headlines_of
from eventapp.views.sheets.results.own_chart import then_and_now_charts

bp = Blueprint("result", __name__, url_prefix="/events/<slug>/surveys/<code>")


@bp.get("/results")
@staff(Action.SEE_SURVEY)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Charts over all, one measure broken down by organisation, and texts that two have read."""
    return results_page(account, event, code)


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


def results_page(
    account: Account,
    event: Event,
    code: str,
    form: SharingForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    """The page of results, also after a form on it could not be saved."""
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
        headlines=headlines_of(results),
        pictures=charts_of(results),
        compared=compared,
        chosen=chosen,
        groups=breakdown(results, chosen) if chosen else [],
        texts=review.list_accepted(survey),
        waiting_texts=review.count_waiting(survey),
        questions={question.code: question.text for question in survey.questions},
        may_share=may(actor_for(account, event.id), Action.MANAGE_SURVEY),
        sharing=form or sharing_form(survey),
        followed=then_and_now_charts(compare_then_and_now(results)),
        later=find_later(survey),
        months=months_ahead(survey, now=utcnow()),
        refusal=refusal,
    )

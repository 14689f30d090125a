"""What everyone answered in a survey, for those who took part, where the organizer shows it."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.domain.permission import Action
from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.results.later_survey import compare_then_and_now
from eventapp.domain.survey.results.own_result import ResultReader, find_earlier, trends_of
from eventapp.domain.survey.results.sharing import list_shown_to
from eventapp.domain.survey.review import list_accepted
from eventapp.models import Registration
from eventapp.views.guards import participant
from eventapp.views.sheets.results.chart import charts_of, headlines_of
from eventapp.views.sheets.results.own_chart import then_and_now_charts, trend_charts

bp = Blueprint("result", __name__)


@bp.get("/<token>/results")
@participant(Action.SEE_OWN_REGISTRATION)
def show(registration: Registration, token: str) -> ResponseReturnValue:
    """Show the results of all, without any municipality apart."""
    surveys = list_shown_to(registration)
    wanted = request.args.get("survey", "")
    survey = next(
        (survey for survey in surveys if survey.code == wanted), next(iter(surveys), None)
    )
    results = find_results(survey) if survey else None
    if survey is None or results is None:
        abort(404)
    reader = ResultReader.PARTICIPANT
    trends = trends_of(results, find_earlier(survey, reader))
    return render_template(
        "participant/result/show.html",
        registration=registration,
        token=token,
        event=registration.event,
        survey=survey,
        surveys=surveys,
        results=results,
        headlines=headlines_of(results),
        pictures=charts_of(results),
        trends=trend_charts(trends),
        followed=then_and_now_charts(compare_then_and_now(results, reader)),
        texts=list_accepted(survey),
        questions={question.code: question.text for question in survey.questions},
    )

"""How the own municipality answered: for its coordinators, and by link for its people."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.addresses import absolute
from eventapp.domain.people.organisation import list_by_ids
from eventapp.domain.permission import Action
from eventapp.domain.survey.breakdown import find_group_name, group_of
from eventapp.domain.survey.result import find_results
from eventapp.domain.survey.results.later_survey import compare_then_and_now
from eventapp.domain.survey.results.own_result import (
    OwnResults,
    ResultReader,
    compare_own,
    find_earlier,
    trends_of,
)
from eventapp.domain.survey.results.sharing import (
    find_by_link,
    link_token,
    list_readable,
    list_with_results,
)
from eventapp.models import Account, Delegation, Survey
from eventapp.views.coordinator.organisation import chosen_organisation
from eventapp.views.guards import coordinator, for_organisations, visitor
from eventapp.views.sheets.results.chart import charts_of, headlines_of
from eventapp.views.sheets.results.own_chart import own_charts, then_and_now_charts, trend_charts

bp = Blueprint("result", __name__)


@dataclass(frozen=True, slots=True)
class _Group:
    """The group whose results are read, by code and name."""

    code: str
    name: str


@bp.get("/own-organisation/results/<code>")
@for_organisations(Action.SEE_OWN_ORGANISATION)
def show(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Show a survey's results beside all others."""
    organisation = chosen_organisation(list_by_ids(organisations))
    readable = list_readable(organisation)
    survey = next((survey for survey in readable if survey.code == code), None) or abort(404)
    group = _Group(*(group_of(organisation) or abort(404)))
    return render_template(
        "coordinator/result/show.html",
        account=account,
        organisation=organisation,
        surveys=[other for other in readable if other.event_id == survey.event_id],
        link=_link(survey, group.code) if survey.links_shared else "",
        **_shown(survey, group, ResultReader.COORDINATOR),
    )


@bp.get("/delegations/<code>/results")
@coordinator(Action.SEE_OWN_DELEGATION)
def show_latest(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Lead to the results of the latest survey of the delegation's event."""
    del account
    surveys = list_with_results(delegation.event_id) or abort(404)
    organisation = delegation.organisation.code
    return redirect(
        url_for("coordinator.result.show", code=surveys[0].code, organisation=organisation), 303
    )


@bp.get("/results/<token>")
@visitor(Action.SEE_PUBLIC)
def show_by_link(token: str) -> ResponseReturnValue:
    """Show the same to whoever has the link. Its secret address gives access to nothing else."""
    survey, code = find_by_link(token) or abort(404)
    group = _Group(code, find_group_name(code) or abort(404))
    return render_template(
        "coordinator/result/show_by_link.html", **_shown(survey, group, ResultReader.LINK)
    )


def _link(survey: Survey, group: str) -> str:
    return absolute("coordinator.result.show_by_link", token=link_token(survey, group))


def _shown(survey: Survey, group: _Group, reader: ResultReader) -> dict[str, Any]:
    """What both pages show. A group that no answer could be chosen for has no charts of its own."""
    results = find_results(survey) or abort(404)
    listed = group.code in results.labels
    own: OwnResults | None = compare_own(results, group.code) if listed else None
    trends = trends_of(results, find_earlier(survey, reader), group.code)
    return {
        "survey": survey,
        "event": survey.event,
        "group": group,
        "results": results,
        "own": own,
        "own_charts": own_charts(own) if own and own.hidden < len(own.findings) else [],
        "trends": trend_charts(trends),
        "followed": then_and_now_charts(compare_then_and_now(results, reader), group.code),
        "headlines": headlines_of(results),
        "pictures": charts_of(results),
    }

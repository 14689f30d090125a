"""The organisation's own page, and what it brings up at the next network meeting."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.exchange import declaration
from eventapp.domain.exchange.contact import list_waiting
from eventapp.domain.exchange.own_organisation import plan
from eventapp.domain.exchange.own_organisation.agenda import find_next_meeting, make_agenda
from eventapp.domain.exchange.own_organisation.overview import PAST_EVENTS_SHOWN, load_overview
from eventapp.domain.people.organisation import list_by_ids
from eventapp.domain.permission import Action
from eventapp.domain.survey.results.sharing import list_readable
from eventapp.models import Account, Organisation
from eventapp.views.guards import for_organisations

bp = Blueprint("organisation", __name__, url_prefix="/own-organisation")


@bp.get("")
@for_organisations(Action.SEE_OWN_ORGANISATION)
def show(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """Its plan, and everything it takes part in, gives and learns."""
    now, listed = utcnow(), list_by_ids(organisations)
    organisation = chosen_organisation(listed)
    return render_template(
        "coordinator/organisation/show.html",
        account=account,
        organisations=listed,
        organisation=organisation,
        overview=load_overview(organisation, now=now),
        plan=plan.list_plan([organisation.id], now=now),
        most=plan.OPEN_ACTIONS_MAX,
        declared=[row for row in declaration.list_declared([organisation.id]) if not row.withdrawn],
        messages=len(list_waiting([organisation.id])),
        meeting=find_next_meeting(now=now),
        surveys=list_readable(organisation),
        latest=PAST_EVENTS_SHOWN,
        now=now,
    )


@bp.get("/agenda")
@for_organisations(Action.SEE_OWN_ORGANISATION)
def agenda(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """A page to print, or to read from at the meeting."""
    organisation, now = chosen_organisation(list_by_ids(organisations)), utcnow()
    return render_template(
        "coordinator/organisation/agenda.html",
        account=account,
        organisation=organisation,
        agenda=make_agenda(organisation, now=now),
        now=now,
    )


def chosen_organisation(listed: list[Organisation]) -> Organisation:
    """The one that the address names, if it is among them; else the first."""
    code = request.args.get("organisation", "")
    return next((organisation for organisation in listed if organisation.code == code), listed[0])

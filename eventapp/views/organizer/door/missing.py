"""Who is missing: counts for whoever follows the door; their names are on the list of people."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.door.arriving.missing import count_by_organisation
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.models import Account, Event
from eventapp.views.guards import staff

bp = Blueprint("door_missing", __name__, url_prefix="/events/<slug>/door")


@bp.get("/missing")
@staff(Action.FOLLOW_DOOR)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """How many of each organisation have come. No name is here, so that a screen may show it."""
    arrivals = count_by_organisation(event)
    return render_template(
        "organizer/door/missing/index.html",
        account=account,
        event=event,
        arrivals=arrivals,
        placed=sum(arrival.placed for arrival in arrivals),
        came=sum(arrival.came for arrival in arrivals),
        may_see_names=permission.may(actor_for(account, event.id), Action.SEE_REGISTRATIONS),
        now=utcnow(),
    )

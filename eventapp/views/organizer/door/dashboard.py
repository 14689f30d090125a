"""The door while people arrive: counts, the latest scans, and what somebody should look at."""

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.desk.walk_in.listing import count_waiting
from eventapp.domain.door import scan_tally
from eventapp.domain.door.arriving import dashboard
from eventapp.domain.door.closing import is_closed
from eventapp.domain.door.roster import roster_frame
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.models import Account, Event
from eventapp.views.guards import staff

bp = Blueprint("door_dashboard", __name__, url_prefix="/events/<slug>/door")
STORING_SECONDS = 2.0


@bp.get("")
@staff(Action.FOLLOW_DOOR)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Show one day at the doors; the page renews itself while it is open.

    To door staff it closes with the door; those who see registrations anyway go on seeing it.
    """
    if is_closed(event, now=utcnow()) and not _sees_registrations(account, event):
        return render_template(
            "organizer/door/dashboard/over.html", account=account, event=event
        ), 403
    if not scan_tally.is_stored(event):
        # Of what is not stored by then, the page counts some, and says that there is more.
        step = partial(scan_tally.store_tally, event)
        transactions.derive(db.session, step, seconds=STORING_SECONDS)
    day = day_asked_for(event)
    odd = request.args.get("show") == "odd"
    return render_template(
        "organizer/door/dashboard/show.html",
        account=account,
        event=event,
        days=roster_frame(event).days,
        day=day,
        odd=odd,
        crowd=dashboard.count_day(event, day),
        scans=dashboard.list_scans(event, page=request.args.get("page", 1, int), odd=odd),
        kept_aside=dashboard.count_rejected_scans(event),
        walk_ins=count_waiting(event),
        now=utcnow(),
    )


def _sees_registrations(account: Account, event: Event) -> bool:
    return permission.may(actor_for(account, event.id), Action.SEE_REGISTRATIONS)


def day_asked_for(event: Event) -> date:
    """The day that the address names, else today, else the event's first."""
    days = roster_frame(event).days
    if asked := request.args.get("day"):
        return next((day for day in days if day.isoformat() == asked), None) or abort(404)
    today = utcnow().astimezone(ZoneInfo(event.time_zone)).date()
    return today if today in days else days[0]

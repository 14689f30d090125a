"""The schedule with the own choices in it, opened at today and now."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.registration.own_schedule.own_day import items_by_day, own_day
from eventapp.domain.schedule.day.folding import FoldedDay, fold_days, known_area
from eventapp.i18n import current_language
from eventapp.models import Registration
from eventapp.views.guards import participant

bp = Blueprint("schedule", __name__)
OWN = "own"


@bp.get("/<token>/schedule")
@participant(Action.SEE_OWN_REGISTRATION)
def show(registration: Registration, token: str) -> ResponseReturnValue:
    """One day, today's unless another is asked for, or the own sessions of all days."""
    return own_schedule_page(registration, token, request.args.get("day", ""))


def own_schedule_page(registration: Registration, token: str, wanted: str) -> str:
    """The page of a day by its number, or of the own sessions ("own")."""
    event, now = registration.event, utcnow()
    own = own_day(registration, current_language(), now=now)
    if own.schedule is None:
        abort(404)
    chosen = known_area(own.schedule, request.args.get("area", ""))
    folded = fold_days(own.schedule, event, now, chosen)
    return render_template(
        "participant/schedule/show.html",
        registration=registration,
        event=event,
        token=token,
        now=now,
        own=own,
        schedule=own.schedule,
        folded=folded,
        only_own=wanted == OWN,
        shown=_shown_day(folded, wanted),
        mine=own.taken,
        own_sessions=items_by_day(own.items, event.time_zone),
        rooms_before={
            code: change.before.room
            for code, change in own.changes.items()
            if change.before and change.after and change.before.room != change.after.room
        },
        area=chosen,
    )


def _shown_day(folded: list[FoldedDay], wanted: str) -> FoldedDay:
    """The day that was asked for, else today, else the first."""
    by_number = {str(number): day for number, day in enumerate(folded, start=1)}
    today = next((day for day in folded if day.today), folded[0])
    return by_number.get(wanted, today)

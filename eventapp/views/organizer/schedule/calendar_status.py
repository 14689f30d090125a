"""Who has the newest calendar entries of an event, and sending them to those who have not."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.calendar_status import calendar_status, send_newest
from eventapp.domain.permission import Action
from eventapp.domain.publication import Output, is_withdrawn
from eventapp.domain.schedule.event_calendar import event_calendar
from eventapp.i18n import _n
from eventapp.models import Account, Event
from eventapp.models.event.event import Stage
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("calendar_status", __name__, url_prefix="/events/<slug>/calendars")


@bp.get("")
@staff(Action.EDIT_EVENT)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Count who was sent what; whoever subscribes is not known."""
    return _page(account, event)


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Send the newest entries to those who have older ones, or none."""
    require_confirmation()
    sent = 0
    with attempt() as tried:
        sent = send_newest(event, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, tried.refusal), 409
    flash(_n("%(num)d email is on its way.", "%(num)d emails are on their way.", sent), "good")
    return redirect(url_for(".show", slug=event.slug), 303)


def _page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/calendar_status/show.html",
        account=account,
        event=event,
        status=calendar_status(event),
        calendar=event_calendar(event),
        off=is_withdrawn(event, Output.MAIL),
        over=event.stage(utcnow()) is Stage.OVER,
        refusal=refusal,
    )

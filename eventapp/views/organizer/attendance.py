"""Online meetings for organizers: attendance and follow-ups."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.event import follow_up
from eventapp.domain.event.attendance import list_attendees, record_attendance
from eventapp.domain.permission import Action
from eventapp.forms.event.series import FollowUpForm
from eventapp.i18n import _, _n
from eventapp.models import Account, AuditAction, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_list_reading

bp = Blueprint("attendance", __name__, url_prefix="/events/<slug>/meeting")
DONE_SHOWN_FOR = timedelta(days=90)


@bp.get("")
@staff(Action.EDIT_EVENT)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Those with a place and their attendance, and the follow-ups of the series."""
    record_list_reading(AuditAction.LIST_READ, event, account, "attendance")
    return _page(account, event, FollowUpForm())


@bp.post("/attendances")
@staff(Action.EDIT_EVENT)
def create_attendances(account: Account, event: Event) -> ResponseReturnValue:
    """Mark those ticked as taking part, and unmark those unticked."""
    require_confirmation()
    with attempt() as tried:
        changed = record_attendance(
            event,
            present=set(request.form.getlist("present")),
            marked_before=set(request.form.getlist("marked")),
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_n("%(num)d mark changed.", "%(num)d marks changed.", changed), "good")
    return redirect(url_for(".show", slug=event.slug), 303)


@bp.post("/follow-ups")
@staff(Action.EDIT_EVENT)
def create_follow_up(account: Account, event: Event) -> ResponseReturnValue:
    """Add a follow-up."""
    form = FollowUpForm()
    if event.series_id is None:
        abort(404)
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    with attempt():
        follow_up.add_follow_up(event, form.text.data, form.responsible.data or "", now=utcnow())
    flash(_("Saved. It is carried over to the next meeting until it is done."), "good")
    return redirect(url_for(".show", slug=event.slug), 303)


@bp.post("/follow-ups/<code>/done")
@staff(Action.EDIT_EVENT)
def finish_follow_up(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Mark a follow-up as done."""
    del account
    require_confirmation()
    with attempt():
        follow_up.finish_follow_up(event, code, now=utcnow()) or abort(404)
    return redirect(url_for(".show", slug=event.slug), 303)


def _page(account: Account, event: Event, form: FollowUpForm) -> str:
    now = utcnow()
    series = event.series
    carried = follow_up.list_follow_ups(series, since=now - DONE_SHOWN_FOR) if series else []
    return render_template(
        "organizer/attendance/show.html",
        account=account,
        event=event,
        now=now,
        form=form,
        attendees=list_attendees(event) if event.online else [],
        carried=carried,
    )

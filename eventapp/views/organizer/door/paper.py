"""Entering a list on paper, one code after the other: the day when all phones had died."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.registration_list import find_registration
from eventapp.domain.door.check_in_list.definition import find_list, load_lists
from eventapp.domain.door.desk_check_in import (
    check_in_from_paper,
    find_desk_entry,
    list_days,
    undo_check_in,
)
from eventapp.domain.permission import Action
from eventapp.forms.door.paper_entry import PaperEntryForm
from eventapp.i18n import _
from eventapp.models import OWN_LIST_ADDRESS, Account, CheckInList, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("door_paper", __name__, url_prefix="/events/<slug>/door/paper")


@bp.get("")
@staff(Action.FORCE_PLACE)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """A field for the next code, and who was entered last."""
    return _page(account, event, PaperEntryForm(formdata=None))


@bp.post("")
@staff(Action.FORCE_PLACE)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Enter one person; what cannot be entered stays in the field."""
    form, now = PaperEntryForm(), utcnow()
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    listing, day = _list(event), _day(event) or abort(404)
    with attempt() as tried:
        registration = check_in_from_paper(
            event, listing, form.code.data, day, actor=account.code, now=now
        )
    if tried.refusal:
        form.code.errors = [tried.refusal.message]
        return _page(account, event, form), 409
    here: dict[str, Any] = {"day": day.isoformat(), **_list_in_address(event)}
    return redirect(url_for(".new", slug=event.slug, last=registration.code, **here), 303)


@bp.post("/<code>/<scan_id>/undoing")
@staff(Action.FORCE_PLACE)
def destroy(account: Account, event: Event, code: str, scan_id: str) -> ResponseReturnValue:
    """Take back what was entered last, and go on with the list."""
    registration, day = find_registration(event, code), _day(event)
    require_confirmation()
    if registration is None or day is None:
        abort(404)
    with attempt() as tried:
        undo_check_in(registration, scan_id, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("The check-in has been undone."), "good")
    here: dict[str, Any] = {"day": day.isoformat(), **_list_in_address(event)}
    return redirect(url_for(".new", slug=event.slug, **here), 303)


def _page(account: Account, event: Event, form: PaperEntryForm) -> str:
    day, listing = _day(event), _list(event)
    last = find_registration(event, request.args.get("last", ""))
    return render_template(
        "organizer/door/paper/new.html",
        account=account,
        event=event,
        form=form,
        days=list_days(event, now=utcnow()),
        day=day,
        lists=load_lists(event),
        listing=listing,
        list_in_address=_list_in_address(event),
        last=last,
        entry=find_desk_entry(last, day, listing.number) if last and day else None,
    )


def _day(event: Event) -> date | None:
    """The day asked for, else the latest that has come; None before the event."""
    days = list_days(event, now=utcnow())
    wanted = request.args.get("day", "")
    return next((day for day in days if day.isoformat() == wanted), days[-1] if days else None)


def _list(event: Event) -> CheckInList:
    """The check-in list asked for, else the event's own."""
    return find_list(event, request.args.get("list", OWN_LIST_ADDRESS)) or abort(404)


def _list_in_address(event: Event) -> dict[str, str]:
    address = _list(event).address
    return {} if address == OWN_LIST_ADDRESS else {"list": address}

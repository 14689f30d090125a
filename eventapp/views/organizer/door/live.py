"""The door on a second screen, and what is said to the doors from there."""

from datetime import date
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.door import scan_tally
from eventapp.domain.door.arriving import live_door, message, pause
from eventapp.domain.door.closing import is_closed
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.door.message import DoorMessageForm
from eventapp.i18n import _
from eventapp.models import Account, Event, Gate
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.door.dashboard import STORING_SECONDS, day_asked_for

bp = Blueprint("door_live", __name__, url_prefix="/events/<slug>/door/live")


@bp.get("")
@staff(Action.FOLLOW_DOOR)
def show(account: Account, event: Event) -> ResponseReturnValue:
    """Show the day in figures, which renew themselves; `frozen` they stand still. No name.

    To door staff it closes with the door.
    """
    seeing = permission.may(actor_for(account, event.id), Action.SEE_REGISTRATIONS)
    if is_closed(event, now=utcnow()) and not seeing:
        over = "organizer/door/dashboard/over.html"
        return render_template(over, account=account, event=event), 403
    return _page(account, event, DoorMessageForm(formdata=None))


@bp.post("/messages")
@staff(Action.MANAGE_DOOR)
def create_message(account: Account, event: Event) -> ResponseReturnValue:
    """Say something to all doors; what cannot be sent stays in the field."""
    form = DoorMessageForm()
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    with attempt() as tried:
        message.send_message(event, form.text.data, actor=account.code, now=utcnow())
    if tried.refusal:
        form.form_errors.append(tried.refusal.message)
        return _page(account, event, form), 409
    said = _("The message is on its way. Phones with a network show it within half a minute.")
    flash(said, "good")
    return redirect(url_for(".show", slug=event.slug), 303)


@bp.post("/messages/<code>/withdrawal")
@staff(Action.MANAGE_DOOR)
def destroy_message(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Take a message back; a colleague may have done so."""
    require_confirmation()
    with attempt():
        withdrawn = message.withdraw_message(event, code, actor=account.code, now=utcnow())
    if not withdrawn:
        flash(_("The message had been taken back already."), "care")
        return _page(account, event, DoorMessageForm(formdata=None)), 404
    flash(_("The message has been taken back."), "good")
    return redirect(url_for(".show", slug=event.slug), 303)


@bp.post("/doors/<int:number>/pause")
@staff(Action.MANAGE_DOOR)
def create_pause(account: Account, event: Event, number: int) -> ResponseReturnValue:
    """Let the phones of a door read no tickets for a while."""
    require_confirmation()
    gate = _load_gate(event, number)
    with attempt():
        pause.pause_door(event, gate, actor=account.code, now=utcnow())
    return redirect(url_for(".show", slug=event.slug, _anchor="doors"), 303)


@bp.post("/doors/<int:number>/opening")
@staff(Action.MANAGE_DOOR)
def destroy_pause(account: Account, event: Event, number: int) -> ResponseReturnValue:
    """Open a door again."""
    require_confirmation()
    gate = _load_gate(event, number)
    with attempt():
        pause.open_door(event, gate, actor=account.code, now=utcnow())
    return redirect(url_for(".show", slug=event.slug, _anchor="doors"), 303)


def _load_gate(event: Event, number: int) -> Gate:
    return pause.find_gate(event, number) or abort(404)


def _page(account: Account, event: Event, form: DoorMessageForm) -> str:
    actor, now = actor_for(account, event.id), utcnow()
    if not scan_tally.is_stored(event):
        step = partial(scan_tally.store_tally, event)
        transactions.derive(db.session, step, seconds=STORING_SECONDS)
    day: date = day_asked_for(event)
    return render_template(
        "organizer/door/live/show.html",
        account=account,
        event=event,
        form=form,
        day=day,
        door=live_door.watch(event, day, now=now),
        messages=message.list_messages(event),
        opens_at=live_door.opens_today(event, day),
        may_manage=permission.may(actor, Action.MANAGE_DOOR) and not is_closed(event, now=now),
        may_see_names=permission.may(actor, Action.SEE_REGISTRATIONS),
        frozen="frozen" in request.args,
        now=now,
    )

"""Those who came without being registered: listed, noted at the desk, looked at one by one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.desk.walk_in.listing import count_waiting, list_walk_ins
from eventapp.domain.desk.walk_in.note import note_walk_in
from eventapp.domain.door.closing import is_closed
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.forms.door.walk_in import WalkInForm
from eventapp.i18n import _
from eventapp.models import Account, AuditAction, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.door.walk_in_page import (
    load_walk_in,
    reads_as_protected,
    walk_in_page,
)
from eventapp.views.reading import record_list_reading

bp = Blueprint("walk_in", __name__, url_prefix="/events/<slug>/door/walk-ins")
LIST = "walk-ins"


@bp.get("")
@staff(Action.FOLLOW_DOOR)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List who waits for a decision, and what can be undone; to others how many they are."""
    decides = _may_decide(account, event)
    if decides:
        record_list_reading(AuditAction.LIST_READ, event, account, LIST)
    return render_template(
        "organizer/door/walk_in/index.html",
        account=account,
        event=event,
        walk_ins=list_walk_ins(event, now=utcnow()) if decides else None,
        count=count_waiting(event),
        reads_as_protected=reads_as_protected,
    )


@bp.get("/new")
@staff(Action.FOLLOW_DOOR)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """The desk's form for somebody who is here and not registered."""
    if is_closed(event, now=utcnow()):
        return _over(account, event), 403
    return _new(account, event, WalkInForm(formdata=None))


@bp.post("")
@staff(Action.FOLLOW_DOOR)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Note the person; who may decide goes on to that."""
    form, now = WalkInForm(), utcnow()
    if not form.validate_on_submit():
        return _new(account, event, form), 422
    with attempt() as tried:
        walk_in = note_walk_in(event, form.noted(), actor=account.code, now=now)
    if tried.refusal:
        form.form_errors.append(tried.refusal.message)
        return _new(account, event, form), 409
    if _may_decide(account, event):
        return redirect(url_for(".show", slug=event.slug, code=walk_in.code), 303)
    flash(_("The person is noted. An organiser decides about the registration."), "good")
    return redirect(url_for(".new", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.FORCE_PLACE)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show one person beside who they may be, with what can be decided."""
    return walk_in_page(account, event, load_walk_in(event, code))


def _may_decide(account: Account, event: Event) -> bool:
    return permission.may(actor_for(account, event.id), Action.FORCE_PLACE)


def _new(account: Account, event: Event, form: WalkInForm) -> str:
    return render_template(
        "organizer/door/walk_in/new.html", account=account, event=event, form=form
    )


def _over(account: Account, event: Event) -> str:
    return render_template("organizer/door/dashboard/over.html", account=account, event=event)

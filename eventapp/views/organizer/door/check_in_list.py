"""The check-in lists of an event: what they are, how many are there, and, at the desk, who."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.door.check_in_list import definition, inside
from eventapp.domain.door.roster import roster_frame
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.domain.schedule.schedule_part import list_parts
from eventapp.domain.schedule.session import list_sessions
from eventapp.forms.door.check_in_list import CheckInListForm, OwnListForm, usual_capacity
from eventapp.i18n import _
from eventapp.models import OWN_LIST_ADDRESS, Account, AuditAction, CheckInList, Event, Room
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.reading import record_reading

bp = Blueprint("check_in_list", __name__, url_prefix="/events/<slug>/door/lists")


@bp.get("")
@staff(Action.FOLLOW_DOOR)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The lists with their counts of today, or of the day asked for."""
    return _page(account, event)


@bp.get("/new")
@staff(Action.MANAGE_DOOR)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """The form for a list."""
    form = CheckInListForm(formdata=None)
    form.offer(event, list_sessions(event))
    return _new_page(account, event, form)


@bp.post("")
@staff(Action.MANAGE_DOOR)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Add a list."""
    form, sessions = CheckInListForm(), list_sessions(event)
    form.offer(event, sessions)
    if not form.validate_on_submit():
        return _new_page(account, event, form), 422
    usual_capacity(form, list_parts(Room, event), sessions)
    with attempt() as tried:
        definition.create_list(event, form.content(), actor=account.code, now=utcnow())
    if tried.refusal:
        form.name.errors = [tried.refusal.message]
        return _new_page(account, event, form), 409
    flash(_("The list is there. Phones with a network have it within seconds."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.MANAGE_DOOR)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """The form of a list as it is."""
    listing = _load(event, code)
    form = _form(event, listing, formdata=None, data=_stored_values(listing))
    return _edit_page(account, event, listing, form)


@bp.post("/<code>")
@staff(Action.MANAGE_DOOR)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    listing = _load(event, code)
    form = _form(event, listing)
    if not form.validate_on_submit():
        return _edit_page(account, event, listing, form), 422
    with attempt() as tried:
        definition.edit_list(
            event,
            listing,
            form.content(),
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return _edit_page(account, event, _load(event, code), form, tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/closing")
@staff(Action.MANAGE_DOOR)
def create_closing(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Check nobody in to the list any more."""
    return _change(definition.close_list, account, event, code)


@bp.post("/<code>/reopening")
@staff(Action.MANAGE_DOOR)
def create_reopening(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Check people in to the list again."""
    return _change(definition.reopen_list, account, event, code)


@bp.get("/<code>/removal")
@staff(Action.MANAGE_DOOR)
def new_removal(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Ask first."""
    listing = _load(event, code)
    return render_template(
        "organizer/door/list/removal.html",
        account=account,
        event=event,
        listing=listing,
        used=code == OWN_LIST_ADDRESS or definition.is_used(event, listing),
    )


@bp.post("/<code>/removal")
@staff(Action.MANAGE_DOOR)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Delete a list that nobody has been checked in to."""
    return _change(definition.delete_list, account, event, code)


@bp.get("/<code>/inside")
@staff(Action.SEE_REGISTRATIONS)
def show_inside(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """The names of those who are there, to be read out or printed; the log says who read them."""
    listing, day = _load(event, code), _day(event)
    record_reading(AuditAction.INSIDE_READ, event, account, list=listing.address)
    return render_template(
        "organizer/door/list/inside.html",
        account=account,
        event=event,
        listing=listing,
        day=day,
        people=inside.list_inside(event, listing, day),
        now=utcnow(),
    )


def _load(event: Event, code: str) -> CheckInList:
    return definition.find_list(event, code) or abort(404)


def _day(event: Event) -> date:
    """The day asked for, else today, else the event's first."""
    days = roster_frame(event).days
    today = utcnow().astimezone(ZoneInfo(event.time_zone)).date()
    wanted = request.args.get("day", "")
    usual = today if today in days else days[0]
    return next((day for day in days if day.isoformat() == wanted), usual)


def _form(event: Event, listing: CheckInList, **options: object) -> OwnListForm:
    if listing.address == OWN_LIST_ADDRESS:
        return OwnListForm(**options)
    form = CheckInListForm(**options)
    form.offer(event, list_sessions(event))
    return form


def _stored_values(listing: CheckInList) -> dict[str, object]:
    kind = OwnListForm if listing.address == OWN_LIST_ADDRESS else CheckInListForm
    return kind(formdata=None).form_data(listing)


def _change(
    verb: Callable[..., None], account: Account, event: Event, code: str
) -> ResponseReturnValue:
    """Do something with a list by one press, and show all lists again; it may be gone by then."""
    listing = definition.find_list(event, code)
    if listing is None:
        flash(definition.NoSuchList().message, "care")
        return _page(account, event), 404
    with attempt() as tried:
        verb(event, listing, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    return redirect(url_for(".index", slug=event.slug), 303)


def _page(account: Account, event: Event) -> str:
    day, actor = _day(event), actor_for(account, event.id)
    return render_template(
        "organizer/door/list/index.html",
        account=account,
        event=event,
        days=roster_frame(event).days,
        day=day,
        counts=inside.count_lists(event, day),
        may_manage=permission.may(actor, Action.MANAGE_DOOR),
        may_see_names=permission.may(actor, Action.SEE_REGISTRATIONS),
        now=utcnow(),
    )


def _new_page(account: Account, event: Event, form: CheckInListForm) -> str:
    return render_template(
        "organizer/door/list/new.html",
        account=account,
        event=event,
        form=form,
        rooms=list_parts(Room, event),
    )


def _edit_page(
    account: Account,
    event: Event,
    listing: CheckInList,
    form: OwnListForm,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(form.form_data(listing))
    return render_template(
        "organizer/door/list/edit.html",
        account=account,
        event=event,
        listing=listing,
        form=form,
        refusal=refusal,
        differences=differences,
        rooms=list_parts(Room, event),
    )

"""Seats reserved for organisations: a list, and changing it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.summary import summarise_event
from eventapp.domain.people.organisation import list_holders
from eventapp.domain.permission import Action
from eventapp.domain.registration import reserved_seats
from eventapp.forms.event.reserve import ChangedReserveForm, NewReserveForm
from eventapp.i18n import _
from eventapp.models import Account, Delegation, Event
from eventapp.views.attempt import attempt
from eventapp.views.form_cache import directory
from eventapp.views.guards import staff

bp = Blueprint("delegation", __name__, url_prefix="/events/<slug>/delegations")


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List the delegations with their seats, and show a form for another."""
    return _page(account, event, _new_form())


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Reserve seats for an organisation."""
    form = _new_form()
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    with attempt() as tried:
        reserved_seats.add_delegation(
            event,
            form.organisation_id,
            form.seats.data,
            directory(),
            actor=account.code,
            reason=form.reason.data or "",
            now=utcnow(),
        )
    if tried.refusal:
        return _page(account, event, form, tried.refusal), 409
    flash(_("The places have been reserved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show one delegation's seats as a form."""
    delegation = _load(event, code)
    current = {"seats": delegation.reserved_seats, "version": delegation.version}
    return _edit_page(account, event, delegation, ChangedReserveForm(data=current))


@bp.post("/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Change how many seats are reserved."""
    delegation, form = _load(event, code), ChangedReserveForm()
    if not form.validate_on_submit():
        return _edit_page(account, event, delegation, form), 422
    with attempt() as tried:
        reserved_seats.change_reserve(
            delegation,
            form.seats.data,
            version=form.version.data,
            actor=account.code,
            reason=form.reason.data or "",
            now=utcnow(),
        )
    if tried.refusal:
        delegation = _load(event, code)
        form.merge({"seats": delegation.reserved_seats, "version": delegation.version})
        return _edit_page(account, event, delegation, form, tried.refusal), 409
    flash(_("The places have been reserved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _new_form() -> NewReserveForm:
    return NewReserveForm(holders=list_holders(on=utcnow().date()))


def _load(event: Event, code: str) -> Delegation:
    delegations = reserved_seats.list_delegations(event)
    return next((d for d in delegations if d.code == code), None) or abort(404)


def _page(
    account: Account, event: Event, form: NewReserveForm, refusal: Refusal | None = None
) -> str:
    return render_template(
        "organizer/delegation/index.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        standing=summarise_event(event),
        reserves=event.reserves_seats(utcnow()),
    )


def _edit_page(
    account: Account,
    event: Event,
    delegation: Delegation,
    form: ChangedReserveForm,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "organizer/delegation/edit.html",
        account=account,
        event=event,
        delegation=delegation,
        form=form,
        refusal=refusal,
    )

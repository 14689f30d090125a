"""An event's registrations: the list, each person, and registering somebody who rang or wrote."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk import registration as desk
from eventapp.domain.desk.cancellation import force_cancel, may_undo
from eventapp.domain.door.desk_check_in import check_in, undo_check_in
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.registration import care_need
from eventapp.domain.registration.override import (
    ReasonMissing,
    force_seat,
    force_seats,
    may_register,
)
from eventapp.domain.registration.registration import AlreadyRegistered, send_link_again
from eventapp.extensions import db
from eventapp.forms.event.seats import SeatsForm
from eventapp.forms.reason import ReasonForm
from eventapp.forms.registration.somebody import DeskForm, desk_form
from eventapp.i18n import _, current_language
from eventapp.models import Account, AuditAction, Event, Registration, RegistrationState
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import form_of
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.registration.page import list_page
from eventapp.views.organizer.registration.person_page import load_person, person_page
from eventapp.views.reading import record_reading

WITH_SEAT = "with-seat"
bp = Blueprint("registration", __name__, url_prefix="/events/<slug>/registrations")


@bp.get("")
@staff(Action.SEE_REGISTRATIONS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List those who meet the filter, a page at a time, with counts beside what narrows it."""
    return list_page(account, event)


@bp.get("/new")
@staff(Action.REGISTER_FOR_SOMEBODY)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Show the form for somebody who rang or wrote."""
    if not may_register(event, now=utcnow()):
        return _unavailable(account, event)
    return _new(account, event, _desk_form(event))


@bp.post("")
@staff(Action.REGISTER_FOR_SOMEBODY)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Register somebody; those with a like name are listed first, to be told apart."""
    if not may_register(event, now=utcnow()):
        return _unavailable(account, event), 409
    form, with_seat = _desk_form(event), request.form.get("do") == WITH_SEAT
    valid = form.validate_on_submit()
    needs_reason = with_seat or not event.takes_registrations(utcnow())
    if needs_reason and not form.reason.data:
        form.reason.errors = [*form.reason.errors, ReasonMissing().message]
        valid = False
    doubles = desk.list_probable_doubles(event, form.person()) if valid else []
    same = desk.find_same_person(event, form.person()) if valid else None
    if not valid or same or (doubles and not form.distinct.data):
        return _new(account, event, form, doubles=doubles, same=same), 422
    with attempt() as tried:
        reception = desk.register_for_somebody(
            event,
            form.person(),
            actor=account.code,
            reason=form.reason.data,
            now=utcnow(),
            with_seat=with_seat,
            distinct_from=doubles,
        )
    if tried.refusal:
        return _new(account, event, form, refusal=tried.refusal), 409
    if reception.answer is RegistrationState.CONFIRMED:
        flash(_("The person is registered, and the ticket is on its way by email."), "good")
    else:
        flash(_("The person is on the waiting list. You can give them a place here."))
    code = reception.registration.code
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/seats")
@staff(Action.FORCE_PLACE)
def create_seats(account: Account, event: Event) -> ResponseReturnValue:
    """Set how many places there are, with a reason; new ones go to those who wait."""
    if not may_register(event, now=utcnow()):
        return _unavailable(account, event), 409
    form = SeatsForm(event.seats)
    if not form.validate_on_submit():
        return _new(account, event, _desk_form(event, formdata=None), seats_form=form), 422
    with attempt() as tried:
        force_seats(
            event, form.seats.data, actor=account.code, reason=form.reason.data, now=utcnow()
        )
    if tried.refusal:
        return _new(account, event, _desk_form(event, formdata=None), refusal=tried.refusal), 409
    flash(_("The number of places is changed. New places went to those who wait."), "good")
    return redirect(url_for(".new", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.SEE_REGISTRATIONS)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show one registration with its history and what staff can do; the reading is logged first."""
    registration = load_person(event, code)
    record_reading(AuditAction.PERSON_READ, registration, account)
    return person_page(account, event, registration)


@bp.post("/<code>/place")
@staff(Action.FORCE_PLACE)
def create_place(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Give a place whatever the queue, with a reason."""
    registration, form = load_person(event, code), ReasonForm(prefix="place")
    if not form.validate_on_submit():
        return person_page(account, event, registration, place=form), 422
    with attempt() as tried:
        force_seat(registration, actor=account.code, reason=form.reason.data, now=utcnow())
    if tried.refusal:
        registration = load_person(event, code)
        return person_page(account, event, registration, refusal=tried.refusal), 409
    flash(_("The place has been given, and an email is on its way."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/<code>/cancellation")
@staff(Action.FORCE_PLACE)
def create_cancellation(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Cancel a registration, with a reason; for a while it can be undone on the same page."""
    registration, form = load_person(event, code), ReasonForm(prefix="cancellation")
    if not form.validate_on_submit():
        return person_page(account, event, registration, cancellation=form), 422
    with attempt() as tried:
        cancellation = force_cancel(
            registration, actor=account.code, reason=form.reason.data, now=utcnow()
        )
    if tried.refusal:
        registration = load_person(event, code)
        return person_page(account, event, registration, refusal=tried.refusal), 409
    if not may_undo(cancellation, now=utcnow()):  # the event is under way
        flash(_("The registration has been cancelled, and an email is on its way."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/<code>/check-in")
@staff(Action.FORCE_PLACE)
def create_check_in(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Check the person in now."""
    registration = load_person(event, code)
    require_confirmation()
    with attempt() as tried:
        check_in(registration, actor=account.code, now=utcnow())
    if tried.refusal:
        registration = load_person(event, code)
        return person_page(account, event, registration, refusal=tried.refusal), 409
    flash(_("The person is checked in. You can undo it beside the ticket."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/<code>/check-in/<scan_id>/undoing")
@staff(Action.FORCE_PLACE)
def destroy_check_in(
    account: Account, event: Event, code: str, scan_id: str
) -> ResponseReturnValue:
    """Undo a check-in that was made here."""
    registration = load_person(event, code)
    require_confirmation()
    with attempt() as tried:
        undo_check_in(registration, scan_id, actor=account.code, now=utcnow())
    if tried.refusal:
        registration = load_person(event, code)
        return person_page(account, event, registration, refusal=tried.refusal), 409
    flash(_("The check-in has been undone."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/<code>/link")
@staff(Action.SEE_REGISTRATIONS)
def send_link(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Send the personal link again, to the registration's address."""
    registration = load_person(event, code)
    require_confirmation()
    if not registration.living:
        abort(400)
    send_link_again(registration, actor=account.code, now=utcnow())
    db.session.commit()
    flash(_("The link is on its way. We send at most one email an hour."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


def _unavailable(account: Account, event: Event) -> str:
    return render_template("organizer/registration/unavailable.html", account=account, event=event)


def _desk_form(event: Event, **options: object) -> DeskForm:
    return desk_form(form_of(event.slug, current_language()))(**options)


def _new(
    account: Account,
    event: Event,
    form: DeskForm,
    *,
    seats_form: SeatsForm | None = None,
    doubles: Sequence[Registration] = (),
    same: Registration | None = None,
    refusal: Refusal | None = None,
) -> str:
    if same:
        form.email.errors = [*form.email.errors, AlreadyRegistered().message]
    elif doubles and not form.distinct.data:
        form.distinct.errors = [_("Look at the people listed. Tick the box if it is none of them.")]
    return render_template(
        "organizer/registration/new.html",
        account=account,
        event=event,
        form=form,
        seats_form=seats_form or SeatsForm(event.seats, formdata=None),
        doubles=[] if same else doubles,
        same=same,
        refusal=refusal,
        is_open=event.takes_registrations(utcnow()),
        needs_kept_until=care_need.deletion_date(event),
    )

"""An event's registrations: a list, each with its history, and what staff can do."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk import registration as desk
from eventapp.domain.desk import registration_list
from eventapp.domain.desk.registration_list import RegistrationFilter
from eventapp.domain.errors import Refusal
from eventapp.domain.letter.bounce import find_bounce
from eventapp.domain.permission import Action
from eventapp.domain.record.history import list_history
from eventapp.domain.registration import care_need, queue
from eventapp.domain.registration.override import (
    ReasonMissing,
    admit_pending,
    force_cancel,
    force_seat,
    force_seats,
    may_register,
)
from eventapp.domain.registration.registration import AlreadyRegistered, send_link_again
from eventapp.domain.registration.session_choice import list_shown_choices, shown_choices
from eventapp.extensions import db
from eventapp.forms.event.seats import SeatsForm
from eventapp.forms.reason import ReasonForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.forms.registration.somebody import DeskForm, desk_form
from eventapp.i18n import _, current_language
from eventapp.models import Account, AuditAction, Event, Registration, RegistrationState
from eventapp.views.attempt import attempt
from eventapp.views.form_cache import form_of
from eventapp.views.guards import staff
from eventapp.views.reading import record_list_reading, record_reading

bp = Blueprint("registration", __name__, url_prefix="/events/<slug>/registrations")


@bp.get("")
@staff(Action.SEE_REGISTRATIONS)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List the matches, a page at a time, with counts by state."""
    state = request.args.get("state", "")
    sought = RegistrationFilter(
        words=request.args.get("q", "").strip()[:100],
        state=RegistrationState(state) if state in set(RegistrationState) else None,
        organisation=request.args.get("organisation", "")[:200],
    )
    narrowed = (sought.words, state, sought.organisation)
    record_list_reading(AuditAction.LIST_READ, event, account, "registrations", *narrowed)
    listed = registration_list.list_registrations(
        event, sought, page=request.args.get("page", 1, int)
    )
    return render_template(
        "organizer/registration/index.html",
        account=account,
        event=event,
        sought=sought,
        listed=listed,
        counts=registration_list.count_by_state(event),
        organisations=registration_list.list_organisation_names(event),
        choices=list_shown_choices(listed.registrations),
    )


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
    form, is_open = _desk_form(event), event.takes_registrations(utcnow())
    valid = form.validate_on_submit()
    if not is_open and not form.reason.data:
        form.reason.errors = [*form.reason.errors, ReasonMissing().message]
        valid = False
    doubles = desk.list_probable_doubles(event, form.person()) if valid else []
    same = desk.find_same_person(event, form.person()) if valid else None
    if not valid or same or (doubles and not form.distinct.data):
        return _new(account, event, form, doubles=doubles, same=same), 422
    with attempt() as tried:
        reception = desk.register_for_somebody(
            event, form.person(), actor=account.code, reason=form.reason.data, now=utcnow()
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
    record_reading(AuditAction.PERSON_READ, _load(event, code), account)
    return _page(account, event, _load(event, code))


@bp.post("/<code>/place")
@staff(Action.FORCE_PLACE)
def create_place(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Give a place whatever the queue, with a reason."""
    registration, form = _load(event, code), ReasonForm(prefix="place")
    if not form.validate_on_submit():
        return _page(account, event, registration, place_form=form), 422
    with attempt() as tried:
        force_seat(registration, actor=account.code, reason=form.reason.data, now=utcnow())
    if tried.refusal:
        return _page(account, event, _load(event, code), refusal=tried.refusal), 409
    flash(_("The place has been given, and an email is on its way."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/<code>/admission")
@staff(Action.FORCE_PLACE)
def create_admission(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Accept a pending registration."""
    registration = _load(event, code)
    if not ConfirmationForm().validate_on_submit():
        abort(400)
    with attempt() as tried:
        admit_pending(registration, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, _load(event, code), refusal=tried.refusal), 409
    flash(_("The registration has been accepted, and an email is on its way."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/<code>/cancellation")
@staff(Action.FORCE_PLACE)
def create_cancellation(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Cancel a registration, with a reason; the place goes to those who wait."""
    registration, form = _load(event, code), ReasonForm(prefix="cancellation")
    if not form.validate_on_submit():
        return _page(account, event, registration, cancellation_form=form), 422
    with attempt() as tried:
        force_cancel(registration, actor=account.code, reason=form.reason.data, now=utcnow())
    if tried.refusal:
        return _page(account, event, _load(event, code), refusal=tried.refusal), 409
    flash(_("The registration has been cancelled, and an email is on its way."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


@bp.post("/<code>/link")
@staff(Action.SEE_REGISTRATIONS)
def send_link(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Send the personal link again, to the registration's address."""
    registration = _load(event, code)
    if not ConfirmationForm().validate_on_submit() or not registration.living:
        abort(400)
    send_link_again(registration, actor=account.code, now=utcnow())
    db.session.commit()
    flash(_("The link is on its way. We send at most one email an hour."), "good")
    return redirect(url_for(".show", slug=event.slug, code=code), 303)


def _load(event: Event, code: str) -> Registration:
    registration = registration_list.find_registration(event, code)
    if registration is None:
        abort(404)
    return registration


def _page(
    account: Account,
    event: Event,
    registration: Registration,
    *,
    place_form: ReasonForm | None = None,
    cancellation_form: ReasonForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    waits = registration.state is RegistrationState.WAITLISTED
    return render_template(
        "organizer/registration/show.html",
        account=account,
        event=event,
        registration=registration,
        questions=event.questions,
        choices=shown_choices(registration),
        line=queue.queue_position(registration) if waits else None,
        history=list_history(registration),
        bounce=find_bounce(registration),
        place_form=place_form or ReasonForm(formdata=None, prefix="place"),
        cancellation_form=cancellation_form or ReasonForm(formdata=None, prefix="cancellation"),
        refusal=refusal,
    )


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

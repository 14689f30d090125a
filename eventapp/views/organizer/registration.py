"""An event's registrations: a list, each with its history, and what staff can do."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk import registration_list
from eventapp.domain.desk.registration_list import RegistrationFilter
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.record.history import list_history
from eventapp.domain.registration import queue
from eventapp.domain.registration.override import admit_pending, force_cancel, force_seat
from eventapp.domain.registration.registration import send_link_again
from eventapp.domain.registration.session_choice import shown_choices
from eventapp.extensions import db
from eventapp.forms.reason import ReasonForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account, AuditAction, Event, Registration, RegistrationState
from eventapp.views.attempt import attempt
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
    return render_template(
        "organizer/registration/index.html",
        account=account,
        event=event,
        sought=sought,
        listed=registration_list.list_registrations(
            event, sought, page=request.args.get("page", 1, int)
        ),
        counts=registration_list.count_by_state(event),
        organisations=registration_list.list_organisation_names(event),
        choices_of=shown_choices,
    )


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
        place_form=place_form or ReasonForm(formdata=None, prefix="place"),
        cancellation_form=cancellation_form or ReasonForm(formdata=None, prefix="cancellation"),
        refusal=refusal,
    )

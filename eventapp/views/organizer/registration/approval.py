"""Approving or declining a registration that waits for an organizer."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.approval import approve, decline
from eventapp.domain.desk.cancellation import may_undo
from eventapp.domain.permission import Action
from eventapp.forms.reason import DeclineForm
from eventapp.i18n import _
from eventapp.models import Account, Event, RegistrationState
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.registration.person_page import DECLINE, load_person, person_page

bp = Blueprint("registration_approval", __name__, url_prefix="/events/<slug>/registrations/<code>")


@bp.post("/admission")
@staff(Action.FORCE_PLACE)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Approve: the person gets the place that is held, or joins the queue."""
    registration = load_person(event, code)
    require_confirmation()
    with attempt() as tried:
        approve(registration, actor=account.code, now=utcnow())
    if tried.refusal:
        registration = load_person(event, code)
        return person_page(account, event, registration, refusal=tried.refusal), 409
    if registration.state is RegistrationState.CONFIRMED:
        flash(_("The registration is approved, and the ticket is on its way."), "good")
    else:
        flash(_("The registration is approved. The person is on the waiting list."), "good")
    return redirect(url_for("organizer.registration.show", slug=event.slug, code=code), 303)


@bp.post("/decline")
@staff(Action.FORCE_PLACE)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Decline, with a reason that the person reads; for a while it can be undone."""
    registration, form = load_person(event, code), DeclineForm(prefix=DECLINE)
    if not form.validate_on_submit():
        return person_page(account, event, registration, decline=form), 422
    with attempt() as tried:
        cancellation = decline(
            registration, actor=account.code, reason=form.reason.data, now=utcnow()
        )
    if tried.refusal:
        registration = load_person(event, code)
        return person_page(account, event, registration, refusal=tried.refusal, decline=form), 409
    if not may_undo(cancellation, now=utcnow()):  # the event is under way
        flash(_("The registration is declined, and an email is on its way."), "good")
    return redirect(url_for("organizer.registration.show", slug=event.slug, code=code), 303)

"""Putting right on which days a person came, with a reason, also after the event."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.door.by_hand.correction import (
    add_day,
    attendance_days,
    move_day,
    remove_day,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.registration.ticket import has_ticket
from eventapp.forms.door.correction import AddedDayForm, DayCorrectionForm
from eventapp.i18n import _
from eventapp.models import Account, AuditAction, Event, Registration
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.registration.person_page import load_person
from eventapp.views.reading import record_reading

bp = Blueprint("correction", __name__, url_prefix="/events/<slug>/registrations/<code>/attendance")


@bp.get("")
@staff(Action.FORCE_PLACE)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """The days on which the person came, with a form for each, and for one that is missing."""
    registration = load_person(event, code)
    record_reading(AuditAction.PERSON_READ, registration, account)
    return _page(account, event, registration)


@bp.post("")
@staff(Action.FORCE_PLACE)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Note a day on which the person came."""
    registration, now = load_person(event, code), utcnow()
    form = AddedDayForm(attendance_days(registration, now=now).others, prefix="added")
    if not form.validate_on_submit():
        return _page(account, event, registration, added=form), 422
    reason = form.reason.data
    with attempt() as tried:
        add_day(registration, form.chosen, reason=reason, actor=account.code, now=now)
    if tried.refusal:
        registration = load_person(event, code)
        return _page(account, event, registration, added=form, refusal=tried.refusal), 409
    flash(_("Saved. The day stands on the person’s page."), "good")
    return redirect(url_for(".edit", slug=event.slug, code=code), 303)


@bp.post("/<day>")
@staff(Action.FORCE_PLACE)
def update(account: Account, event: Event, code: str, day: str) -> ResponseReturnValue:
    """Move a day on which the person came, or take it back."""
    registration, now = load_person(event, code), utcnow()
    days = attendance_days(registration, now=now)
    wrong = next((on for on in (*days.came, *days.others) if on.isoformat() == day), None)
    if wrong is None:
        abort(404)
    form = DayCorrectionForm(days.others, prefix=day)
    if not form.validate_on_submit():
        return _page(account, event, registration, sent={wrong: form}), 422
    reason, actor = form.reason.data, account.code
    with attempt() as tried:
        if right := form.chosen:
            move_day(registration, wrong, right, reason=reason, actor=actor, now=now)
        else:
            remove_day(registration, wrong, reason=reason, actor=actor, now=now)
    if tried.refusal:
        sent = {wrong: form}
        registration = load_person(event, code)
        return _page(account, event, registration, sent=sent, refusal=tried.refusal), 409
    flash(_("Saved. The old day is gone, and the reason is in the log."), "good")
    return redirect(url_for(".edit", slug=event.slug, code=code), 303)


def _page(
    account: Account,
    event: Event,
    registration: Registration,
    *,
    added: AddedDayForm | None = None,
    sent: dict[date, DayCorrectionForm] | None = None,
    refusal: Refusal | None = None,
) -> str:
    days = attendance_days(registration, now=utcnow())
    sent = {on: form for on, form in (sent or {}).items() if on in days.came}
    forms = {
        on: DayCorrectionForm(days.others, prefix=on.isoformat(), formdata=None) for on in days.came
    }
    return render_template(
        "organizer/registration/correction.html",
        account=account,
        event=event,
        registration=registration,
        forms=forms | sent,
        sent=sent,
        days=days,
        added=added or AddedDayForm(days.others, prefix="added", formdata=None),
        may_add=has_ticket(registration),
        refusal=refusal,
    )

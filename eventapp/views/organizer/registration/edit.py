"""Changing one thing of a registration, where it stands on its page."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk import registration_edit, session_seat
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.schedule.session import find_session
from eventapp.extensions import db
from eventapp.forms.fields import fold_email
from eventapp.forms.registration.answer_fields import answer_of
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account, Badge, ChoiceState, Event, Registration, Visibility
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.registration.person_page import (
    ANSWER,
    SESSIONS,
    edit_form,
    load_person,
    opened_form,
    person_page,
)

bp = Blueprint("registration_edit", __name__, url_prefix="/events/<slug>/registrations/<code>")
PERSON = "organizer.registration.show"
Save = Callable[[Registration, Any, dict[str, Any]], object]


@bp.post("/name")
@staff(Action.FORCE_PLACE)
def update_name(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Write the name otherwise."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        registration_edit.rename_person(registration, form.name.data, **by)

    return _update(account, event, code, "name", save)


@bp.post("/email")
@staff(Action.FORCE_PLACE)
def update_email(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Give the place another address: what went to the old one ends, a new letter goes."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        registration_edit.move_to_address(registration, fold_email(form.email.data), **by)

    return _update(account, event, code, "email", save)


@bp.post("/organisation")
@staff(Action.FORCE_PLACE)
def update_organisation(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Move the person to another organisation and its seats."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        registration_edit.move_to_organisation(
            registration, form.affiliation(), reason=form.reason.data, **by
        )

    return _update(account, event, code, "organisation", save)


@bp.post("/role")
@staff(Action.FORCE_PLACE)
def update_role(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Write what the person works with."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        registration_edit.edit_role(registration, form.role.data, **by)

    return _update(account, event, code, "role", save)


@bp.post("/language")
@staff(Action.FORCE_PLACE)
def update_language(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Choose the language of the letters."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        registration_edit.edit_language(registration, form.language.data, **by)

    return _update(account, event, code, "language", save)


@bp.post("/badge")
@staff(Action.FORCE_PLACE)
def update_badge(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Choose what the name badge says."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        registration_edit.edit_badge(registration, Badge(form.badge.data), **by)

    return _update(account, event, code, "badge", save)


@bp.post("/visibility")
@staff(Action.FORCE_PLACE)
def update_visibility(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Choose how much others see."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        visibility = Visibility(form.visibility.data)
        registration_edit.edit_visibility(registration, visibility, **by)

    return _update(account, event, code, "visibility", save)


@bp.post("/answers/<question>")
@staff(Action.FORCE_PLACE)
def update_answer(account: Account, event: Event, code: str, question: str) -> ResponseReturnValue:
    """Write the answer to one of the event's own questions."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        registration_edit.edit_answer(registration, question, answer_of(form.answer), **by)

    return _update(account, event, code, f"{ANSWER}-{question}", save)


@bp.post("/sessions")
@staff(Action.FORCE_PLACE)
def create_session(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Add the person to a session: a seat, or a place in its queue."""

    def save(registration: Registration, form: Any, by: dict[str, Any]) -> None:
        state = session_seat.add_to_session(
            registration, form.session.data, reason=form.reason.data, **by
        )
        if state is not ChoiceState.CONFIRMED:
            flash(_("The session has no seat left. The person waits for one."))

    return _update(account, event, code, SESSIONS, save)


@bp.post("/sessions/<session>/removal")
@staff(Action.FORCE_PLACE)
def destroy_session(account: Account, event: Event, code: str, session: str) -> ResponseReturnValue:
    """Take the person out of a session."""
    registration, form = load_person(event, code), ConfirmationForm()
    if find_session(event, session) is None:
        abort(404)
    if not form.validate_on_submit():
        abort(400)
    with attempt() as tried:
        session_seat.remove_from_session(registration, session, actor=account.code, now=utcnow())
    if tried.refusal:
        registration = load_person(event, code)
        return person_page(account, event, registration, refusal=tried.refusal), 409
    flash(_("The change is saved."), "good")
    return redirect(url_for(PERSON, slug=event.slug, code=code), 303)


def _update(
    account: Account, event: Event, code: str, name: str, save: Save
) -> ResponseReturnValue:
    """Read one form and save it; a form that is refused stands open with what was typed."""
    registration = load_person(event, code)
    form = edit_form(event, registration, name)
    if form is None:
        abort(404)
    if not form.validate_on_submit():
        return person_page(account, event, registration, **{name: form}), 422
    refusal = _save(account, registration, name, form, save)
    if refusal:
        return person_page(account, event, registration, refusal=refusal, **{name: form}), 409
    flash(_("The change is saved."), "good")
    return redirect(url_for(PERSON, slug=event.slug, code=code), 303)


def _save(
    account: Account, registration: Registration, name: str, form: Any, save: Save
) -> Refusal | None:
    """Save unless somebody else has changed the same thing; why it was refused."""
    event = registration.event
    while True:
        version = form.version_to_save(opened_form(event, registration, name) or form)
        with attempt() as tried:
            save(registration, form, {"version": version, "actor": account.code, "now": utcnow()})
        if tried.refusal is None:
            return None
        db.session.expire_all()
        saved = opened_form(event, registration, name) or form
        if not isinstance(tried.refusal, StaleVersion) or form.version_to_save(saved) == version:
            # Sent again it is saved: both texts have been seen side by side.
            form.go_on_from(saved)
            return tried.refusal

"""The page of one registration, with a form for each thing that can be changed."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template

from eventapp.clock import utcnow
from eventapp.domain.desk import registration_list
from eventapp.domain.desk.cancellation import find_undoable
from eventapp.domain.desk.letter_status import list_letters
from eventapp.domain.desk.session_seat import list_chosen_seats, list_offered_sessions
from eventapp.domain.door.desk_check_in import door_status
from eventapp.domain.door.organisation_proof import needs_proof
from eventapp.domain.errors import Refusal
from eventapp.domain.letter.bounce import find_bounce
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.record.history import HistoryEntry, list_history
from eventapp.domain.registration import queue
from eventapp.domain.registration.address import is_stand_in
from eventapp.forms.base_form import BaseForm
from eventapp.forms.reason import DeclineForm, ReasonForm
from eventapp.forms.registration import edit
from eventapp.i18n import current_language
from eventapp.models import (
    Account,
    AuditAction,
    Event,
    Registration,
    RegistrationState,
    Visibility,
)
from eventapp.views.cache.form_cache import directory, plan_of
from eventapp.views.organizer.log.line import FieldChange, LineWriter

# The forms of the page by the last part of their address. Each has its name as a prefix.
ANSWER = "answer"
SESSIONS = "sessions"
DECLINE = "decline"


def load_person(event: Event, code: str) -> Registration:
    """The event's registration of this code, or 404."""
    registration = registration_list.find_registration(event, code)
    if registration is None:
        abort(404)
    return registration


def person_page(
    account: Account,
    event: Event,
    registration: Registration,
    *,
    refusal: Refusal | None = None,
    **sent: BaseForm,
) -> str:
    """The page; `sent` are forms with what was typed, which stand open."""
    waits = registration.state is RegistrationState.WAITLISTED
    forms = edit_forms(event, registration) | sent
    door = door_status(registration, now=utcnow())
    return render_template(
        "organizer/registration/show.html",
        account=account,
        event=event,
        registration=registration,
        questions=plan_of(event.slug).questions,
        forms=forms,
        sent=list(sent),
        seats=list_chosen_seats(registration),
        line=queue.queue_position(registration) if waits else None,
        party=queue.waiting_party(registration),
        letters=list_letters(registration),
        bounce=find_bounce(registration),
        history=_history(account, event, registration),
        came=door.came,
        door=door,
        place_form=sent.get("place") or ReasonForm(formdata=None, prefix="place"),
        cancellation_form=sent.get("cancellation")
        or ReasonForm(formdata=None, prefix="cancellation"),
        decline_form=sent.get(DECLINE) or DeclineForm(formdata=None, prefix=DECLINE),
        cancellation=None if registration.living else find_undoable(registration, now=utcnow()),
        refusal=refusal,
        needs_proof=needs_proof(registration),
        over=utcnow() >= event.ends_at,
        undo_minutes=UNDO_PERIOD.seconds // 60,
    )


def edit_forms(event: Event, registration: Registration) -> dict[str, BaseForm]:
    """The forms as they are before anybody types; none of a registration that is cancelled."""
    if not registration.living:
        return {}
    questions = plan_of(event.slug).questions
    names = ["name", "email", "organisation", "role", "language", "badge", SESSIONS]
    if registration.visibility is not Visibility.PROTECTED:
        names.append("visibility")
    names += [f"{ANSWER}-{question.code}" for question in questions]
    forms = {name: opened_form(event, registration, name) for name in names}
    return {name: form for name, form in forms.items() if form is not None}


def opened_form(event: Event, registration: Registration, name: str) -> Any:
    """The form of this name as it is before anybody types, or None."""
    return edit_form(event, registration, name, formdata=None, data=_values(registration, name))


def edit_form(event: Event, registration: Registration, name: str, **options: Any) -> Any:
    """The form of this name, or None."""
    form_class = _form_class(event, name)
    if form_class is None:
        return None
    form = form_class(prefix=name, **options)
    if name == SESSIONS:
        form.session.choices = edit.session_choices(
            list_offered_sessions(event, without=registration)
        )
    return form


def _form_class(event: Event, name: str) -> Any:
    if name == "organisation":
        return edit.organisation_form(directory())
    if name.startswith(f"{ANSWER}-"):
        code = name.removeprefix(f"{ANSWER}-")
        for question in plan_of(event.slug).questions:
            if question.code == code:
                return edit.answer_form(question, current_language())
        return None
    return {
        "name": edit.NameEditForm,
        "email": edit.AddressEditForm,
        "role": edit.RoleEditForm,
        "language": edit.LanguageEditForm,
        "badge": edit.BadgeEditForm,
        "visibility": edit.VisibilityEditForm,
        SESSIONS: edit.SessionEditForm,
    }.get(name)


def _values(registration: Registration, name: str) -> dict[str, Any]:
    values: dict[str, Any] = {"version": registration.version}
    if name == "organisation":
        listed = registration.organisation
        values["organisation"] = listed.code if listed else registration.organisation_name
        values["other_organisation"] = "" if listed else registration.organisation_name
    elif name.startswith(f"{ANSWER}-"):
        values["answer"] = registration.answers.get(name.removeprefix(f"{ANSWER}-"))
    elif name == "email" and is_stand_in(registration.email):
        values["email"] = ""
    elif name != SESSIONS:
        values[name] = getattr(registration, name)
    return values


def _history(
    account: Account, event: Event, registration: Registration
) -> list[tuple[HistoryEntry, Sequence[FieldChange]]]:
    writer = LineWriter(account, event.time_zone, within=event.id)
    return [
        (entry, list(writer.changes(entry.before, entry.after)) if writer.sees_changes else ())
        for entry in list_history(registration, without=[AuditAction.PERSON_READ])
    ]

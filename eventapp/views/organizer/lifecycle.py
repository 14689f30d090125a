"""Copying, postponing, resuming and cancelling an event, each after a question."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.invitee.candidate import count_groups
from eventapp.domain.desk.invitee.invitee import TooManyInvitees, copy_with_invitees
from eventapp.domain.errors import Refusal
from eventapp.domain.event import lifecycle
from eventapp.domain.event.copy.event_copy import copy_event, count_parts, suggest_copy
from eventapp.domain.permission import Action
from eventapp.domain.registration.notification import affected_by_event
from eventapp.extensions import db
from eventapp.forms.event.copy import CopyForm, copy_form_data
from eventapp.forms.reason import ReasonForm
from eventapp.i18n import _, _l
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("lifecycle", __name__, url_prefix="/events/<slug>")


@dataclass(frozen=True, slots=True)
class LifecycleStep:
    """A change of an event's state: its verb, pages and words."""

    verb: Callable[..., None]
    asks: str
    does: str
    deed: str
    question: str
    afterwards: str


POSTPONEMENT = LifecycleStep(
    lifecycle.postpone_event,
    "new_postponement",
    "create_postponement",
    _l("Postpone the event"),
    _l("Do you want to postpone the event?"),
    _l("Registrations remain, and nobody new can register until there is a new time."),
)
CANCELLATION = LifecycleStep(
    lifecycle.cancel_event,
    "new_calling_off",
    "create_calling_off",
    _l("Cancel the event"),
    _l("Do you want to cancel the event?"),
    _l("This cannot be undone. The page remains, and says that the event has been cancelled."),
)


@bp.get("/copies/new")
@staff(Action.CREATE_EVENT)
def new_copy(account: Account, event: Event) -> ResponseReturnValue:
    """Ask when the copy takes place, and what it takes along."""
    suggested = copy_form_data(suggest_copy(event), event.time_zone)
    return _copy_page(account, event, CopyForm(data=suggested))


@bp.post("/copies")
@staff(Action.CREATE_EVENT)
def create_copy(account: Account, event: Event) -> ResponseReturnValue:
    """Copy the event as a draft."""
    form = CopyForm()
    form.time_zone = event.time_zone
    if not form.validate_on_submit():
        return _copy_page(account, event, form), 422
    with attempt() as tried:
        for copy in _copy(event, form, account):
            slug = copy.slug
            db.session.commit()
    if tried.refusal:
        field = form.invited if isinstance(tried.refusal, TooManyInvitees) else form.starts_at
        field.errors = [tried.refusal.message]
        return _copy_page(account, event, form), 422
    flash(_("The copy is a draft. What remains to be done is listed here."), "good")
    return redirect(url_for("organizer.event.show", slug=slug), 303)


@bp.get("/postponement/new")
@staff(Action.EDIT_EVENT)
def new_postponement(account: Account, event: Event) -> ResponseReturnValue:
    """Ask whether to postpone the event, with the number of people it affects."""
    return _asking_page(POSTPONEMENT, account, event, ReasonForm())


@bp.post("/postponement")
@staff(Action.EDIT_EVENT)
def create_postponement(account: Account, event: Event) -> ResponseReturnValue:
    """Postpone the event."""
    return _take(POSTPONEMENT, account, event)


@bp.get("/calling-off/new")
@staff(Action.EDIT_EVENT)
def new_calling_off(account: Account, event: Event) -> ResponseReturnValue:
    """Ask whether to cancel the event, with the number of people it affects."""
    return _asking_page(CANCELLATION, account, event, ReasonForm())


@bp.post("/calling-off")
@staff(Action.EDIT_EVENT)
def create_calling_off(account: Account, event: Event) -> ResponseReturnValue:
    """Cancel the event."""
    return _take(CANCELLATION, account, event)


@bp.post("/resumption")
@staff(Action.EDIT_EVENT)
def create_resumption(account: Account, event: Event) -> ResponseReturnValue:
    """Resume a postponed event at its present time."""
    require_confirmation()
    with attempt() as tried:
        lifecycle.resume_event(event, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(
            _("The event will take place. Everyone will be notified within five minutes."), "good"
        )
    return redirect(url_for("organizer.event.show", slug=event.slug), 303)


def _take(turn: LifecycleStep, account: Account, event: Event) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _asking_page(turn, account, event, form), 422
    with attempt() as tried:
        turn.verb(event, actor=account.code, reason=form.reason.data, now=utcnow())
    if tried.refusal:
        return _asking_page(turn, account, event, form, tried.refusal), 409
    flash(_("Done. Everyone will be notified within five minutes."), "good")
    return redirect(url_for("organizer.event.show", slug=event.slug), 303)


def _copy(event: Event, form: CopyForm, account: Account) -> Iterator[Event]:
    actor, now = account.code, utcnow()
    if form.group:
        return copy_with_invitees(event, form.text(), form.group, actor=actor, now=now)
    return iter([copy_event(event, form.text(), actor=actor, now=now)])


def _copy_page(account: Account, event: Event, form: CopyForm) -> str:
    return render_template(
        "organizer/lifecycle/copy.html",
        account=account,
        event=event,
        form=form,
        counts=count_parts(event),
        groups=count_groups(event),
    )


def _asking_page(
    turn: LifecycleStep,
    account: Account,
    event: Event,
    form: ReasonForm,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "organizer/lifecycle/ask.html",
        turn=turn,
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        touched=affected_by_event(event),
    )

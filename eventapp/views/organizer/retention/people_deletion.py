"""Deleting the people of a past event ahead of the rules, after a question."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.record.pause import current_pauses
from eventapp.domain.retention.data_kind import BY_KIND
from eventapp.domain.retention.people_deletion import count_people, delete_people, is_over
from eventapp.domain.retention.run import find_under_way
from eventapp.forms.retention.people_deletion import PeopleDeletionForm
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.loaders import load_any_event

bp = Blueprint("people_deletion", __name__, url_prefix="/events/<slug>/people-deletion")


@bp.get("/new")
@staff(Action.MANAGE_RETENTION)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Say what would be deleted, and ask by which decision and why."""
    return _page(account, event, PeopleDeletionForm())


@bp.post("")
@staff(Action.MANAGE_RETENTION)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Start the run, which the worker carries out; its page becomes the receipt."""
    form, slug = PeopleDeletionForm(), event.slug
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    with attempt() as tried:
        code = delete_people(event, form.decision(), actor=account.code, now=utcnow()).code
    if tried.refusal:
        return _page(account, load_any_event(slug), form, tried.refusal), 409
    flash(_("The people are being deleted. This page becomes the receipt."), "good")
    return redirect(url_for("organizer.retention_run.show", code=code), 303)


def _page(
    account: Account, event: Event, form: PeopleDeletionForm, refusal: Refusal | None = None
) -> str:
    now = utcnow()
    counts = count_people(event, now=now) if is_over(event, now=now) else {}
    return render_template(
        "organizer/people_deletion/new.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        over=is_over(event, now=now),
        counts=[(BY_KIND[kind].label, count) for kind, count in counts.items() if count],
        paused=current_pauses().cover(event.id),
        under_way=find_under_way(),
    )

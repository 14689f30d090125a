"""Deleting a draft, after a question."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event import deletion
from eventapp.domain.permission import Action
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.loaders import load_any_event

bp = Blueprint("deletion", __name__, url_prefix="/events/<slug>/deletion")


@bp.get("/new")
@staff(Action.CREATE_EVENT)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """Say what goes with the draft, and ask."""
    return _page(account, event)


@bp.post("")
@staff(Action.CREATE_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Delete the draft."""
    require_confirmation()
    slug = event.slug
    with attempt() as tried:
        deletion.delete_draft(event, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, load_any_event(slug), tried.refusal), 409
    flash(_("The draft has been deleted."), "good")
    return redirect(url_for("organizer.home.show"), 303)


def _page(account: Account, event: Event, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/deletion/new.html",
        account=account,
        event=event,
        refusal=refusal,
        deletable=deletion.may_delete(event),
        contents=deletion.count_contents(event),
    )

"""Network meetings for organizers: notes, the agenda from last time, and the host."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.meeting_notes import (
    carry_agenda,
    find_meeting_before,
    find_meeting_notes,
    list_decided,
    list_host_turns,
    save_meeting_notes,
    set_host,
)
from eventapp.domain.permission import Action
from eventapp.forms.event.meeting_notes import HostForm, MeetingNotesForm, notes_form_data
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("meeting_notes", __name__, url_prefix="/events/<slug>/meeting/notes")


@bp.get("")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event) -> ResponseReturnValue:
    """The notes, the agenda and whose turn it is to host."""
    form = MeetingNotesForm(data=notes_form_data(find_meeting_notes(event)))
    return _page(account, event, form)


@bp.post("")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event) -> ResponseReturnValue:
    """Save the notes."""
    form = MeetingNotesForm()
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    with attempt() as tried:
        save_meeting_notes(
            event, form.notes(), version=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _page(account, event, form, tried.refusal), 409
    flash(_("The notes have been saved."), "good")
    return redirect(url_for(".edit", slug=event.slug), 303)


@bp.post("/agenda")
@staff(Action.EDIT_EVENT)
def create_agenda(account: Account, event: Event) -> ResponseReturnValue:
    """Take the agenda over from the meeting before, with what is left to follow up."""
    require_confirmation()
    with attempt() as tried:
        carry_agenda(event, actor=account.code, now=utcnow())
    flash(*_outcome(tried.refusal, _("The agenda has been taken over.")))
    return redirect(url_for(".edit", slug=event.slug), 303)


@bp.post("/host")
@staff(Action.EDIT_EVENT)
def update_host(account: Account, event: Event) -> ResponseReturnValue:
    """Let one of those whose turn it is host the meeting."""
    form = HostForm()
    if not form.validate_on_submit():
        abort(400)
    with attempt() as tried:
        set_host(event, form.host.data or "", actor=account.code, now=utcnow())
    flash(*_outcome(tried.refusal, _("The host has been saved.")))
    return redirect(url_for(".edit", slug=event.slug), 303)


def _outcome(refusal: Refusal | None, done: str) -> tuple[str, str]:
    return (refusal.message, "care") if refusal else (done, "good")


def _page(
    account: Account, event: Event, form: MeetingNotesForm, refusal: Refusal | None = None
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(notes_form_data(find_meeting_notes(event)))
    return render_template(
        "organizer/meeting_notes/edit.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        differences=differences,
        decided=list_decided(event),
        before=find_meeting_before(event) if event.series_id else None,
        turns=list_host_turns(event),
    )

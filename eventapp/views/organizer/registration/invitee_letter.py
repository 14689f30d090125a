"""Letters to the people invited to an event: the invitation, a reminder, and taking them back."""

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.invitee import letter as letters
from eventapp.domain.desk.invitee.link import may_answer
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _n
from eventapp.mail.invitee import invitation_sample
from eventapp.models import Account, Event
from eventapp.views.attempt import Attempt, attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.registration.invitee import list_page

bp = Blueprint("invitee_letter", __name__, url_prefix="/events/<slug>/invited")


@bp.get("/letter")
@staff(Action.INVITE_PEOPLE)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """The invitation as it will be read, and how many would get it."""
    people = letters.list_uninvited(event)
    languages = sorted({invitee.language for invitee in people}, reverse=True)  # Swedish first
    return render_template(
        "organizer/invitee/letter.html",
        account=account,
        event=event,
        count=len(people),
        in_english=sum(invitee.language == "en" for invitee in people),
        may_write=may_answer(event, now=utcnow()),
        samples={language: invitation_sample(event, language) for language in languages},
        form=ConfirmationForm(),
    )


@bp.post("/letter")
@staff(Action.INVITE_PEOPLE)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Write to those who have not been written to."""
    require_confirmation()
    tried, count = _send(letters.send_invitations(event, actor=account.code, now=utcnow()))
    done = _n(
        "%(num)d invitation leaves in ten minutes. Until then you can undo it.",
        "%(num)d invitations leave in ten minutes. Until then you can undo it.",
        count,
    )
    return _listed(account, event, tried, done)


@bp.get("/reminder")
@staff(Action.INVITE_PEOPLE)
def new_reminder(account: Account, event: Event) -> ResponseReturnValue:
    """How many would be reminded now."""
    return render_template(
        "organizer/invitee/reminder.html",
        account=account,
        event=event,
        count=len(letters.list_remindable(event, now=utcnow())),
        may_write=may_answer(event, now=utcnow()),
        form=ConfirmationForm(),
    )


@bp.post("/reminder")
@staff(Action.INVITE_PEOPLE)
def create_reminder(account: Account, event: Event) -> ResponseReturnValue:
    """Remind those who have not answered."""
    require_confirmation()
    tried, count = _send(letters.remind_invitees(event, actor=account.code, now=utcnow()))
    done = _n(
        "%(num)d reminder leaves in ten minutes. Until then you can undo it.",
        "%(num)d reminders leave in ten minutes. Until then you can undo it.",
        count,
    )
    return _listed(account, event, tried, done)


@bp.post("/undoing")
@staff(Action.INVITE_PEOPLE)
def undo(account: Account, event: Event) -> ResponseReturnValue:
    """Take back the letters that have not left."""
    require_confirmation()
    count = 0
    with attempt() as tried:
        count = letters.undo_letters(event, actor=account.code, now=utcnow())
    done = _n(
        "%(num)d letter was taken back. Nobody has been sent it.",
        "%(num)d letters were taken back. Nobody has been sent them.",
        count,
    )
    return _listed(account, event, tried, done)


def _send(batches: Iterator[int]) -> tuple[Attempt, int]:
    """Commit each batch as it is promised; and how many letters they are."""
    count = 0
    with attempt() as tried:
        for batch in batches:
            db.session.commit()
            count += batch
    return tried, count


def _listed(account: Account, event: Event, tried: Attempt, done: str) -> ResponseReturnValue:
    if tried.refusal:
        return list_page(account, event, tried.refusal), 409
    flash(done, "good")
    return redirect(url_for("organizer.invitee.index", slug=event.slug), 303)

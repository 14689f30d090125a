"""Letters to an event's speakers: their link, a reminder, and taking them back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.event.speaker import speaker_letter as letters
from eventapp.domain.permission import Action
from eventapp.domain.schedule.speaker_link import link_ends_at, renew_link
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _n
from eventapp.mail.speaker import invitation_sample
from eventapp.models import Account, Event
from eventapp.views.attempt import Attempt, attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.schedule.speaker import list_page, load, speaker_page

bp = Blueprint("speaker_letter", __name__, url_prefix="/events/<slug>/speakers")


@bp.get("/letter")
@staff(Action.WRITE_LETTERS)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """The letter with the link as it will be read, and how many would get it."""
    people = letters.list_uninvited(event)
    languages = sorted({address.language for address in people}, reverse=True)  # Swedish first
    return _page(
        account,
        event,
        "letter",
        count=len(people),
        samples={language: invitation_sample(event, language) for language in languages},
    )


@bp.post("/letter")
@staff(Action.WRITE_LETTERS)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Send their link to those who have not had it."""
    require_confirmation()
    count = 0
    with attempt() as tried:
        count = letters.invite_speakers(event, actor=account.code, now=utcnow())
    return _listed(account, event, tried, _leaving(count))


@bp.get("/reminder")
@staff(Action.WRITE_LETTERS)
def new_reminder(account: Account, event: Event) -> ResponseReturnValue:
    """How many would be reminded now."""
    return _page(account, event, "reminder", count=len(letters.list_owing(event, now=utcnow())))


@bp.post("/reminder")
@staff(Action.WRITE_LETTERS)
def create_reminder(account: Account, event: Event) -> ResponseReturnValue:
    """Remind those who owe something, each of what they owe."""
    require_confirmation()
    count = 0
    with attempt() as tried:
        count = letters.remind_speakers(event, actor=account.code, now=utcnow())
    return _listed(account, event, tried, _leaving(count))


@bp.post("/undoing")
@staff(Action.WRITE_LETTERS)
def undo(account: Account, event: Event) -> ResponseReturnValue:
    """Take back the letters that have not left."""
    require_confirmation()
    count = 0
    with attempt() as tried:
        count = letters.undo_speaker_letters(event, actor=account.code, now=utcnow())
    done = _n(
        "%(num)d letter was taken back. Nobody has been sent it.",
        "%(num)d letters were taken back. Nobody has been sent them.",
        count,
    )
    return _listed(account, event, tried, done)


@bp.post("/<code>/letter")
@staff(Action.WRITE_LETTERS)
def create_one(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Send the speaker a link: the first, or another in place of the one they have."""
    require_confirmation()
    now, speaker = utcnow(), load(event, code)
    with attempt() as tried:
        if speaker.address and speaker.address.invited_at:
            renew_link(event, speaker, actor=account.code, now=now)
        letters.invite_speakers(event, code=code, actor=account.code, now=now)
    if tried.refusal:
        return speaker_page(account, event, load(event, code), tried.refusal), 409
    flash(_leaving(1), "good")
    return redirect(url_for("organizer.speaker.edit", slug=event.slug, code=code), 303)


def _page(account: Account, event: Event, name: str, **facts: object) -> str:
    return render_template(
        f"organizer/speaker/{name}.html",
        account=account,
        event=event,
        may_write=letters.may_ask(event, now=utcnow()),
        link_ends_at=link_ends_at(event),
        form=ConfirmationForm(),
        **facts,
    )


def _leaving(count: int) -> str:
    return _n(
        "%(num)d letter leaves in ten minutes. Until then you can undo it.",
        "%(num)d letters leave in ten minutes. Until then you can undo it.",
        count,
    )


def _listed(account: Account, event: Event, tried: Attempt, done: str) -> ResponseReturnValue:
    if tried.refusal:
        return list_page(account, event, tried.refusal), 409
    flash(done, "good")
    return redirect(url_for("organizer.speaker.index", slug=event.slug), 303)

"""What organizers do with one speaker: parts, photo, consent, what was sent, and registering."""

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.photo import FILE_MAX_BYTES
from eventapp.domain.desk.registration import register_for_somebody
from eventapp.domain.permission import Action
from eventapp.domain.registration.registration import Affiliation, Applicant
from eventapp.domain.schedule.session import list_session_lines
from eventapp.domain.schedule.speaker import photo as photos
from eventapp.domain.schedule.speaker import proposal as proposals
from eventapp.domain.schedule.speaker import reply as replies
from eventapp.domain.schedule.speaker.part import set_parts
from eventapp.domain.schedule.speaker.photo import PhotoSize
from eventapp.extensions import db
from eventapp.forms.fields import hidden_number
from eventapp.forms.schedule.speaker import ConsentForm, SpeakerPartsForm, SpeakerPhotoForm
from eventapp.i18n import _
from eventapp.models import Account, Event, RegistrationState
from eventapp.views.attempt import Attempt, attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.loaders import load_any_event
from eventapp.views.organizer.schedule.speaker import load, speaker_page
from eventapp.views.organizer.submissions import claim_again
from eventapp.views.sheets.picture import allow_photos, photo_response, take_in

bp = Blueprint("speaker_reply", __name__, url_prefix="/events/<slug>/speakers/<code>")
SIZE = "<any(small, medium, large):size>"
ACCEPT, DECLINE = "accept", "decline"

allow_photos(
    bp,
    FILE_MAX_BYTES,
    lambda values: url_for("organizer.speaker.edit", slug=values["slug"], code=values["code"]),
)


@bp.get(f"/photo/<any(shown, proposed):which>/{SIZE}")
@staff(Action.EDIT_EVENT)
def photo(account: Account, event: Event, code: str, which: str, size: str) -> Response:  # noqa: ARG001
    """The speaker's photo, or the one that waits to be let through."""
    read = photos.read_photo if which == "shown" else photos.read_proposed_photo
    return photo_response(read(load(event, code), PhotoSize(size)))


@bp.post("/photo")
@staff(Action.EDIT_EVENT)
def create_photo(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Draw an uploaded photo anew, outside of any transaction, and show it from now on."""
    slug, actor, form = event.slug, account.code, SpeakerPhotoForm()
    if not form.validate_on_submit():
        return speaker_page(account, event, load(event, code), photo_form=form), 422
    db.session.rollback()
    picture = take_in(form.photo)
    event = load_any_event(slug)
    if picture is None:
        return speaker_page(account, event, load(event, code), photo_form=form), 422
    claim_again()
    with attempt():
        photos.change_photo(event, load(event, code), picture, actor=actor, now=utcnow())
    flash(_("The photo has been saved."), "good")
    return _back(event, code)


@bp.post("/photo/removal")
@staff(Action.EDIT_EVENT)
def destroy_photo(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show no photo any more."""
    require_confirmation()
    with attempt():
        photos.change_photo(event, load(event, code), None, actor=account.code, now=utcnow())
    flash(_("The photo has been removed."), "good")
    return _back(event, code)


@bp.post("/parts")
@staff(Action.EDIT_EVENT)
def update_parts(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Let the speaker have these roles in these sessions."""
    speaker, form = load(event, code), SpeakerPartsForm.of(list_session_lines(event))
    if not form.validate_on_submit():
        return speaker_page(account, event, speaker), 422
    with attempt():
        set_parts(
            event,
            speaker,
            form.roles(),
            shown=form.shown_roles(),
            actor=account.code,
            now=utcnow(),
        )
    flash(_("Saved in the draft. Visitors will see it in the next version."), "good")
    return _back(event, code)


@bp.post("/consents")
@staff(Action.EDIT_EVENT)
def update_consents(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Write down what a speaker has said or written about what may be shown."""
    speaker, form = load(event, code), ConsentForm()
    if not form.validate_on_submit():
        return speaker_page(account, event, speaker), 422
    with attempt() as tried:
        replies.set_consents(
            event,
            speaker,
            form.consents(),
            shown=form.shown_consents(),
            actor=account.code,
            now=utcnow(),
        )
    return _answer(account, event, code, tried, _("What may be shown has been saved."))


@bp.post("/proposal")
@staff(Action.EDIT_EVENT)
def update_proposal(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show what the speaker has sent, or leave what is shown as it is."""
    require_confirmation()
    speaker, wanted = load(event, code), request.form.get("do")
    decide = {ACCEPT: proposals.accept_proposal, DECLINE: proposals.decline_proposal}.get(
        wanted or ""
    )
    if decide is None:
        abort(400)
    version = hidden_number(request.form.get("version"))
    with attempt() as tried:
        decide(event, speaker, version=version, actor=account.code, now=utcnow())
    done = (
        _("The speaker’s page shows it now, and the schedule with its next version.")
        if wanted == ACCEPT
        else _("What was shown stays as it is.")
    )
    return _answer(account, event, code, tried, done)


@bp.post("/problem")
@staff(Action.EDIT_EVENT)
def settle_problem(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Write down that what the speaker reported has been dealt with."""
    require_confirmation()
    speaker = load(event, code)
    with attempt() as tried:
        replies.settle_problem(
            event,
            speaker,
            shown=request.form.get("shown"),
            actor=account.code,
            now=utcnow(),
        )
    return _answer(account, event, code, tried, _("Marked as dealt with."))


@bp.post("/registration")
@staff(Action.REGISTER_FOR_SOMEBODY)
def register(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Register the speaker as a participant, with a place whatever the queue."""
    require_confirmation()
    speaker = load(event, code)
    address = speaker.address or abort(404)
    listed = directory().find(speaker.organisation) if speaker.organisation else None
    applicant = Applicant(
        name=speaker.name,
        email=address.email,
        affiliation=Affiliation(listed.name, listed.id, listed.lineage)
        if listed
        else Affiliation(speaker.organisation),
        role=speaker.title,
        language=address.language,
    )
    state = ""
    with attempt() as tried:
        reception = register_for_somebody(
            event,
            applicant,
            actor=account.code,
            reason=_("Speaks at the event"),
            now=utcnow(),
            with_seat=True,
        )
        state = reception.answer
    done = (
        _("The speaker is registered, and the ticket is on its way by email.")
        if state == RegistrationState.CONFIRMED
        else _("The speaker is on the list of participants.")
    )
    return _answer(account, event, code, tried, done)


def _back(event: Event, code: str) -> ResponseReturnValue:
    return redirect(url_for("organizer.speaker.edit", slug=event.slug, code=code), 303)


def _answer(
    account: Account, event: Event, code: str, tried: Attempt, done: str
) -> ResponseReturnValue:
    if tried.refusal:
        return speaker_page(account, event, load(event, code), tried.refusal), 409
    flash(done, "good")
    return _back(event, code)

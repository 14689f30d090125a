"""An event's speakers, for organizers: the list with what each owes, and one of them as a form."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.speaker import speaker_letter as letters
from eventapp.domain.people.mail_host import suggest_address
from eventapp.domain.permission import Action
from eventapp.domain.schedule import schedule_part as parts
from eventapp.domain.schedule.session import list_session_lines
from eventapp.domain.schedule.speaker import speaker as speakers
from eventapp.domain.schedule.speaker.part import list_parts_of
from eventapp.domain.schedule.speaker.proposal import find_proposal, list_changes
from eventapp.domain.schedule.speaker.reply import find_reply, open_needs, problem_key
from eventapp.domain.schedule.speaker.slides import set_slides_due
from eventapp.domain.schedule.speaker.speaker_list import (
    Owed,
    SpeakerFilter,
    list_speakers,
    owed_by,
)
from eventapp.domain.schedule.speaker_link import link_ends_at
from eventapp.forms.schedule.speaker import (
    PHOTO_ACCEPT,
    ROLE_LABELS,
    ConsentForm,
    SlidesDueForm,
    SpeakerForm,
    SpeakerPartsForm,
    SpeakerPhotoForm,
    consent_form_data,
    parts_form_data,
    speaker_form_data,
)
from eventapp.i18n import _, _l
from eventapp.models import Account, AuditAction, Event, Speaker
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_reading

bp = Blueprint("speaker", __name__, url_prefix="/events/<slug>/speakers")
WORDS_MAX_LENGTH = 100
OWED_LABELS = {
    Owed.CONFIRMATION: _l("Confirmation"),
    Owed.TEXT: _l("Text"),
    Owed.PHOTO: _l("Photo"),
    Owed.SLIDES: _l("Slides"),
    Owed.CONSENT: _l("What may be shown"),
}
FILTER_LABELS = {
    SpeakerFilter.OWING: _l("Have something left to do"),
    SpeakerFilter.PROPOSED: _l("Have sent text or photo to read"),
    SpeakerFilter.PROBLEM: _l("Say that something is wrong"),
    SpeakerFilter.UNINVITED: _l("Have not had their link"),
}
FIELD_LABELS = {
    "name": _l("Name as shown"),
    "title": _l("Title or post"),
    "title_en": _l("Title or post, in English"),
    "organisation": _l("Organisation"),
    "biography": _l("About the speaker"),
    "biography_en": _l("About the speaker, in English"),
}


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The event's speakers, with what each owes, and a way to narrow the list."""
    return list_page(account, event)


@bp.get("/new")
@staff(Action.EDIT_EVENT)
def new(account: Account, event: Event) -> ResponseReturnValue:
    """An empty form."""
    return _new_page(account, event, SpeakerForm())


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Add a speaker, and go on to their page."""
    form = SpeakerForm()
    if not form.validate_on_submit():
        return _new_page(account, event, form), 422
    with attempt():
        speaker = speakers.create_speaker(event, form.values(), actor=account.code, now=utcnow())
        code = speaker.code
    flash(_("The speaker has been added. Choose which sessions they have part in."), "good")
    return redirect(url_for(".edit", slug=event.slug, code=code, _anchor="parts"), 303)


@bp.post("/slides-due")
@staff(Action.EDIT_EVENT)
def update_slides_due(account: Account, event: Event) -> ResponseReturnValue:
    """Say until when slides are to be sent."""
    form = SlidesDueForm()
    if not form.validate_on_submit():
        return list_page(account, event, due_form=form), 422
    with attempt():
        set_slides_due(event, form.due_on.data, actor=account.code, now=utcnow())
    flash(_("Saved. Speakers see it on their own pages."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """One speaker: what they have sent, and everything as forms; the reading is logged first."""
    load(event, code)
    record_reading(AuditAction.PERSON_READ, event, account, speaker=code)
    return speaker_page(account, event, load(event, code))


@bp.post("/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    speaker, form = load(event, code), SpeakerForm()
    if not form.validate_on_submit():
        return speaker_page(account, event, speaker, form=form), 422
    with attempt() as tried:
        speakers.edit_speaker(
            event,
            speaker,
            form.values(),
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return speaker_page(account, event, load(event, code), tried.refusal, form=form), 409
    flash(_("Saved. The schedule shows it with its next version."), "good")
    return redirect(url_for(".edit", slug=event.slug, code=code), 303)


@bp.get("/<code>/removal")
@staff(Action.EDIT_EVENT)
def new_removal(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Ask first: what is removed must be written anew."""
    speaker = load(event, code)
    return render_template(
        "organizer/speaker/removal.html",
        account=account,
        event=event,
        speaker=speaker,
        used=parts.is_used(speaker),
    )


@bp.post("/<code>/removal")
@staff(Action.EDIT_EVENT)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Delete a speaker who has part in no session."""
    speaker = load(event, code)
    require_confirmation()
    with attempt() as tried:
        speakers.remove_speaker(event, speaker, actor=account.code, now=utcnow())
    if tried.refusal:
        return speaker_page(account, event, load(event, code), tried.refusal), 409
    flash(_("Removed."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def load(event: Event, code: str) -> Speaker:
    """The event's speaker of this code, or 404."""
    return speakers.find_speaker(event, code) or abort(404)


def list_page(
    account: Account,
    event: Event,
    refusal: Refusal | None = None,
    due_form: SlidesDueForm | None = None,
) -> str:
    """The page with the list; other views show there why they refuse."""
    now, wanted = utcnow(), request.args.get("only", "")
    words = request.args.get("q", "").strip()[:WORDS_MAX_LENGTH]
    narrowed = SpeakerFilter(wanted) if wanted in set(SpeakerFilter) else None
    listed = list_speakers(
        event,
        words=words,
        narrowed=narrowed,
        page=request.args.get("page", 1, int),
        now=now,
    )
    return render_template(
        "organizer/speaker/index.html",
        account=account,
        event=event,
        refusal=refusal,
        words=words,
        narrowed=narrowed,
        listed=listed,
        owed_labels=OWED_LABELS,
        filter_labels=FILTER_LABELS,
        uninvited=listed.counts[SpeakerFilter.UNINVITED],
        owing=listed.to_remind,
        waiting=letters.count_waiting(event, now=now),
        may_write=letters.may_ask(event, now=now),
        due_form=due_form or SlidesDueForm(formdata=None, data={"due_on": event.slides_due_on}),
    )


def speaker_page(
    account: Account,
    event: Event,
    speaker: Speaker,
    refusal: Refusal | None = None,
    **forms: Any,
) -> str:
    """One speaker's page; a form that was sent stays as it was typed."""
    form, address, differences = forms.get("form"), speaker.address, []
    if form and isinstance(refusal, StaleVersion):
        differences = form.merge(speaker_form_data(speaker))
    proposal, sessions = find_proposal(address), list_session_lines(event)
    own, reply = list_parts_of(speaker), find_reply(address)
    return render_template(
        "organizer/speaker/edit.html",
        account=account,
        event=event,
        speaker=speaker,
        refusal=refusal,
        differences=differences,
        form=form or SpeakerForm(formdata=None, data=speaker_form_data(speaker)),
        photo_form=forms.get("photo_form") or SpeakerPhotoForm(formdata=None),
        parts_form=SpeakerPartsForm.of(sessions, formdata=None, data=parts_form_data(own)),
        consent_form=ConsentForm(formdata=None, data=consent_form_data(speaker)),
        sessions=sessions,
        parts=own,
        owed=owed_by(event, speaker, proposal),
        owed_labels=OWED_LABELS,
        role_labels=ROLE_LABELS,
        field_labels=FIELD_LABELS,
        accept=PHOTO_ACCEPT,
        proposal=proposal,
        changes=list_changes(speaker, proposal) if proposal else [],
        reply=reply,
        problem_key=problem_key,
        needs=open_needs(address, reply) if address else "",
        link_ends_at=link_ends_at(event),
        meant=_probably_meant(speaker),
        may_write=letters.may_ask(event, now=utcnow()),
    )


def _probably_meant(speaker: Speaker) -> str:
    """The address that was probably meant where the speaker's looks mistyped, or nothing."""
    if speaker.address is None:
        return ""
    own = directory().find(speaker.organisation) if speaker.organisation else None
    return suggest_address(speaker.address.email, [own] if own else [])


def _new_page(account: Account, event: Event, form: SpeakerForm) -> str:
    return render_template("organizer/speaker/new.html", account=account, event=event, form=form)

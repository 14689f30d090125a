"""English beside the Swedish, for organizers: what lacks it, and writing it side by side."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.translation import (
    EVENT_FIELDS,
    TranslatedKind,
    TranslationState,
    list_translations,
    translate_event,
)
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.domain.schedule.schedule_part import find_part
from eventapp.domain.schedule.session import find_session
from eventapp.domain.schedule.translation import FIELDS, translate_part
from eventapp.forms.schedule.translation import (
    TranslationForm,
    translation_form,
    translation_form_data,
)
from eventapp.i18n import _, _l
from eventapp.models import Account, Event, Room, Session, Track
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("translation", __name__, url_prefix="/events/<slug>/english")
PART = "/<any(sessions, rooms, tracks):kind>/<code>"
KIND_LABELS = {
    TranslatedKind.EVENT: _l("The event"),
    TranslatedKind.VENUE_PICTURE: _l("Picture of the way"),
    TranslatedKind.SERIES: _l("Its series"),
    TranslatedKind.SESSION: _l("Sessions"),
    TranslatedKind.ROOM: _l("Rooms"),
    TranslatedKind.TRACK: _l("Tracks"),
    TranslatedKind.QUESTION: _l("Questions when registering"),
    TranslatedKind.LETTER: _l("Letters that are not sent yet"),
    TranslatedKind.AUTOMATIC_LETTER: _l("Letters that go by themselves"),
    TranslatedKind.BUILT_IN_LETTER: _l("Own words in built-in letters"),
}
# What is written in both languages on its own page: where, and what its code is called there.
ELSEWHERE = {
    TranslatedKind.QUESTION: ("organizer.question.edit", "code"),
    TranslatedKind.LETTER: ("organizer.letter.edit", "code"),
    TranslatedKind.AUTOMATIC_LETTER: ("organizer.letter_timetable.edit", "kind"),
    TranslatedKind.BUILT_IN_LETTER: ("organizer.letter_built_in.edit", "kind"),
}


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List what has Swedish texts, with how many of them lack English."""
    states = list_translations(event)
    return render_template(
        "organizer/translation/index.html",
        account=account,
        event=event,
        kinds=[
            (
                label,
                [
                    (state, _address(account, event, state))
                    for state in states
                    if state.kind is kind
                ],
            )
            for kind, label in KIND_LABELS.items()
        ],
        texts=sum(state.texts for state in states),
        lacking=sum(state.lacking for state in states),
    )


@bp.get("/event")
@staff(Action.EDIT_EVENT)
def edit_event(account: Account, event: Event) -> ResponseReturnValue:
    """The event's texts in both languages, side by side."""
    data = translation_form_data(event, EVENT_FIELDS)
    return _page(account, event, event, translation_form(event, EVENT_FIELDS, data=data))


@bp.post("/event")
@staff(Action.EDIT_EVENT)
def update_event(account: Account, event: Event) -> ResponseReturnValue:
    """Save the event's English."""
    form = translation_form(event, EVENT_FIELDS)
    if not form.validate_on_submit():
        return _page(account, event, event, form), 422
    version = form.version.data
    with attempt() as tried:
        translate_event(event, form.texts(), version=version, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, event, event, form, tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get(PART)
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, kind: str, code: str) -> ResponseReturnValue:
    """The texts of a session, a room or a track in both languages, side by side."""
    part = _load(event, kind, code)
    names = FIELDS[type(part)]
    form = translation_form(part, names, data=translation_form_data(part, names))
    return _page(account, event, part, form, address=_own_address(event, kind, code))


@bp.post(PART)
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, kind: str, code: str) -> ResponseReturnValue:
    """Save the English in the draft of the schedule."""
    part, address = _load(event, kind, code), _own_address(event, kind, code)
    form = translation_form(part, FIELDS[type(part)])
    if not form.validate_on_submit():
        return _page(account, event, part, form, address=address), 422
    version = form.version.data
    with attempt() as tried:
        translate_part(event, part, form.texts(), version=version, actor=account.code, now=utcnow())
    if tried.refusal:
        part = _load(event, kind, code)
        return _page(account, event, part, form, tried.refusal, address=address), 409
    flash(_("Saved in the draft. Visitors will see it in the next version."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _load(event: Event, kind: str, code: str) -> Session | Room | Track:
    part: Session | Room | Track | None
    if kind == "sessions":
        part = find_session(event, code)
    elif kind == "rooms":
        part = find_part(Room, event, code)
    else:
        part = find_part(Track, event, code)
    return part or abort(404)


def _address(account: Account, event: Event, state: TranslationState) -> str:
    """Where the English of this is written; nowhere if it is for others to write."""
    if state.kind is TranslatedKind.EVENT:
        return url_for(".edit_event", slug=event.slug)
    if state.kind is TranslatedKind.VENUE_PICTURE:
        return url_for("organizer.venue_picture.edit", slug=event.slug)
    if state.kind is TranslatedKind.SERIES:
        may = permission.may(actor_for(account), Action.CREATE_EVENT)
        return url_for("organizer.series.edit", series=state.code) if may else ""
    if state.kind in ELSEWHERE:
        endpoint, name = ELSEWHERE[state.kind]
        code: dict[str, Any] = {name: state.code}
        return url_for(endpoint, slug=event.slug, **code)
    return _own_address(event, state.kind, state.code)


def _own_address(event: Event, kind: str, code: str) -> str:
    return url_for(".edit", slug=event.slug, kind=kind, code=code)


def _page(
    account: Account,
    event: Event,
    thing: Event | Session | Room | Track,
    form: TranslationForm,
    refusal: Refusal | None = None,
    *,
    address: str = "",
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(translation_form_data(thing, form.names))
    return render_template(
        "organizer/translation/edit.html",
        account=account,
        event=event,
        title=thing.title if isinstance(thing, Event | Session) else thing.name,
        form=form,
        refusal=refusal,
        differences=differences,
        address=address or url_for(".edit_event", slug=event.slug),
        at_once=thing is event,
    )

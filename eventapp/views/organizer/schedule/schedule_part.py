"""Rooms and tracks of an event, for organizers."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.event.focus_area import list_valid_areas, with_chosen
from eventapp.domain.permission import Action
from eventapp.domain.schedule import schedule_part as parts
from eventapp.forms.schedule.schedule_part import PartForm, RoomForm, TrackForm
from eventapp.i18n import _, current_language
from eventapp.models import Account, Event, Room, Track
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff

bp = Blueprint("schedule_part", __name__, url_prefix="/events/<slug>")
KINDS: dict[str, tuple[type[Any], type[PartForm]]] = {
    "rooms": (Room, RoomForm),
    "tracks": (Track, TrackForm),
}
KIND = "/<any(rooms, tracks):kind>"


@bp.get(KIND)
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """List the parts of this kind, with a form to add one."""
    return _list_page(account, event, kind, _form(kind))


@bp.post(KIND)
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event, kind: str) -> ResponseReturnValue:
    """Add a part."""
    form = _form(kind)
    if not form.validate_on_submit():
        return _list_page(account, event, kind, form), 422
    with attempt():
        parts.create_part(KINDS[kind][0], event, form.values())
    flash(_("Added."), "good")
    return redirect(url_for(".index", slug=event.slug, kind=kind), 303)


@bp.get(f"{KIND}/<code>")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, kind: str, code: str) -> ResponseReturnValue:
    """The form for a part."""
    part = _load(event, kind, code)
    form = _form(kind, part, data=KINDS[kind][1](formdata=None).form_data(part))
    return _page(account, event, kind, part, form)


@bp.post(f"{KIND}/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, kind: str, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    part = _load(event, kind, code)
    form = _form(kind, part)
    if not form.validate_on_submit():
        return _page(account, event, kind, part, form), 422
    with attempt() as tried:
        parts.edit_part(event, part, form.values(), version=form.version.data)
    if tried.refusal:
        return _page(account, event, kind, _load(event, kind, code), form, tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".index", slug=event.slug, kind=kind), 303)


@bp.get(f"{KIND}/<code>/removal")
@staff(Action.EDIT_EVENT)
def new_removal(account: Account, event: Event, kind: str, code: str) -> ResponseReturnValue:
    """Ask first: what is removed must be written anew."""
    part = _load(event, kind, code)
    return render_template(
        "organizer/schedule_part/removal.html",
        account=account,
        event=event,
        kind=kind,
        part=part,
        used=parts.is_used(part),
    )


@bp.post(f"{KIND}/<code>/removal")
@staff(Action.EDIT_EVENT)
def destroy(account: Account, event: Event, kind: str, code: str) -> ResponseReturnValue:
    """Remove a part that no session uses."""
    part = _load(event, kind, code)
    require_confirmation()
    with attempt() as tried:
        parts.remove_part(event, part)
    if tried.refusal:
        part = _load(event, kind, code)
        form = _form(kind, part, formdata=None, data=KINDS[kind][1](formdata=None).form_data(part))
        return _page(account, event, kind, part, form, tried.refusal), 409
    flash(_("Removed."), "good")
    return redirect(url_for(".index", slug=event.slug, kind=kind), 303)


def _load(event: Event, kind: str, code: str) -> Any:
    return parts.find_part(KINDS[kind][0], event, code) or abort(404)


def _form(kind: str, part: Any = None, **options: Any) -> PartForm:
    form = KINDS[kind][1](**options)
    if isinstance(form, TrackForm):
        chosen = [part.focus_area] if part and part.focus_area else []
        areas = with_chosen(list_valid_areas(on=utcnow().date()), chosen)
        form.offer(areas, current_language())
    return form


def _list_page(account: Account, event: Event, kind: str, form: PartForm) -> str:
    return render_template(
        "organizer/schedule_part/index.html",
        account=account,
        event=event,
        kind=kind,
        form=form,
        listed=parts.list_parts(KINDS[kind][0], event),
    )


def _page(
    account: Account,
    event: Event,
    kind: str,
    part: Any,
    form: PartForm,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(form.form_data(part))
    return render_template(
        "organizer/schedule_part/edit.html",
        account=account,
        event=event,
        kind=kind,
        part=part,
        form=form,
        refusal=refusal,
        differences=differences,
    )

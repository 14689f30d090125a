"""The picture of an event's venue, for organizers: uploading, describing and withdrawing it."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.photo import FILE_MAX_BYTES
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.venue_picture import (
    find_stored_picture,
    find_venue_picture,
    restore_venue_picture,
    save_venue_picture,
    withdraw_venue_picture,
)
from eventapp.extensions import db
from eventapp.forms.schedule.speaker import PHOTO_ACCEPT
from eventapp.forms.schedule.venue_picture import VenuePictureForm, venue_picture_form_data
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.loaders import load_any_event
from eventapp.views.organizer.submissions import claim_again
from eventapp.views.sheets.picture import (
    allow_photos,
    take_in_whole,
    too_large,
    venue_picture_response,
)

bp = Blueprint("venue_picture", __name__, url_prefix="/events/<slug>/venue-picture")
allow_photos(
    bp,
    FILE_MAX_BYTES,
    lambda values: url_for("organizer.venue_picture.edit", slug=values["slug"]),
)


@bp.get("")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event) -> ResponseReturnValue:
    """The picture as it is shown, and the form for it."""
    data = venue_picture_form_data(find_stored_picture(event))
    return _page(account, event, _form(event, formdata=None, data=data))


@bp.get("/picture")
@staff(Action.EDIT_EVENT)
def show(account: Account, event: Event) -> Response:  # noqa: ARG001
    """The picture itself, of a draft or a closed event too."""
    return venue_picture_response(find_venue_picture(event))


@bp.post("")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event) -> ResponseReturnValue:
    """Draw an uploaded picture anew, outside of any transaction, and show it from now on."""
    slug, actor, form = event.slug, account.code, _form(event)
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    db.session.rollback()
    picture = take_in_whole(form.picture)
    event = load_any_event(slug)
    if form.picture.errors:
        return _page(account, event, form), 422
    claim_again()
    with attempt() as tried:
        save_venue_picture(
            event,
            picture,
            description=form.description.data,
            description_en=form.description_en.data or "",
            version=form.version.data,
            actor=actor,
            now=utcnow(),
        )
    if tried.refusal:
        return _page(account, event, form, tried.refusal), 409
    flash(_("The picture has been saved."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.post("/withdrawal")
@staff(Action.EDIT_EVENT)
def withdraw(account: Account, event: Event) -> ResponseReturnValue:
    """Show the picture to nobody any more."""
    require_confirmation()
    with attempt():
        withdraw_venue_picture(event, actor=account.code, now=utcnow())
    flash(_("The picture has been removed. Nobody can open it any more."), "good")
    return redirect(url_for(".edit", slug=event.slug), 303)


@bp.post("/restoration")
@staff(Action.EDIT_EVENT)
def restore(account: Account, event: Event) -> ResponseReturnValue:
    """Give back what was withdrawn a moment ago."""
    require_confirmation()
    with attempt() as tried:
        restore_venue_picture(event, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("The picture is back."), "good")
    return redirect(url_for(".edit", slug=event.slug), 303)


def _form(event: Event, **options: object) -> VenuePictureForm:
    return VenuePictureForm(has_picture=find_venue_picture(event) is not None, **options)


def _page(
    account: Account, event: Event, form: VenuePictureForm, refusal: Refusal | None = None
) -> str:
    """The page; after a stale save, with what was saved beside what was typed."""
    stored, differences = find_stored_picture(event), []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(venue_picture_form_data(stored))
    withdrawn_at = stored.withdrawn_at if stored else None
    return render_template(
        "organizer/venue_picture/edit.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        differences=differences,
        picture=find_venue_picture(event),
        withdrawn_at=withdrawn_at,
        may_restore=withdrawn_at is not None and utcnow() < withdrawn_at + UNDO_PERIOD,
        accept=PHOTO_ACCEPT,
        too_large=(FILE_MAX_BYTES, too_large()),
    )

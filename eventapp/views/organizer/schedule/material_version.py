"""Versions of a material for organizers: a newer file, and every one that there was."""

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.schedule.material import FILE_MAX_BYTES, check_room, find_material
from eventapp.domain.schedule.materials.change import find_any_material, find_version, replace_file
from eventapp.extensions import db
from eventapp.forms.schedule.material import NewVersionForm
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.views.attempt import attempt
from eventapp.views.files import download_response, names_warning, store_upload
from eventapp.views.guards import staff
from eventapp.views.loaders import load_any_event
from eventapp.views.organizer.material import FORM_OVERHEAD_BYTES, edit_page, refuse_large
from eventapp.views.organizer.submissions import claim_again

bp = Blueprint("material_version", __name__, url_prefix="/events/<slug>/materials/<code>/versions")
bp.errorhandler(413)(refuse_large)


@bp.url_value_preprocessor
def allow_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Raise the limit of the request's size before its body is read."""
    request.max_content_length = FILE_MAX_BYTES + FORM_OVERHEAD_BYTES


@bp.get("/<int:number>")
@staff(Action.EDIT_EVENT)
def show(account: Account, event: Event, code: str, number: int) -> Response:
    """The file of one version, the newest or an earlier one, also of what was withdrawn."""
    del account
    material = find_any_material(event, code) or abort(404)
    version = find_version(material, number)
    if version is None or not version.checksum:
        abort(404)
    return download_response(version)


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Store the file, outside of any transaction, and let it take the other's place."""
    material, form = find_material(event, code) or abort(404), NewVersionForm()
    if material.is_link:
        abort(404)
    if not form.validate_on_submit():
        return edit_page(account, event, material, new_version=form), 422
    slug, actor = event.slug, account.code
    try:
        check_room(event, request.content_length or 0)
        db.session.rollback()
        stored = store_upload(form.file.data)
        warning = names_warning(stored, form.file.data)
    except Refusal as refusal:
        form.file.errors = [refusal.message]
        event = load_any_event(slug)
        material = find_material(event, code) or abort(404)
        return edit_page(account, event, material, new_version=form), 422
    event = load_any_event(slug)
    material = find_material(event, code) or abort(404)
    claim_again()
    with attempt():
        replace_file(event, material, stored, form.change.data, actor=actor, now=utcnow())
    flash(_("The new version is out. The earlier one is kept here."), "good")
    if warning:
        flash(warning, "care")
    return redirect(url_for("organizer.material.edit", slug=slug, code=code), 303)

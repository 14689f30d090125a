"""Slides and links that a speaker sends by their personal link, and takes back."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.schedule.material import FILE_MAX_BYTES, MaterialLink, check_room
from eventapp.domain.schedule.speaker.part import list_parts_of
from eventapp.domain.schedule.speaker.slides import add_slides, list_slides, withdraw_slides
from eventapp.extensions import db
from eventapp.forms.schedule.speaker import SlidesForm, SlidesLinkForm
from eventapp.i18n import _
from eventapp.models import Material, Session, SpeakerAddress
from eventapp.views.attempt import attempt
from eventapp.views.files import download_response, names_warning, store_upload
from eventapp.views.guards import limit_floods, require_confirmation, visitor
from eventapp.views.public.speaker_answer import load, speaker_page
from eventapp.views.sheets.picture import allow_photos

SLIDES = "own-slides"  # where they stand on the speaker’s page
bp = Blueprint("speaker_slides", __name__, url_prefix="/speakers/<token>/slides")
allow_photos(
    bp,
    FILE_MAX_BYTES,
    lambda values: url_for("public.speaker_answer.show", token=values["token"], _anchor=SLIDES),
)


@bp.post("")
@visitor(Action.ANSWER_AS_SPEAKER)
@limit_floods()
def create(token: str) -> ResponseReturnValue:
    """Store the file, outside of any transaction, and add it to the session."""
    address = load(token)
    form = SlidesForm(_sessions(address))
    if not form.validate_on_submit():
        return speaker_page(address, token, slides_form=form), 422
    try:
        check_room(address.event, request.content_length or 0)
        db.session.rollback()
        stored = store_upload(form.file.data)
        warning = names_warning(stored, form.file.data)
    except Refusal as refusal:
        form.file.errors = [refusal.message]
        return speaker_page(load(token), token, slides_form=form), 422
    address = load(token)
    form = SlidesForm(_sessions(address))
    with attempt():
        add_slides(address, form.chosen, form.title.data, stored, now=utcnow())
    flash(_("The file is here. Thank you!"), "good")
    if warning:
        flash(warning, "care")
    return _back(token)


@bp.post("/links")
@visitor(Action.ANSWER_AS_SPEAKER)
@limit_floods()
def create_link(token: str) -> ResponseReturnValue:
    """Add a film or a page elsewhere to the session."""
    address = load(token)
    form = SlidesLinkForm(_sessions(address), prefix="link-")
    if not form.validate_on_submit():
        return speaker_page(address, token, link_form=form), 422
    link = MaterialLink(form.url.data)
    with attempt():
        add_slides(address, form.chosen, form.title.data, link, now=utcnow())
    flash(_("The link is here. Thank you!"), "good")
    return _back(token)


@bp.get("/<code>")
@visitor(Action.ANSWER_AS_SPEAKER)
def show(token: str, code: str) -> Response:
    """The speaker's own file again, as a download."""
    material = _find(load(token), code)
    if material is None or material.is_link:
        abort(404)
    return download_response(material)


@bp.post("/<code>/removal")
@visitor(Action.ANSWER_AS_SPEAKER)
def destroy(token: str, code: str) -> ResponseReturnValue:
    """Take a file or a link back."""
    address = load(token)
    require_confirmation()
    material = _find(address, code)
    if material is None:  # by a press more, or in another tab
        flash(_("It has already been taken back. Nobody can open it any more."), "care")
        return speaker_page(address, token), 404
    with attempt():
        withdraw_slides(address, material, now=utcnow())
    flash(_("The file has been taken back. Nobody can open it any more."), "good")
    return _back(token)


def _find(address: SpeakerAddress, code: str) -> Material | None:
    """What the speaker sent under this code, if it is there still."""
    return {material.code: material for material in list_slides(address.speaker)}.get(code)


def _sessions(address: SpeakerAddress) -> Sequence[Session]:
    """The speaker's sessions; 404 where there is none to send anything for."""
    sessions = [part.session for part in list_parts_of(address.speaker)]
    return sessions or abort(404)


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for("public.speaker_answer.show", token=token, _anchor=SLIDES), 303)

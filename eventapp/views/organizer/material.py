"""Materials for organizers: adding, listing and withdrawing them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from eventapp.clock import utcnow
from eventapp.documents.metadata import UnreadableFile, names_in, without_metadata
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.schedule import material as materials
from eventapp.domain.schedule.material import FILE_MAX_BYTES, KindNotAllowed, TooLarge, UploadedFile
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.forms.schedule.material import ACCEPT, MaterialForm
from eventapp.i18n import _
from eventapp.models import Account, Event
from eventapp.storage import FileTooLarge
from eventapp.views.attempt import attempt
from eventapp.views.files import file_store
from eventapp.views.guards import staff
from eventapp.views.loaders import load_any_event
from eventapp.views.organizer.submissions import claim_again

bp = Blueprint("material", __name__, url_prefix="/events/<slug>/materials")
FORM_OVERHEAD_BYTES = 1024 * 1024
FILENAME_MAX_LENGTH = 150


@bp.url_value_preprocessor
def allow_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Raise the limit of the request's size before its body is read."""
    request.max_content_length = FILE_MAX_BYTES + FORM_OVERHEAD_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Redirect to the form with a message; nothing of the request is stored."""
    _drain_request()
    slug = (request.view_args or {})["slug"]
    flash(TooLarge().message, "care")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The event's materials, and a form for one more."""
    return _page(account, event, MaterialForm(list_sessions(event)))


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Store the file, outside of any transaction, and add it as a material."""
    form = MaterialForm(list_sessions(event))
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    slug, actor = event.slug, account.code
    db.session.rollback()
    try:
        stored = _store_upload(form.file.data)
        names = names_in(stored.media_type, form.file.data.stream)
    except Refusal as refusal:
        form.file.errors = [refusal.message]
        return _page(account, load_any_event(slug), form), 422
    event = load_any_event(slug)
    text = MaterialForm(list_sessions(event)).text()
    claim_again()
    with attempt():
        materials.add_material(event, text, stored, actor=actor, now=utcnow())
    flash(_("The material has been added."), "good")
    if names:
        flash(
            _(
                "The file’s properties contain the name %(names)s. If not everyone "
                "should see that, remove the material, clear the properties and upload "
                "the file again.",
                names=", ".join(names),
            ),
            "care",
        )
    return redirect(url_for(".index", slug=slug), 303)


@bp.post("/<code>/withdrawal")
@staff(Action.EDIT_EVENT)
def withdraw(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Withdraw a material."""
    material = materials.find_material(event, code) or abort(404)
    if not ConfirmationForm().validate_on_submit():
        abort(400)
    with attempt():
        materials.withdraw_material(event, material, actor=account.code, now=utcnow())
    flash(_("The material has been removed. Nobody can open it any more."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _drain_request() -> None:
    """Read the request to its end: a browser that is cut off shows no answer."""
    left = min(request.content_length or 0, 4 * FILE_MAX_BYTES)
    while left > 0 and (read := request.environ["wsgi.input"].read(min(left, FORM_OVERHEAD_BYTES))):
        left -= len(read)


def _store_upload(file: FileStorage) -> UploadedFile:
    """Check the file, remove metadata and write it to disk.

    Raises EmptyFile, KindNotAllowed, TooLarge.
    """
    written = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    # No line ends in the headers of a download, no NUL, no marks that reverse "fdp.exe".
    filename = "".join(c for c in written if c.isprintable())[:FILENAME_MAX_LENGTH]
    kind = materials.detect_kind(filename, file.stream)
    try:
        content = without_metadata(kind.media_type, file.stream)
        stored = file_store().store(content, most=FILE_MAX_BYTES)
    except UnreadableFile:
        raise KindNotAllowed from None
    except FileTooLarge:
        raise TooLarge from None
    return UploadedFile(filename, kind.media_type, stored.checksum, stored.size)


def _page(account: Account, event: Event, form: MaterialForm) -> str:
    return render_template(
        "organizer/material/index.html",
        account=account,
        event=event,
        form=form,
        accept=ACCEPT,
        listed=materials.list_all_materials(event),
    )

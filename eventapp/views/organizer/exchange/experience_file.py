"""Files of an experience for its editors: added, removed, given back."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.exchange import experience_file as files
from eventapp.domain.exchange.experience import list_files
from eventapp.domain.permission import Action
from eventapp.domain.schedule.material import FILE_MAX_BYTES, TooLarge
from eventapp.extensions import db
from eventapp.forms.exchange.experience_file import ExperienceFileForm
from eventapp.forms.schedule.material import ACCEPT
from eventapp.i18n import _
from eventapp.models import Account, Experience, ExperienceFile
from eventapp.views.attempt import attempt
from eventapp.views.files import (
    download_response,
    is_long_text,
    names_warning,
    refuse_long_text,
    store_upload,
)
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.exchange import load_experience
from eventapp.views.organizer.submissions import claim_again

bp = Blueprint("experience_file", __name__, url_prefix="/experiences/<code>/files")
FORM_OVERHEAD_BYTES = 1024 * 1024


@bp.url_value_preprocessor
def allow_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Raise the limit of the request's size before its body is read."""
    request.max_content_length = FILE_MAX_BYTES + FORM_OVERHEAD_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Redirect to the form with a message; nothing of the request is stored."""
    page = url_for(".index", code=(request.view_args or {})["code"])
    if is_long_text():
        return refuse_long_text(page)
    flash(TooLarge().message, "care")
    return redirect(page, 303)


@bp.get("")
@staff(Action.EDIT_EXPERIENCE)
def index(account: Account, code: str) -> ResponseReturnValue:
    """The files, what was removed a moment ago, and a form for one more."""
    return _page(account, load_experience(code))


@bp.get("/<file_code>")
@staff(Action.EDIT_EXPERIENCE)
def show(account: Account, code: str, file_code: str) -> Response:
    """One file, also of a draft."""
    del account
    file = _load(load_experience(code), file_code)
    return download_response(file) if file.withdrawn_at is None else abort(404)


@bp.post("")
@staff(Action.EDIT_EXPERIENCE)
def create(account: Account, code: str) -> ResponseReturnValue:
    """Store the file, outside of any transaction, and add it."""
    form, actor = ExperienceFileForm(), account.code
    if not form.validate_on_submit():
        return _page(account, load_experience(code), form), 422
    try:
        files.check_room(load_experience(code), request.content_length or 0)
        db.session.rollback()
        stored = store_upload(form.file.data)
        warning = names_warning(stored, form.file.data)
    except Refusal as refusal:
        form.file.errors = [refusal.message]
        return _page(account, load_experience(code), form), 422
    claim_again()
    with attempt() as tried:
        files.add_file(load_experience(code), form.title.data, stored, actor=actor, now=utcnow())
    if tried.refusal:
        return _page(account, load_experience(code), form, tried.refusal), 409
    flash(
        _("The file has been added. Both approvals are needed before others can have it."), "good"
    )
    if warning:
        flash(warning, "care")
    return redirect(url_for(".index", code=code), 303)


@bp.post("/<file_code>/removal")
@staff(Action.EDIT_EXPERIENCE)
def create_removal(account: Account, code: str, file_code: str) -> ResponseReturnValue:
    """Let nobody have the file any more; it can be undone for ten minutes."""
    experience = load_experience(code)
    file = _load(experience, file_code)
    require_confirmation()
    with attempt() as tried:
        files.remove_file(experience, file, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, load_experience(code), refusal=tried.refusal), 409
    flash(_("The file has been removed. Nobody can open it any more."), "good")
    return redirect(url_for(".index", code=code), 303)


@bp.post("/<file_code>/restoration")
@staff(Action.EDIT_EXPERIENCE)
def create_restoration(account: Account, code: str, file_code: str) -> ResponseReturnValue:
    """Give back what was removed a moment ago."""
    experience = load_experience(code)
    file = _load(experience, file_code)
    require_confirmation()
    with attempt() as tried:
        files.restore_file(experience, file, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, load_experience(code), refusal=tried.refusal), 409
    flash(_("The file is back."), "good")
    return redirect(url_for(".index", code=code), 303)


def _load(experience: Experience, code: str) -> ExperienceFile:
    return files.find_file(experience, code) or abort(404)


def _page(
    account: Account,
    experience: Experience,
    form: ExperienceFileForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "organizer/experience_file/index.html",
        account=account,
        experience=experience,
        form=form or ExperienceFileForm(formdata=None),
        accept=ACCEPT,
        too_large=(FILE_MAX_BYTES, TooLarge.sentence),
        refusal=refusal,
        listed=list_files(experience),
        removed=files.list_restorable_files(experience, now=utcnow()),
    )

"""Materials for organizers: adding files and links, changing, opening, withdrawing, restoring."""

from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from eventapp.clock import utcnow
from eventapp.domain.door.material_reader import list_choosable_organisations
from eventapp.domain.door.organisation_proof import count_proven
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.schedule import material as materials
from eventapp.domain.schedule.material import FILE_MAX_BYTES, TooLarge
from eventapp.domain.schedule.materials import change, format_request
from eventapp.domain.schedule.materials.access import opening_moment
from eventapp.domain.schedule.session import list_sessions
from eventapp.domain.schedule.speaker.slides import edit_with_consent
from eventapp.extensions import db
from eventapp.forms.schedule.format_request import FORMATS
from eventapp.forms.schedule.material import (
    ACCEPT,
    AUDIENCES,
    OPENINGS,
    MaterialForm,
    MaterialLinkForm,
    MaterialTextForm,
    NewVersionForm,
    material_form_data,
)
from eventapp.i18n import _
from eventapp.models import Account, Event, Material
from eventapp.views.attempt import attempt
from eventapp.views.files import is_long_text, names_warning, refuse_long_text, store_upload
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.loaders import load_any_event
from eventapp.views.organizer.submissions import claim_again

bp = Blueprint("material", __name__, url_prefix="/events/<slug>/materials")
FORM_OVERHEAD_BYTES = 1024 * 1024
Form = TypeVar("Form", bound=MaterialTextForm)


@bp.url_value_preprocessor
def allow_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Raise the limit of the request's size before its body is read."""
    request.max_content_length = FILE_MAX_BYTES + FORM_OVERHEAD_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Redirect to the form with a message; nothing of the request is stored."""
    args = request.view_args or {}
    slug, code = args["slug"], args.get("code")
    index_url = url_for("organizer.material.index", slug=slug)
    if is_long_text():
        edit_url = code and url_for("organizer.material.edit", slug=slug, code=code)
        return refuse_long_text(edit_url or index_url)
    flash(TooLarge().message, "care")
    return redirect(index_url, 303)


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """The event's materials, what was withdrawn a moment ago, and forms for one more."""
    return _page(account, event)


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Store the file, outside of any transaction, and add it as a material."""
    form = _form(event, MaterialForm)
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    slug, actor = event.slug, account.code
    try:
        materials.check_room(event, request.content_length or 0)
        db.session.rollback()
        stored = store_upload(form.file.data)
        warning = names_warning(stored, form.file.data)
    except Refusal as refusal:
        form.file.errors = [refusal.message]
        return _page(account, load_any_event(slug), form), 422
    event = load_any_event(slug)
    text = _form(event, MaterialForm).text()
    claim_again()
    with attempt():
        materials.add_material(event, text, stored, actor=actor, now=utcnow())
    flash(_("The material has been added."), "good")
    if warning:
        flash(warning, "care")
    return redirect(url_for(".index", slug=slug), 303)


@bp.post("/links")
@staff(Action.EDIT_EVENT)
def create_link(account: Account, event: Event) -> ResponseReturnValue:
    """Add a film or a page elsewhere."""
    form = _form(event, MaterialLinkForm, prefix="link-")
    if not form.validate_on_submit():
        return _page(account, event, link_form=form), 422
    with attempt():
        materials.add_link(event, form.text(), form.link(), actor=account.code, now=utcnow())
    flash(_("The link has been added."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """One material: its form, its versions, and a form for a newer one."""
    material = _load(event, code)
    form = _form(event, _form_of(material), data=material_form_data(event, material))
    return edit_page(account, event, material, form)


@bp.post("/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Save what is said of a material; a stale save shows both texts side by side."""
    material = _load(event, code)
    form = _form(event, _form_of(material))
    if not form.validate_on_submit():
        return edit_page(account, event, material, form), 422
    link = form.link() if isinstance(form, MaterialLinkForm) else None
    text, version = form.text(), form.version.data
    with attempt() as tried:
        edit_with_consent(
            event, material, text, link, version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        material = _load(event, code)
        return edit_page(account, event, material, form, refusal=tried.refusal), 409
    flash(_("The change is saved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/opening")
@staff(Action.EDIT_EVENT)
def open_now(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Open a material for those whom it is for."""
    material = _load(event, code)
    require_confirmation()
    with attempt():
        change.open_material(event, material, actor=account.code, now=utcnow())
    flash(_("The material is open."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/withdrawal")
@staff(Action.EDIT_EVENT)
def withdraw(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Withdraw a material."""
    material = _load(event, code)
    require_confirmation()
    with attempt():
        materials.withdraw_material(event, material, actor=account.code, now=utcnow())
    flash(_("The material has been removed. Nobody can open it any more."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/restoration")
@staff(Action.EDIT_EVENT)
def restore(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Give back what was withdrawn a moment ago."""
    material = change.find_any_material(event, code) or abort(404)
    require_confirmation()
    with attempt() as tried:
        change.restore_material(event, material, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("The material is back."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/requests/<code>/answer")
@staff(Action.EDIT_EVENT)
def answer(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Note that somebody has got another format, or an answer; the address is deleted."""
    wanted = format_request.find_request(event, code) or abort(404)
    require_confirmation()
    with attempt():
        format_request.answer_request(event, wanted, actor=account.code, now=utcnow())
    flash(_("The request is marked as answered. The address is deleted."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _load(event: Event, code: str) -> Material:
    return materials.find_material(event, code) or abort(404)


def _form_of(material: Material) -> type[MaterialTextForm]:
    return MaterialLinkForm if material.is_link else MaterialTextForm


def _form(event: Event, kind: type[Form], **options: object) -> Form:
    return kind(event, list_sessions(event), list_choosable_organisations(event), **options)


def edit_page(
    account: Account,
    event: Event,
    material: Material,
    form: MaterialTextForm | None = None,
    new_version: NewVersionForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    """One material's page, with the form that could not be saved."""
    saved = material_form_data(event, material)
    form = form or _form(event, _form_of(material), formdata=None, data=saved)
    differences = form.merge(saved) if isinstance(refusal, StaleVersion) else []
    return render_template(
        "organizer/material/edit.html",
        account=account,
        event=event,
        material=material,
        form=form,
        new_version=new_version or NewVersionForm(formdata=None),
        accept=ACCEPT,
        too_large=(FILE_MAX_BYTES, TooLarge.sentence),
        refusal=refusal,
        differences=differences,
        proven=count_proven(event, material.organisations) if material.organisations else [],
    )


def _page(
    account: Account,
    event: Event,
    form: MaterialForm | None = None,
    link_form: MaterialLinkForm | None = None,
) -> str:
    return render_template(
        "organizer/material/index.html",
        account=account,
        event=event,
        form=form or _form(event, MaterialForm, formdata=None),
        link_form=link_form or _form(event, MaterialLinkForm, formdata=None, prefix="link-"),
        adds_link=link_form is not None,
        accept=ACCEPT,
        too_large=(FILE_MAX_BYTES, TooLarge.sentence),
        audiences=AUDIENCES,
        openings=OPENINGS,
        now=utcnow(),
        opening_moment=opening_moment,
        listed=materials.list_all_materials(event),
        requests=format_request.list_waiting(event),
        formats=FORMATS,
        withdrawn=change.list_restorable(event, now=utcnow()),
    )

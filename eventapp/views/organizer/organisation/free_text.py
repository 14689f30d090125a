"""Names that people wrote themselves: gathered, and given an organisation."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.organisation.free_text import find_free_text, list_free_texts
from eventapp.domain.organisation.merge import add_from_text, merge_text
from eventapp.domain.organisation.merge_preview import count_joining, preview_text
from eventapp.domain.organisation.organisation_list import (
    find_organisation,
    list_choices,
    list_named,
)
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.forms.people.organisation import OrganisationForm, TargetForm
from eventapp.i18n import _
from eventapp.models import Account, Organisation, OrganisationKind
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff

bp = Blueprint("free_text", __name__, url_prefix="/organisations/texts")

WORDS_MAX_LENGTH, TEXT_MAX_LENGTH = 100, 500


@bp.get("")
@staff(Action.MANAGE_ORGANISATIONS)
def index(account: Account) -> ResponseReturnValue:
    """The texts, the most frequent first, with listed names that are near."""
    words = request.args.get("q", "").strip()[:WORDS_MAX_LENGTH]
    return render_template(
        "organizer/organisation/texts.html",
        account=account,
        words=words,
        listed=list_free_texts(
            words,
            list_named(today=utcnow().date()),
            page=request.args.get("page", 1, int),
        ),
    )


@bp.get("/show")
@staff(Action.MANAGE_ORGANISATIONS)
def show(account: Account) -> ResponseReturnValue:
    """One text: choose an organisation, or add one; with a choice, what would move."""
    text = request.args.get("text", "")[:TEXT_MAX_LENGTH]
    return _page(account, text, find_organisation(request.args.get("keep", "")))


@bp.post("/merge")
@staff(Action.MANAGE_ORGANISATIONS)
def create_merge(account: Account) -> ResponseReturnValue:
    """Give those who wrote it an organisation of the list."""
    form = _target_form()
    target = find_organisation(form.keep.data or "")
    if not form.validate_on_submit() or target is None:
        return _page(account, form.text.data, None, target_form=form), 422
    code = target.code
    with attempt() as tried:
        merge_text(form.text.data, target, actor=account.code, now=utcnow())
    if tried.refusal:
        page = _page(account, form.text.data, find_organisation(code), refusal=tried.refusal)
        return page, 409
    return _merged(code)


@bp.post("/organisation")
@staff(Action.MANAGE_ORGANISATIONS)
def create_organisation(account: Account) -> ResponseReturnValue:
    """Add an organisation for those who wrote it."""
    form, text = OrganisationForm(), request.form.get("text", "")[:TEXT_MAX_LENGTH]
    if not form.validate_on_submit():
        return _page(account, text, None, form=form), 422
    with attempt() as tried:
        merge = add_from_text(text, form.text(), actor=account.code, now=utcnow())
        code = merge.target.code
    if tried.refusal:
        return _page(account, text, None, form=form, refusal=tried.refusal), 409
    return _merged(code)


def _merged(code: str) -> ResponseReturnValue:
    flash(
        _(
            "They now belong to this organisation. You can undo it below for %(minutes)s minutes.",
            minutes=UNDO_PERIOD.seconds // 60,
        ),
        "good",
    )
    return redirect(url_for("organizer.organisation.show", code=code), 303)


def _target_form(**options: object) -> TargetForm:
    return TargetForm(list_choices(today=utcnow().date(), groups=False), **options)


def _page(
    account: Account,
    text: str,
    target: Organisation | None,
    *,
    target_form: TargetForm | None = None,
    form: OrganisationForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    now = utcnow()
    free_text = find_free_text(text, list_named(today=now.date()))
    preview = preview_text(text) if free_text else None
    if (free_text is None or preview is None) and refusal is None:
        abort(404)
    keep = {"keep": target.code if target else "", "text": text}
    words = {"name": free_text.text if free_text else text, "kind": OrganisationKind.OTHER.value}
    return render_template(
        "organizer/organisation/text.html",
        account=account,
        text=free_text.text if free_text else text,
        free_text=free_text,
        preview=preview,
        target=target,
        joining=count_joining(text, target, now=now) if target and free_text else 0,
        target_form=target_form or _target_form(formdata=None, data=keep),
        form=form or OrganisationForm(formdata=None, data=words),
        refusal=refusal,
        minutes=UNDO_PERIOD.seconds // 60,
    )

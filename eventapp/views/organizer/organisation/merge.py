"""Merging two organisations that are one: what would move, doing it, and undoing it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.organisation.lifecycle import find_open_merge
from eventapp.domain.organisation.merge import Versions, find_merge, merge_organisations
from eventapp.domain.organisation.merge_preview import preview_merge
from eventapp.domain.organisation.merge_undo import may_undo, undo_merge
from eventapp.domain.organisation.organisation_list import find_organisation, list_choices
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.forms.people.organisation import TargetForm
from eventapp.i18n import _
from eventapp.models import Account, Organisation
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.organisation import load_organisation

bp = Blueprint("organisation_merge", __name__, url_prefix="/organisations")


@bp.get("/<code>/merge/new")
@staff(Action.MANAGE_ORGANISATIONS)
def new(account: Account, code: str) -> ResponseReturnValue:
    """Choose the one to keep; with a choice in the address, what would move."""
    source = load_organisation(code)
    target = find_organisation(request.args.get("keep", ""))
    return _page(account, source, target)


@bp.post("/<code>/merge")
@staff(Action.MANAGE_ORGANISATIONS)
def create(account: Account, code: str) -> ResponseReturnValue:
    """Merge, and offer to undo it."""
    source = load_organisation(code)
    form = _form(source)
    target = find_organisation(form.keep.data or "")
    if not form.validate_on_submit() or target is None:
        return _page(account, source, None, form=form), 422
    target_code = target.code
    with attempt() as tried:
        merge_organisations(
            source,
            target,
            Versions(form.source_version.data, form.target_version.data),
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        page = _page(
            account, load_organisation(code), find_organisation(target_code), tried.refusal
        )
        return page, 409
    flash(
        _(
            "The organisations have been merged. You can undo it below for %(minutes)s minutes.",
            minutes=UNDO_PERIOD.seconds // 60,
        ),
        "good",
    )
    return redirect(url_for("organizer.organisation.show", code=target_code), 303)


@bp.post("/merges/<code>/undoing")
@staff(Action.MANAGE_ORGANISATIONS)
def destroy(account: Account, code: str) -> ResponseReturnValue:
    """Undo a merge."""
    merge = find_merge(code) or abort(404)
    require_confirmation()
    source, target = merge.source and merge.source.code, merge.target.code
    with attempt() as tried:
        undo_merge(merge, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("The merge has been undone."), "good")
    left = next(
        (
            organisation
            for organisation in (source, target)
            if organisation and find_organisation(organisation)
        ),
        None,
    )
    if left is None:
        return redirect(url_for("organizer.free_text.index"), 303)
    return redirect(url_for("organizer.organisation.show", code=left), 303)


def _form(source: Organisation, **options: object) -> TargetForm:
    return TargetForm(list_choices(today=utcnow().date(), without=[source.id]), **options)


def _page(
    account: Account,
    source: Organisation,
    target: Organisation | None,
    refusal: Refusal | None = None,
    form: TargetForm | None = None,
) -> str:
    now, away = utcnow(), find_open_merge(source)
    if target and (away or target.ended(now.date())):
        target = None  # nothing is left to do, or another has to be chosen
    data = {
        "keep": target.code if target else "",
        "source_version": str(source.version),
        "target_version": str(target.version) if target else "",
    }
    return render_template(
        "organizer/organisation/merge.html",
        account=account,
        organisation=source,
        target=target,
        form=form or _form(source, formdata=None, data=data),
        preview=preview_merge(source, target) if target else None,
        refusal=refusal,
        away=away,
        may_undo=away is not None and may_undo(away, now=now),
        minutes=UNDO_PERIOD.seconds // 60,
    )

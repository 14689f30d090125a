"""Probable doubles: listed, compared, merged, and the merge undone."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.double import distinct_pair, double_merge
from eventapp.domain.desk.double.double_merge import MergedVersions
from eventapp.domain.desk.double.probable_double import list_double_pairs
from eventapp.domain.desk.registration_list import find_registration
from eventapp.domain.errors import Refusal
from eventapp.domain.paging import Page
from eventapp.domain.permission import Action
from eventapp.forms.registration.double_merge import DoubleMergeForm
from eventapp.i18n import _
from eventapp.models import Account, AuditAction, Event, Registration
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.reading import record_list_reading

DISTINCT_SHOWN = 20

bp = Blueprint("double", __name__, url_prefix="/events/<slug>/doubles")


@bp.get("")
@staff(Action.FORCE_PLACE)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List the pairs that may be one person's, the merges that can be undone, and the distinct."""
    record_list_reading(AuditAction.LIST_READ, event, account, "doubles")
    distinct = distinct_pair.list_pairs(event)
    page = Page.of(len(distinct), wanted=request.args.get("distinct", 1, int), size=DISTINCT_SHOWN)
    return render_template(
        "organizer/double/index.html",
        account=account,
        event=event,
        listed=list_double_pairs(event, page=request.args.get("page", 1, int)),
        merges=double_merge.list_open_merges(event, now=utcnow()),
        distinct=page.cut(distinct),
        distinct_page=page,
    )


@bp.get("/<code>/<other_code>")
@staff(Action.FORCE_PLACE)
def new(account: Account, event: Event, code: str, other_code: str) -> ResponseReturnValue:
    """Show two side by side, and what merging them would do; `stays` is the code of either."""
    record_list_reading(AuditAction.LIST_READ, event, account, "doubles", "pair")
    some, other = _load(event, code), _load(event, other_code)
    if some.id == other.id:
        abort(404)
    by_code = {some.code: (some, other), other.code: (other, some)}
    chosen = by_code.get(request.args.get("stays", ""))
    target, source = chosen or double_merge.better_first(some, other)
    return _page(account, event, target, source)


@bp.post("")
@staff(Action.FORCE_PLACE)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Merge, and offer to undo it."""
    form = DoubleMergeForm()
    source, target = _load(event, form.goes.data or ""), _load(event, form.stays.data or "")
    if not form.validate_on_submit():
        return _page(account, event, target, source), 422
    versions = MergedVersions(form.source_version.data, form.target_version.data)
    codes = source.code, target.code
    with attempt() as tried:
        double_merge.merge_doubles(source, target, versions, actor=account.code, now=utcnow())
    if tried.refusal:
        source, target = (_load(event, code) for code in codes)
        return _page(account, event, target, source, tried.refusal), 409
    flash(_("They are merged. You can undo it below for ten minutes."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/undoing")
@staff(Action.FORCE_PLACE)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Undo a merge."""
    merge = double_merge.find_merge(event, code) or abort(404)
    require_confirmation()
    with attempt() as tried:
        double_merge.undo_merge(merge, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(_("The merge has been undone."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/<code>/<other_code>/distinct")
@staff(Action.FORCE_PLACE)
def create_distinct(
    account: Account, event: Event, code: str, other_code: str
) -> ResponseReturnValue:
    """Remember that the two are two people."""
    some, other = _load(event, code), _load(event, other_code)
    require_confirmation()
    with attempt() as tried:
        distinct_pair.mark_distinct(some, other, actor=account.code, now=utcnow())
    if tried.refusal:
        flash(tried.refusal.message, "care")
    else:
        flash(
            _("They are no longer listed as probable doubles. You can undo it further down."),
            "good",
        )
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.post("/distinct/<code>/undoing")
@staff(Action.FORCE_PLACE)
def destroy_distinct(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """List the two as probable doubles again."""
    pair = distinct_pair.find_pair(event, code) or abort(404)
    require_confirmation()
    with attempt():
        distinct_pair.forget_pair(pair, actor=account.code, now=utcnow())
    flash(_("They are listed as probable doubles again."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _load(event: Event, code: str) -> Registration:
    return find_registration(event, code) or abort(404)


def _page(
    account: Account,
    event: Event,
    target: Registration,
    source: Registration,
    refusal: Refusal | None = None,
) -> str:
    data = {
        "goes": source.code,
        "stays": target.code,
        "source_version": str(source.version),
        "target_version": str(target.version),
    }
    return render_template(
        "organizer/double/new.html",
        account=account,
        event=event,
        form=DoubleMergeForm(formdata=None, data=data),
        preview=double_merge.preview_merge(source, target),
        refusal=refusal,
    )

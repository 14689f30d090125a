"""The words of one meaning that search goes by: listed, added, changed, withdrawn, undone."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.exchange.finding import synonym as synonyms
from eventapp.domain.exchange.finding import synonym_list
from eventapp.domain.permission import Action
from eventapp.forms.exchange.synonym import SynonymForm, synonym_form_data
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _
from eventapp.models import Account, SynonymGroup
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.log.query import log_address

bp = Blueprint("synonym", __name__, url_prefix="/synonyms")
WITHDRAWN = "withdrawn"


@bp.get("")
@staff(Action.EDIT_EXPERIENCE)
def index(account: Account) -> ResponseReturnValue:
    """The groups in their alphabet, with a form to add one."""
    return _list_page(account, SynonymForm(formdata=None))


@bp.post("")
@staff(Action.EDIT_EXPERIENCE)
def create(account: Account) -> ResponseReturnValue:
    """Add a group."""
    form = SynonymForm()
    if not form.validate_on_submit():
        return _list_page(account, form), 422
    with attempt() as tried:
        synonyms.add_synonyms(form.expressions.data, actor=account.code, now=utcnow())
    if tried.refusal:
        return _list_page(account, form, tried.refusal), 409
    flash(_("Added. Search goes by the words from now on."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/start")
@staff(Action.EDIT_EXPERIENCE)
def create_usual(account: Account) -> ResponseReturnValue:
    """Start with the words of the field."""
    require_confirmation()
    with attempt() as tried:
        synonyms.add_usual_synonyms(actor=account.code, now=utcnow())
    if tried.refusal:
        return _list_page(account, SynonymForm(formdata=None), tried.refusal), 409
    flash(_("Added. Change or withdraw what does not suit you."), "good")
    return redirect(url_for(".index"), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EXPERIENCE)
def edit(account: Account, code: str) -> ResponseReturnValue:
    """The form for a group."""
    group = _load(code)
    return _page(account, group, SynonymForm(data=synonym_form_data(group)))


@bp.post("/<code>")
@staff(Action.EDIT_EXPERIENCE)
def update(account: Account, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    group, form = _load(code), SynonymForm()
    if not form.validate_on_submit():
        return _page(account, group, form), 422
    with attempt() as tried:
        synonyms.change_synonyms(
            group,
            form.expressions.data,
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return _page(account, _load(code), form, tried.refusal), 409
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for(".edit", code=code), 303)


@bp.post("/<code>/withdrawal")
@staff(Action.EDIT_EXPERIENCE)
def create_withdrawal(account: Account, code: str) -> ResponseReturnValue:
    """Withdraw a group."""
    group, form = _load(code), VersionedForm()
    if not form.validate_on_submit():
        abort(400)
    with attempt() as tried:
        synonyms.withdraw_synonyms(
            group, version=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        return _unchanged_page(account, code, tried.refusal), 409
    flash(_("Withdrawn. You can undo it for ten minutes."), "good")
    return redirect(url_for(".edit", code=code), 303)


@bp.post("/<code>/undoing")
@staff(Action.EDIT_EXPERIENCE)
def undo(account: Account, code: str) -> ResponseReturnValue:
    """Undo what was done with the group last."""
    group = _load(code)
    require_confirmation()
    with attempt() as tried:
        synonyms.undo_synonyms(group, actor=account.code, now=utcnow())
    if tried.refusal:
        return _unchanged_page(account, code, tried.refusal), 409
    flash(_("Undone."), "good")
    return redirect(url_for(".edit", code=code), 303)


def _load(code: str) -> SynonymGroup:
    return synonym_list.find_group(code) or abort(404)


def _list_page(account: Account, form: SynonymForm, refusal: Refusal | None = None) -> str:
    words, shown = request.args.get("q", "").strip()[:100], request.args.get("show", "")
    return render_template(
        "organizer/synonym/index.html",
        account=account,
        form=form,
        refusal=refusal,
        words=words,
        shown=shown if shown == WITHDRAWN else "",
        listed=synonym_list.list_groups(
            words, withdrawn=shown == WITHDRAWN, page=request.args.get("page", 1, int)
        ),
        undoable=lambda group: synonyms.is_undoable(group, now=utcnow()),
    )


def _unchanged_page(account: Account, code: str, refusal: Refusal) -> str:
    group = _load(code)
    form = SynonymForm(formdata=None, data=synonym_form_data(group))
    return _page(account, group, form, refusal)


def _page(
    account: Account, group: SynonymGroup, form: SynonymForm, refusal: Refusal | None = None
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(synonym_form_data(group))
    return render_template(
        "organizer/synonym/edit.html",
        account=account,
        group=group,
        form=form,
        withdrawing=VersionedForm(formdata=None, data={"version": group.version}),
        refusal=refusal,
        differences=differences,
        undoable=synonyms.is_undoable(group, now=utcnow()),
        log_url=log_address(account, synonyms.SUBJECT, group.code),
    )

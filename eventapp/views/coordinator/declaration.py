"""What the own organisation does with others' experiences: said, changed, taken back, undone."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.exchange import declaration as declarations
from eventapp.domain.exchange import experience_list
from eventapp.domain.exchange.finding import search
from eventapp.domain.people.organisation import list_by_ids
from eventapp.domain.permission import Action
from eventapp.forms.exchange.declaration import DeclarationForm, declaration_values
from eventapp.i18n import _
from eventapp.models import Account, Adaptation, Experience, Organisation
from eventapp.views.attempt import attempt
from eventapp.views.guards import for_organisations, require_confirmation

bp = Blueprint("declaration", __name__, url_prefix="/own-declarations")


@bp.get("")
@for_organisations(Action.DECLARE_ADAPTATION)
def index(account: Account, organisations: set[int]) -> ResponseReturnValue:
    """What has been said, and what was said a moment ago, which can be undone."""
    return _page(account, organisations)


@bp.get("/experiences/<card>")
@for_organisations(Action.DECLARE_ADAPTATION)
def edit(account: Account, organisations: set[int], card: str) -> ResponseReturnValue:
    """The form, as the organisation has filled it in so far; of an own card, that it is one."""
    experience = _load(card)
    if not (others := organisations - {experience.organisation_id}):
        return _own_page(account, experience)
    organisation = _chosen(others)
    declared = declarations.find_declared(experience, organisation)
    form = _form(others, data=declaration_values(declared, organisation))
    return _form_page(account, experience, form)


@bp.post("/experiences/<card>")
@for_organisations(Action.DECLARE_ADAPTATION)
def update(account: Account, organisations: set[int], card: str) -> ResponseReturnValue:
    """Say it; a stale save shows both side by side."""
    experience = _load_once_published(card)
    if not (others := organisations - {experience.organisation_id}):
        return _own_page(account, experience), 409
    form = _form(others)
    if not form.validate_on_submit():
        return _form_page(account, experience, form), 422
    with attempt() as tried:
        declarations.declare(
            experience,
            form.chosen,
            form.declaration(),
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return _refused(account, card, form, tried.refusal), 409
    flash(_("Thank you. It is shown below the experience. You can change it at any time."), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<code>/withdrawal")
@for_organisations(Action.DECLARE_ADAPTATION)
def create_withdrawal(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Say nothing of it any more."""
    version = request.form.get("version", 0, int)

    def withdraw(declared: Adaptation) -> None:
        declarations.withdraw_declaration(
            declared, version=version, actor=account.code, now=utcnow()
        )

    return _do(account, organisations, code, withdraw, _("Taken back. It is no longer shown."))


@bp.post("/<code>/undoing")
@for_organisations(Action.DECLARE_ADAPTATION)
def create_undoing(account: Account, organisations: set[int], code: str) -> ResponseReturnValue:
    """Let it say again what it said before."""

    def undo(declared: Adaptation) -> None:
        declarations.undo_declaration(declared, actor=account.code, now=utcnow())

    return _do(account, organisations, code, undo, _("Undone. It is as it was before."))


def _do(
    account: Account,
    organisations: set[int],
    code: str,
    verb: Callable[[Adaptation], None],
    message: str,
) -> ResponseReturnValue:
    declared = declarations.find_own_declaration(code, organisations) or abort(404)
    require_confirmation()
    with attempt() as tried:
        verb(declared)
    if tried.refusal:
        return _page(account, organisations, tried.refusal), 409
    flash(message, "good")
    return redirect(url_for(".index"), 303)


def _load(card: str) -> Experience:
    return search.find(card, inside=True) or abort(404)


def _load_once_published(card: str) -> Experience:
    """The card, also where it was withdrawn while the form was open."""
    experience = experience_list.find(card)
    return experience if experience and experience.published_at else abort(404)


def _chosen(organisations: set[int]) -> Organisation:
    """The organisation that the address names, if it is one of these; else the first."""
    listed = list_by_ids(organisations)
    code = request.args.get("organisation", "")
    return next((organisation for organisation in listed if organisation.code == code), listed[0])


def _form(organisations: set[int], **options: object) -> DeclarationForm:
    own = experience_list.list_for_organisations(organisations)
    return DeclarationForm(list_by_ids(organisations), own, **options)


def _refused(account: Account, card: str, form: DeclarationForm, refusal: Refusal) -> str:
    """The form once more; a card that is gone is not shown with it."""
    experience = _load_once_published(card)
    differences = []
    if isinstance(refusal, StaleVersion):
        organisation = form.chosen
        declared = declarations.find_declared(experience, organisation)
        differences = form.merge(declaration_values(declared, organisation))
    return _form_page(account, experience, form, refusal, differences)


def _own_page(account: Account, experience: Experience) -> str:
    return render_template(
        "coordinator/declaration/own.html",
        account=account,
        experience=experience,
    )


def _form_page(
    account: Account,
    experience: Experience,
    form: DeclarationForm,
    refusal: Refusal | None = None,
    differences: object = (),
) -> str:
    return render_template(
        "coordinator/declaration/edit.html",
        account=account,
        experience=experience,
        form=form,
        refusal=refusal,
        differences=differences,
    )


def _page(account: Account, organisations: set[int], refusal: Refusal | None = None) -> str:
    now = utcnow()
    declared = declarations.list_declared(organisations)
    undoable = {row.id for row in declared if declarations.may_undo(row, now=now)}
    return render_template(
        "coordinator/declaration/index.html",
        account=account,
        refusal=refusal,
        undoable=undoable,
        declared=[row for row in declared if not row.withdrawn],
        taken_back=[row for row in declared if row.withdrawn and row.id in undoable],
    )

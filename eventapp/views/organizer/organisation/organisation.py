"""Organisations: a list that is searched, one page each, adding and changing."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.organisation import overview
from eventapp.domain.organisation.change import (
    OfficialCodeTaken,
    OrganisationNameTaken,
    add_organisation,
    change_organisation,
)
from eventapp.domain.organisation.free_text import count_free_texts
from eventapp.domain.organisation.merge import list_merges
from eventapp.domain.organisation.merge_undo import list_undoable, may_undo
from eventapp.domain.organisation.official_code import OfficialCodeMalformed
from eventapp.domain.organisation.organisation_list import (
    OrganisationFilter,
    Use,
    find_organisation,
    list_choices,
    list_organisations,
)
from eventapp.domain.permission import Action
from eventapp.forms.people.organisation import (
    KIND_LABELS,
    NewOrganisationForm,
    OrganisationForm,
    organisation_form_data,
)
from eventapp.i18n import _
from eventapp.models import Account, Organisation, OrganisationKind
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.log.query import log_address
from eventapp.views.organizer.organisation import load_organisation

bp = Blueprint("organisation", __name__, url_prefix="/organisations")

WORDS_MAX_LENGTH = 100
# Another part of the product: linked to where it is there.
INVITATION = "/organizer/accounts/invitations/new"


@bp.get("")
@staff(Action.MANAGE_ORGANISATIONS)
def index(account: Account) -> ResponseReturnValue:
    """The tree, or what matches, a page at a time."""
    kind, use = request.args.get("kind", ""), request.args.get("use", "")
    sought = OrganisationFilter(
        words=request.args.get("q", "").strip()[:WORDS_MAX_LENGTH],
        kind=OrganisationKind(kind) if kind in set(OrganisationKind) else None,
        use=Use(use) if use in set(Use) else Use.IN_USE,
    )
    now = utcnow()
    today = now.date()
    return render_template(
        "organizer/organisation/index.html",
        account=account,
        sought=sought,
        listed=list_organisations(sought, page=request.args.get("page", 1, int), today=today),
        labels=KIND_LABELS,
        texts=count_free_texts(),
        undoable=list_undoable(now=now),
        today=today,
    )


@bp.get("/new")
@staff(Action.MANAGE_ORGANISATIONS)
def new(account: Account) -> ResponseReturnValue:
    """An empty form, below the parent that the address names."""
    parent = find_organisation(request.args.get("parent", ""))
    kind = OrganisationKind.ADMINISTRATION if parent else OrganisationKind.OTHER
    data = {"parent": parent.code if parent else "", "kind": kind.value}
    return _new_page(account, _new_form(data=data))


@bp.post("")
@staff(Action.MANAGE_ORGANISATIONS)
def create(account: Account) -> ResponseReturnValue:
    """Add an organisation."""
    form = _new_form()
    if not form.validate_on_submit():
        return _new_page(account, form), 422
    with attempt() as tried:
        organisation = add_organisation(
            form.text(), find_organisation(form.parent.data), actor=account.code, now=utcnow()
        )
        code = organisation.code
    if tried.refusal:
        return _new_page(account, form, tried.refusal), status_of(tried.refusal)
    flash(_("The organisation has been added."), "good")
    return redirect(url_for(".show", code=code), 303)


@bp.get("/<code>")
@staff(Action.MANAGE_ORGANISATIONS)
def show(account: Account, code: str) -> ResponseReturnValue:
    """One organisation: names, parts, events, coordinators."""
    organisation, now = load_organisation(code), utcnow()
    merges = list_merges(organisation)
    return render_template(
        "organizer/organisation/show.html",
        account=account,
        organisation=organisation,
        labels=KIND_LABELS,
        parts=overview.list_parts(organisation),
        most_parts=overview.PARTS_MAX,
        visited=overview.list_visited(organisation),
        coordinators=overview.list_coordinators(organisation),
        merges=merges,
        undoable={merge.code for merge in merges if may_undo(merge, now=now)},
        invitation=_invitation(organisation),
        log_url=log_address(account, "organisation", code),
        today=now.date(),
    )


@bp.get("/<code>/history")
@staff(Action.MANAGE_ORGANISATIONS)
def history(account: Account, code: str) -> ResponseReturnValue:
    """What was done with the organisation, with what was before and is now."""
    organisation, now = load_organisation(code), utcnow()
    return render_template(
        "organizer/organisation/history.html",
        account=account,
        organisation=organisation,
        entries=overview.list_entries(organisation),
        undoable={merge.code for merge in list_merges(organisation) if may_undo(merge, now=now)},
    )


@bp.get("/<code>/edit")
@staff(Action.MANAGE_ORGANISATIONS)
def edit(account: Account, code: str) -> ResponseReturnValue:
    """The organisation as a form."""
    organisation = load_organisation(code)
    form = OrganisationForm(data=organisation_form_data(organisation))
    return _edit_page(account, organisation, form)


@bp.post("/<code>")
@staff(Action.MANAGE_ORGANISATIONS)
def update(account: Account, code: str) -> ResponseReturnValue:
    """Save; a stale save shows both texts side by side."""
    organisation, form = load_organisation(code), OrganisationForm()
    if not form.validate_on_submit():
        return _edit_page(account, organisation, form), 422
    version = form.version.data
    with attempt() as tried:
        changed = change_organisation(
            organisation, form.text(), version=version, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        page = _edit_page(account, load_organisation(code), form, tried.refusal)
        return page, status_of(tried.refusal)
    if changed:
        flash(_("Your changes have been saved."), "good")
    else:
        flash(_("Nothing was changed."), "plain")
    return redirect(url_for(".show", code=code), 303)


def status_of(refusal: Refusal) -> int:
    """422 where a field is wrong, 409 where something else stands in the way."""
    return 422 if isinstance(refusal, OfficialCodeMalformed) else 409


def _new_form(**options: object) -> NewOrganisationForm:
    return NewOrganisationForm(list_choices(today=utcnow().date()), **options)


def _new_page(account: Account, form: NewOrganisationForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/organisation/new.html", account=account, form=form, refusal=_at(form, refusal)
    )


def _edit_page(
    account: Account,
    organisation: Organisation,
    form: OrganisationForm,
    refusal: Refusal | None = None,
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(organisation_form_data(organisation))
    return render_template(
        "organizer/organisation/edit.html",
        account=account,
        organisation=organisation,
        form=form,
        refusal=_at(form, refusal),
        differences=differences,
    )


def _at(form: OrganisationForm, refusal: Refusal | None) -> Refusal | None:
    """Put a refusal of the name or the code at its field; others are said above the form."""
    fields = {
        OrganisationNameTaken: form.name,
        OfficialCodeTaken: form.official_code,
        OfficialCodeMalformed: form.official_code,
    }
    field = fields.get(type(refusal))
    if refusal is None or field is None:
        return refusal
    field.errors = [refusal.message]
    return None


def _invitation(organisation: Organisation) -> str | None:
    known = any(rule.rule == INVITATION for rule in current_app.url_map.iter_rules())
    return f"{INVITATION}?organisation={organisation.code}" if known else None

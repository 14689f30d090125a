"""An organisation moves in the tree, ends, is taken up again, or is deleted; each asks first."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.organisation.change import BelowItself, is_below, move_organisation
from eventapp.domain.organisation.lifecycle import (
    delete_organisation,
    end_organisation,
    find_open_merge,
    is_used,
    reopen_organisation,
)
from eventapp.domain.organisation.organisation_list import find_organisation, list_choices
from eventapp.domain.organisation.overview import list_parts, list_visited
from eventapp.domain.people.public_bodies import is_public_body
from eventapp.domain.permission import Action
from eventapp.forms.people.organisation import EndForm, PlaceForm, end_form_data
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _
from eventapp.models import Account, Organisation
from eventapp.views.attempt import attempt
from eventapp.views.guards import staff
from eventapp.views.organizer.organisation import load_organisation

bp = Blueprint("organisation_lifecycle", __name__, url_prefix="/organisations/<code>")
SHOW = "organizer.organisation.show"


@bp.get("/place/edit")
@staff(Action.MANAGE_ORGANISATIONS)
def edit_place(account: Account, code: str) -> ResponseReturnValue:
    """Choose what it is a part of; with a choice in the address, what would change."""
    organisation = load_organisation(code)
    wanted = request.args.get("parent")
    own = organisation.parent.code if organisation.parent else ""
    data = {"parent": own if wanted is None else wanted, "version": organisation.version}
    form = _place_form(organisation, data=data)
    return _place_page(account, organisation, form, previewed=wanted is not None)


@bp.post("/place")
@staff(Action.MANAGE_ORGANISATIONS)
def update_place(account: Account, code: str) -> ResponseReturnValue:
    """Move it."""
    organisation = load_organisation(code)
    form = _place_form(organisation)
    if not form.validate_on_submit():
        return _place_page(account, organisation, form, previewed=False), 422
    with attempt() as tried:
        moved = move_organisation(
            organisation,
            find_organisation(form.parent.data),
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        organisation = load_organisation(code)
        form.version.data = organisation.version
        page = _place_page(account, organisation, form, previewed=True, refusal=tried.refusal)
        return page, 409
    if moved:
        flash(_("The organisation has been moved."), "good")
    else:
        flash(_("Nothing was changed."), "plain")
    return redirect(url_for(SHOW, code=code), 303)


@bp.get("/ending/new")
@staff(Action.MANAGE_ORGANISATIONS)
def new_ending(account: Account, code: str) -> ResponseReturnValue:
    """Ask from which day; where nothing refers to it, offer to delete it."""
    organisation = load_organisation(code)
    form = EndForm(data=end_form_data(organisation, utcnow().date()))
    return _end_page(account, organisation, form)


@bp.post("/ending")
@staff(Action.MANAGE_ORGANISATIONS)
def create_ending(account: Account, code: str) -> ResponseReturnValue:
    """End it on that day."""
    organisation, form = load_organisation(code), EndForm()
    if not form.validate_on_submit():
        return _end_page(account, organisation, form), 422
    with attempt() as tried:
        end_organisation(
            organisation,
            form.day.data,
            version=form.version.data,
            actor=account.code,
            now=utcnow(),
        )
    if tried.refusal:
        return _end_page(account, load_organisation(code), form, tried.refusal), 409
    flash(_("Saved. What it has been to stays."), "good")
    return redirect(url_for(SHOW, code=code), 303)


@bp.post("/reopening")
@staff(Action.MANAGE_ORGANISATIONS)
def create_reopening(account: Account, code: str) -> ResponseReturnValue:
    """Take it up again."""
    organisation, form = load_organisation(code), VersionedForm()
    if not form.validate_on_submit():
        return redirect(url_for(SHOW, code=code), 303)
    with attempt() as tried:
        reopen_organisation(
            organisation, version=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        organisation = load_organisation(code)
        form = EndForm(formdata=None, data=end_form_data(organisation, utcnow().date()))
        return _end_page(account, organisation, form, tried.refusal), 409
    flash(_("The organisation is in use again."), "good")
    return redirect(url_for(SHOW, code=code), 303)


@bp.post("/removal")
@staff(Action.MANAGE_ORGANISATIONS)
def destroy(account: Account, code: str) -> ResponseReturnValue:
    """Delete it, if nothing refers to it."""
    organisation, form = load_organisation(code), VersionedForm()
    if not form.validate_on_submit():
        return redirect(url_for(SHOW, code=code), 303)
    with attempt() as tried:
        delete_organisation(
            organisation, version=form.version.data, actor=account.code, now=utcnow()
        )
    if tried.refusal:
        organisation = load_organisation(code)
        form = EndForm(formdata=None, data=end_form_data(organisation, utcnow().date()))
        return _end_page(account, organisation, form, tried.refusal), 409
    flash(_("The organisation has been deleted."), "good")
    return redirect(url_for("organizer.organisation.index"), 303)


def _place_form(organisation: Organisation, **options: object) -> PlaceForm:
    choices = list_choices(today=utcnow().date(), without=[organisation.id])
    return PlaceForm(choices, **options)


def _place_page(
    account: Account,
    organisation: Organisation,
    form: PlaceForm,
    *,
    previewed: bool,
    refusal: Refusal | None = None,
) -> str:
    parent = find_organisation(form.parent.data or "") if previewed else None
    if refusal is None and parent and is_below(parent, organisation):
        refusal = BelowItself()
    return render_template(
        "organizer/organisation/place.html",
        account=account,
        organisation=organisation,
        form=form,
        parent=parent,
        previewed=previewed and refusal is None,
        parts=list_parts(organisation),
        refusal=refusal,
    )


def _end_page(
    account: Account, organisation: Organisation, form: EndForm, refusal: Refusal | None = None
) -> str:
    form.version.data = organisation.version
    return render_template(
        "organizer/organisation/end.html",
        account=account,
        organisation=organisation,
        form=form,
        refusal=refusal,
        parts=list_parts(organisation),
        visited=list_visited(organisation),
        deletable=not is_public_body(organisation.code) and not is_used(organisation),
        merged=find_open_merge(organisation),
        today=utcnow().date(),
    )

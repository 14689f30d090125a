"""Saved views of the list, each with an address of its own."""

from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.domain.desk.registration_list import ListOptions
from eventapp.domain.desk.registration_view import delete_view, find_view, save_view
from eventapp.domain.permission import Action
from eventapp.forms.registration.view import ViewForm
from eventapp.i18n import _
from eventapp.models import Account, Event, RegistrationView
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.registration.page import list_page, view_query

bp = Blueprint("registration_view", __name__, url_prefix="/events/<slug>/registrations/views")
LIST = "organizer.registration.index"


@bp.get("/<code>")
@staff(Action.SEE_REGISTRATIONS)
def show(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Lead to the list as it was saved."""
    del account
    view = _load(event, code)
    args: dict[str, Any] = parse_qs(view.query)
    return redirect(url_for(LIST, slug=event.slug, view=code, **args), 302)


@bp.post("")
@staff(Action.SEE_REGISTRATIONS)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Save the list that the address describes."""
    form = ViewForm()
    if not form.validate_on_submit():
        return list_page(account, event, view_form=form), 422
    args = request.args.to_dict(flat=False)
    query = view_query(RegistrationFilter.from_args(args), ListOptions.from_args(args))
    with attempt() as tried:
        view = save_view(event, account, form.name.data, query, now=utcnow())
    if tried.refusal:
        return list_page(account, event, view_form=form, refusal=tried.refusal), 409
    flash(_("The view is saved. It is among the tabs above the list."), "good")
    return redirect(url_for(".show", slug=event.slug, code=view.code), 303)


@bp.post("/<code>/deletion")
@staff(Action.SEE_REGISTRATIONS)
def destroy(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Delete the view; nobody's registration changes."""
    view = _load(event, code)
    require_confirmation()
    with attempt() as tried:
        delete_view(view, account)
    if tried.refusal:
        flash(tried.refusal.message, "care")
        return redirect(url_for(".show", slug=event.slug, code=code), 303)
    flash(_("The view is deleted. Nobody's registration has changed."), "good")
    return redirect(url_for(LIST, slug=event.slug), 303)


def _load(event: Event, code: str) -> RegistrationView:
    view = find_view(event, code)
    if view is None:
        abort(404)
    return view

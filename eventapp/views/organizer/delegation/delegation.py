"""An event's delegations: who is invited, has answered and has how many seats; and one of them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.delegation.invitation_list import (
    DelegationSearch,
    DelegationStatus,
    list_invited,
    show_invited,
)
from eventapp.domain.delegation.recipient import awaits_people, last_answer_day, local_day
from eventapp.domain.delegation.reminder import REMINDER_INTERVAL
from eventapp.domain.errors import Refusal
from eventapp.domain.people.organisation import list_holders
from eventapp.domain.permission import Action
from eventapp.domain.registration import reserved_seats
from eventapp.forms.delegation.invitation import ChangedInvitationForm, GrantForm
from eventapp.forms.event.reserve import ChangedReserveForm, NewReserveForm
from eventapp.i18n import _
from eventapp.models import Account, AuditAction, Delegation, DelegationInvitation, Event
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import staff
from eventapp.views.reading import record_list_reading

bp = Blueprint("delegation", __name__, url_prefix="/events/<slug>/delegations")
WORDS_MAX_LENGTH = 100


@bp.get("")
@staff(Action.EDIT_EVENT)
def index(account: Account, event: Event) -> ResponseReturnValue:
    """List the delegations with their seats, and show a form for another."""
    words = request.args.get("q", "").strip()[:WORDS_MAX_LENGTH]
    record_list_reading(AuditAction.LIST_READ, event, account, "delegations", words)
    return _page(account, event, _new_form())


@bp.post("")
@staff(Action.EDIT_EVENT)
def create(account: Account, event: Event) -> ResponseReturnValue:
    """Reserve seats for an organisation."""
    form = _new_form()
    if not form.validate_on_submit():
        return _page(account, event, form), 422
    with attempt() as tried:
        reserved_seats.add_delegation(
            event,
            form.organisation_id,
            form.seats.data,
            directory(),
            actor=account.code,
            reason=form.reason.data or "",
            now=utcnow(),
        )
    if tried.refusal:
        return _page(account, event, form, tried.refusal), 409
    flash(_("The places have been reserved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


@bp.get("/<code>")
@staff(Action.EDIT_EVENT)
def edit(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Show one delegation's seats as a form."""
    delegation = load_delegation(event, code)
    record_list_reading(AuditAction.LIST_READ, event, account, "delegation", code)
    return page_of(account, event, delegation)


@bp.post("/<code>")
@staff(Action.EDIT_EVENT)
def update(account: Account, event: Event, code: str) -> ResponseReturnValue:
    """Change how many seats are reserved."""
    delegation, form = load_delegation(event, code), ChangedReserveForm()
    if not form.validate_on_submit():
        return page_of(account, event, delegation, form=form), 422
    with attempt() as tried:
        reserved_seats.change_reserve(
            delegation,
            form.seats.data,
            version=form.version.data,
            actor=account.code,
            reason=form.reason.data or "",
            now=utcnow(),
        )
    if tried.refusal:
        delegation = load_delegation(event, code)
        form.merge({"seats": delegation.reserved_seats, "version": delegation.version})
        return page_of(account, event, delegation, tried.refusal, form=form), 409
    flash(_("The places have been reserved."), "good")
    return redirect(url_for(".index", slug=event.slug), 303)


def _new_form() -> NewReserveForm:
    return NewReserveForm(holders=list_holders(on=utcnow().date()))


def load_delegation(event: Event, code: str) -> Delegation:
    """The event's delegation of this code; aborts with 404."""
    delegations = reserved_seats.list_delegations(event)
    return next((d for d in delegations if d.code == code), None) or abort(404)


def _search() -> DelegationSearch:
    status = request.args.get("status", "")
    known = status in set(DelegationStatus)
    words = request.args.get("q", "").strip()[:WORDS_MAX_LENGTH]
    return DelegationSearch(words, DelegationStatus(status) if known else None)


def _page(
    account: Account, event: Event, form: NewReserveForm, refusal: Refusal | None = None
) -> str:
    now, search = utcnow(), _search()
    return render_template(
        "organizer/delegation/index.html",
        account=account,
        event=event,
        form=form,
        refusal=refusal,
        search=search,
        listed=list_invited(event, search, page=request.args.get("page", 1, int)),
        awaits=awaits_people(event, now=now),
        due_before=now - REMINDER_INTERVAL,
        reserves=event.reserves_seats(now),
    )


def page_of(
    account: Account,
    event: Event,
    delegation: Delegation,
    refusal: Refusal | None = None,
    *,
    form: ChangedReserveForm | None = None,
    invitation_form: ChangedInvitationForm | None = None,
    grant_form: GrantForm | None = None,
) -> str:
    """The page of one delegation, with what was typed in the form that was refused."""
    now, row = utcnow(), show_invited(delegation)
    seats = {"seats": delegation.reserved_seats, "version": delegation.version}
    invitation = row.invitation
    if invitation and invitation_form is None:
        days = local_day(event, now=now), last_answer_day(event, now=now)
        saved = {"answer_by": invitation.answer_by, "version": invitation.version}
        invitation_form = ChangedInvitationForm(days, data=saved, formdata=None)
    return render_template(
        "organizer/delegation/edit.html",
        account=account,
        event=event,
        delegation=delegation,
        row=row,
        refusal=refusal,
        form=form or ChangedReserveForm(data=seats, formdata=None),
        seats_refused=refusal is not None and form is not None,
        invitation_form=invitation_form,
        grant_form=_grant_form(grant_form, invitation),
        awaits=awaits_people(event, now=now),
    )


def _grant_form(sent: GrantForm | None, invitation: DelegationInvitation | None) -> GrantForm:
    """What was sent, against the version that is saved now: the page shows what that asks for."""
    form = sent or GrantForm(formdata=None)
    form.version.data = invitation.version if invitation else 0
    return form

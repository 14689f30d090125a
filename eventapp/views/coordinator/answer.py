"""What a coordinator answers to an invitation: not coming, or more places."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.delegation.answer import InvitationReply, answer_invitation
from eventapp.domain.delegation.invitation import find_delegation_invitation
from eventapp.domain.delegation.overview import seat_counts_of
from eventapp.domain.delegation.recipient import is_answerable
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.forms.delegation.answer import AbsenceForm, SeatRequestForm
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _
from eventapp.models import Account, Delegation, DelegationAnswer, DelegationInvitation
from eventapp.views.attempt import Attempt, attempt
from eventapp.views.guards import coordinator

bp = Blueprint("answer", __name__, url_prefix="/delegations/<code>")


@bp.get("/absence/new")
@coordinator(Action.SEE_OWN_DELEGATION)
def new_absence(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Ask before the places are given back."""
    invitation = _load(delegation)
    note = invitation.note if invitation.answer is DelegationAnswer.NOT_COMING else ""
    form = AbsenceForm(data={"note": note, "version": invitation.version})
    return _page("absence", account, delegation, form)


@bp.post("/absence")
@coordinator(Action.CHANGE_OWN_DELEGATION)
def create_absence(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Give the places back."""
    form = AbsenceForm()
    _load(delegation)
    if not form.validate_on_submit():
        return _page("absence", account, delegation, form), 422
    reply = InvitationReply(DelegationAnswer.NOT_COMING, note=form.note.data or "")
    tried = _answer(account, delegation, reply, form)
    if tried.refusal:
        return _page("absence", account, delegation, form, tried.refusal), 409
    flash(_("Thank you for telling us. The places go to others."), "good")
    return _back(delegation)


@bp.get("/seat-request/new")
@coordinator(Action.SEE_OWN_DELEGATION)
def new_seat_request(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Ask how many more places are needed, and what for."""
    invitation = _load(delegation)
    asked = invitation.answer is DelegationAnswer.MORE_SEATS
    known = {
        "seats": invitation.wanted_seats or invitation.returned_seats or None,
        "note": invitation.note if asked else "",
        "version": invitation.version,
    }
    return _page("seat_request", account, delegation, SeatRequestForm(data=known))


@bp.post("/seat-request")
@coordinator(Action.CHANGE_OWN_DELEGATION)
def create_seat_request(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Ask for more places."""
    form = SeatRequestForm()
    _load(delegation)
    if not form.validate_on_submit():
        return _page("seat_request", account, delegation, form), 422
    more, note = form.seats.data, form.note.data or ""
    reply = InvitationReply(DelegationAnswer.MORE_SEATS, more, note)
    tried = _answer(account, delegation, reply, form)
    if tried.refusal:
        return _page("seat_request", account, delegation, form, tried.refusal), 409
    flash(_("The organiser has your request, and you will get an email with the answer."), "good")
    return _back(delegation)


@bp.post("/seat-request/withdrawal")
@coordinator(Action.CHANGE_OWN_DELEGATION)
def withdraw_seat_request(account: Account, delegation: Delegation) -> ResponseReturnValue:
    """Take the request back."""
    form = VersionedForm()
    _load(delegation)
    if not form.validate_on_submit():
        abort(400)
    tried = _answer(account, delegation, InvitationReply(None), form)
    if tried.refusal:
        again = SeatRequestForm(formdata=None, data={"version": _load(delegation).version})
        return _page("seat_request", account, delegation, again, tried.refusal), 409
    flash(_("You have taken back your request for more places."), "good")
    return _back(delegation)


def _load(delegation: Delegation) -> DelegationInvitation:
    return find_delegation_invitation(delegation) or abort(404)


def _answer(
    account: Account, delegation: Delegation, reply: InvitationReply, form: VersionedForm
) -> Attempt:
    with attempt() as tried:
        answer_invitation(delegation, reply, version=form.version.data, by=account, now=utcnow())
    return tried


def _back(delegation: Delegation) -> ResponseReturnValue:
    return redirect(url_for("coordinator.delegation.show", code=delegation.code), 303)


def _page(
    page: str,
    account: Account,
    delegation: Delegation,
    form: VersionedForm,
    refusal: Refusal | None = None,
) -> str:
    invitation, now = _load(delegation), utcnow()
    if refusal:  # what is sent next replaces what is saved, which the page shows beside it
        form.version.data, form.version.prints = invitation.version, {}
    return render_template(
        f"coordinator/answer/{page}.html",
        account=account,
        delegation=delegation,
        event=delegation.event,
        invitation=invitation,
        figures=seat_counts_of(delegation),
        possible=is_answerable(invitation, now=now),
        reserves=delegation.event.reserves_seats(now),
        form=form,
        refusal=refusal,
    )

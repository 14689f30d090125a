"""Invitations to accounts: written, looked at, sent again and withdrawn."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.people import account_invitation as invitations
from eventapp.domain.people.account import find_by_code, find_by_email
from eventapp.domain.people.role import can_give, roles_of
from eventapp.domain.permission import Action
from eventapp.forms.people.account import AccountInvitationForm, invitation_form_data
from eventapp.i18n import _
from eventapp.models import Account, AccountInvitation
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.people.role_scopes import scopes_for

bp = Blueprint("account_invitation", __name__, url_prefix="/accounts/invitations")


@bp.get("/new")
@staff(Action.MANAGE_ACCOUNTS)
def new(account: Account) -> ResponseReturnValue:
    """An empty form; for an account that lacks a password, one with the roles that it has."""
    known = find_by_code(request.args.get("account", ""))
    data = invitation_form_data(known) if known and invitations.lacks_sign_in(known) else {}
    form = AccountInvitationForm(scopes_for(account, now=utcnow()), formdata=None, data=data)
    return _form_page(account, form)


@bp.post("")
@staff(Action.MANAGE_ACCOUNTS)
def create(account: Account) -> ResponseReturnValue:
    """Invite somebody; the page of the invitation says what happens next."""
    form = AccountInvitationForm(scopes_for(account, now=utcnow()))
    if not form.validate_on_submit():
        return _form_page(account, form), 422
    invitee, roles = form.invitee(), form.roles()
    with attempt() as tried:
        invitation = invitations.invite(invitee, roles, actor=account.code, now=utcnow())
        code = invitation.code
    if tried.refusal:
        return _form_page(account, form, tried.refusal), 409
    flash(_("The invitation is on its way to %(email)s.", email=invitee.email), "good")
    return redirect(url_for(".show", code=code), 303)


@bp.get("/<code>")
@staff(Action.MANAGE_ACCOUNTS)
def show(account: Account, code: str) -> ResponseReturnValue:
    """What was offered to whom, how far the letter has come, and what happens next."""
    return _page(account, _load(code))


@bp.post("/<code>/letters")
@staff(Action.MANAGE_ACCOUNTS)
def create_letter(account: Account, code: str) -> ResponseReturnValue:
    """Send the letter once more."""
    invitation = _load(code)
    require_confirmation()
    with attempt() as tried:
        invitations.send_again(invitation, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, _load(code), tried.refusal), 409
    flash(_("The invitation is sent again, and can be accepted for 14 days from now."), "good")
    return redirect(url_for(".show", code=code), 303)


@bp.post("/<code>/withdrawal")
@staff(Action.MANAGE_ACCOUNTS)
def create_withdrawal(account: Account, code: str) -> ResponseReturnValue:
    """Let the invitation open nothing any more."""
    invitation = _load(code)
    require_confirmation()
    with attempt() as tried:
        invitations.withdraw_invitation(invitation, actor=account.code, now=utcnow())
    if tried.refusal:
        return _page(account, _load(code), tried.refusal), 409
    flash(_("The invitation has been withdrawn. Its link opens nothing any more."), "good")
    return redirect(url_for("organizer.account.index"), 303)


def _load(code: str) -> AccountInvitation:
    return invitations.find_invitation_by_code(code) or abort(404)


def _form_page(
    account: Account, form: AccountInvitationForm, refusal: Refusal | None = None
) -> str:
    return render_template(
        "organizer/account_invitation/new.html", account=account, form=form, refusal=refusal
    )


def _page(account: Account, invitation: AccountInvitation, refusal: Refusal | None = None) -> str:
    return render_template(
        "organizer/account_invitation/show.html",
        account=account,
        refusal=refusal,
        manages=can_give(account, roles_of(invitation.roles)),
        **invitation_facts(invitation),
    )


def invitation_facts(invitation: AccountInvitation) -> dict[str, object]:
    """What a page about an invitation shows of it."""
    known = find_by_email(invitation.email)
    return {
        "invitation": invitation,
        "letter": invitations.letter_states([invitation]).get(invitation.id),
        "known": known,
        "must_sign_in": known is not None and invitations.must_sign_in(known),
        "for_staff": any(role.for_staff for role in roles_of(invitation.roles)),
        "now": utcnow(),
    }

"""Invitations as the invited see them. Looking at one changes nothing: mail scanners look too."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.delegation.invitation import find_invited_delegation, note_opened
from eventapp.domain.errors import Refusal
from eventapp.domain.people import account_invitation as invitations
from eventapp.domain.people.account import coordinated_organisation_ids, find_by_email
from eventapp.domain.people.account_invitation import InvitationSpent
from eventapp.domain.people.role import roles_of
from eventapp.domain.people.try_limit import TryLimit
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.people.account import AcceptanceForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import prefer_language
from eventapp.models import Account, AccountInvitation
from eventapp.views import cookies
from eventapp.views.account.sign_in import home_of
from eventapp.views.attempt import attempt
from eventapp.views.guards import limit_tries, visitor

bp = Blueprint("account_invitation", __name__, url_prefix="/invitations")


@bp.get("/<token>")
@visitor(Action.SIGN_IN)
def show(token: str) -> ResponseReturnValue:
    """Say what is offered, and what accepting it leads to."""
    invitation = invitations.find_invitation(token, now=utcnow())
    if invitation is None:
        return _spent(token)
    return _page(token, invitation)


@bp.post("/<token>")
@visitor(Action.SIGN_IN)
@limit_tries(TryLimit(20, timedelta(minutes=1)))
def accept(token: str) -> ResponseReturnValue:
    """Accept, once. Staff set up password and second factor before anything else opens."""
    invitation = invitations.find_invitation(token, now=utcnow())
    if invitation is None:
        return _spent(token)
    form = AcceptanceForm() if find_by_email(invitation.email) is None else ConfirmationForm()
    if not form.validate_on_submit():
        return _page(token, invitation, form=form), 422
    name = form.name.data if isinstance(form, AcceptanceForm) else ""
    own = cookies.signed_in(bare=True)
    with attempt() as tried:
        _invitation, account = invitations.accept(token, signed_in=own, name=name, now=utcnow())
        awaits_code = _begin_session(account, own)
    if isinstance(tried.refusal, InvitationSpent):
        return _spent(token)
    if tried.refusal:
        db.session.expire_all()
        return _page(token, invitation, refusal=tried.refusal), 409
    if awaits_code:
        return redirect(url_for("account.sign_in.new_code"), 303)
    return redirect(_landing(invitation, account), 303)


def _begin_session(account: Account, own: Account | None) -> bool:
    """Let whoever accepted in; True where the code of their app is asked for first."""
    if own and own.id == account.id and account.has_second_factor:
        note_opened(account, now=utcnow())
        return False
    cookies.end_earlier()
    if account.has_second_factor:
        cookies.wait_for_code(account)
        return True
    cookies.sign_in(account, bare=cookies.must_set_up(account))
    return False


def _landing(invitation: AccountInvitation, account: Account) -> str:
    """What has to be set up, the delegation that the letter was about, or the account's work."""
    if cookies.is_bare():
        return url_for("account.security.edit")
    delegation = find_invited_delegation(invitation)
    if delegation and delegation.organisation_id in coordinated_organisation_ids(account):
        return url_for("coordinator.delegation.show", code=delegation.code)
    return home_of(account)


def _page(
    token: str,
    invitation: AccountInvitation,
    *,
    form: AcceptanceForm | ConfirmationForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    own = cookies.signed_in(bare=True)
    if own is None:
        prefer_language(invitation.language)
    known = find_by_email(invitation.email)
    if form is None:
        name = {"name": invitation.name}
        form = ConfirmationForm() if known else AcceptanceForm(data=name, formdata=None)
    return render_template(
        "account/account_invitation/show.html",
        token=token,
        invitation=invitation,
        known=known,
        own=own,
        must_sign_in=bool(known and invitations.must_sign_in(known))
        and (own is None or own.email != invitation.email),
        for_staff=any(role.for_staff for role in roles_of(invitation.roles)),
        form=form,
        refusal=refusal,
    )


def _spent(token: str) -> ResponseReturnValue:
    """Whoever has the token was invited: they may know that it was accepted, and go on."""
    accepted_by, own = invitations.find_accepted_by(token), cookies.signed_in(bare=True)
    return render_template(
        "account/account_invitation/spent.html",
        accepted_by=accepted_by,
        home=home_of(own) if own and accepted_by and own.id == accepted_by.id else "",
        by_mail=accepted_by is not None and not accepted_by.password_hash,
    ), 410

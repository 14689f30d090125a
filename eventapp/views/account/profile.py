"""What one's own account says: name, language, mail address; and where it is signed in."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.people import account_session
from eventapp.domain.people.account_profile import (
    change_profile,
    confirm_address,
    find_address_change,
    request_address_change,
)
from eventapp.domain.people.try_limit import TryLimit
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.people.account import AddressForm, ProfileForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views import cookies
from eventapp.views.account.security import must_sign_in_again, page
from eventapp.views.attempt import attempt
from eventapp.views.guards import limit_tries, require_confirmation, signed_in, visitor

bp = Blueprint("profile", __name__, url_prefix="/account")


@bp.post("")
@signed_in(Action.SIGN_IN)
def update(account: Account) -> ResponseReturnValue:
    """Save name and language; a stale save shows both texts side by side."""
    form = ProfileForm()
    if not form.validate_on_submit():
        return page(account, profile_form=form), 422
    code, version = account.code, form.version.data
    with attempt() as tried:
        change_profile(account, form.profile(), version=version, actor=code, now=utcnow())
    if tried.refusal:
        return page(account, profile_form=form, refusal=tried.refusal), 409
    cookies.note_named()
    flash(_("Your changes have been saved."), "good")
    return redirect(url_for("account.security.edit"), 303)


@bp.post("/address")
@signed_in(Action.SIGN_IN)
@limit_tries(TryLimit(10, timedelta(hours=1)))
def create_address(account: Account) -> ResponseReturnValue:
    """Send a letter to the new address, and a notice to the old one."""
    form = AddressForm()
    if must_sign_in_again(account):
        return page(account), 403
    if not form.validate_on_submit():
        return page(account, address_form=form), 422
    email = form.email()
    with attempt() as tried:
        request_address_change(account, email, now=utcnow())
    if tried.refusal:
        form.new_email.errors = [tried.refusal.message]
        return page(account, address_form=form), 409
    flash(
        _("We have sent a letter to %(email)s. Open it to confirm the address.", email=email),
        "good",
    )
    return redirect(url_for("account.security.edit"), 303)


@bp.get("/address/<token>")
@visitor(Action.SIGN_IN)
def show_address(token: str) -> ResponseReturnValue:
    """Show the button that confirms the new address, or say that the link is spent."""
    change = find_address_change(token, now=utcnow())
    if change is None:
        return render_template("account/profile/spent.html"), 410
    return render_template(
        "account/profile/address.html", change=change, token=token, form=ConfirmationForm()
    )


@bp.post("/address/<token>")
@visitor(Action.SIGN_IN)
@limit_tries(TryLimit(20, timedelta(minutes=1)))
def confirm(token: str) -> ResponseReturnValue:
    """Give the account its new address, once."""
    require_confirmation()
    with attempt() as tried:
        confirm_address(token, now=utcnow())
    if tried.refusal:
        return render_template("account/profile/spent.html", refusal=tried.refusal), 410
    flash(_("The new address is in use from now on."), "good")
    return redirect(url_for("account.security.edit"), 303)


@bp.post("/sessions/<code>/ending")
@signed_in(Action.SIGN_IN)
def destroy_session(account: Account, code: str) -> ResponseReturnValue:
    """End one session."""
    require_confirmation()
    account_session.end_session_by_code(account, code, now=utcnow())
    db.session.commit()
    flash(_("You have been signed out there."), "good")
    return redirect(url_for("account.security.edit"), 303)


@bp.post("/sessions/others/end")
@signed_in(Action.SIGN_IN)
def destroy_other_sessions(account: Account) -> ResponseReturnValue:
    """End every session but this one."""
    require_confirmation()
    account_session.end_other_sessions(account, cookies.session_id(), now=utcnow())
    db.session.commit()
    flash(_("You have been signed out everywhere else."), "good")
    return redirect(url_for("account.security.edit"), 303)

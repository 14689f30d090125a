"""One's own password and second factor."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents import qr_link
from eventapp.domain.errors import Refusal
from eventapp.domain.people import account as accounts
from eventapp.domain.people import second_factor, sign_in
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.people.sign_in import CodeForm, PasswordForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views import cookies
from eventapp.views.account.sign_in import home_of
from eventapp.views.attempt import attempt
from eventapp.views.guards import signed_in

bp = Blueprint("security", __name__, url_prefix="/account")


@bp.get("")
@signed_in(Action.SIGN_IN)
def edit(account: Account) -> ResponseReturnValue:
    """Password, second factor, and signing out everywhere."""
    return _page(account)


@bp.post("/password")
@signed_in(Action.SIGN_IN)
def update_password(account: Account) -> ResponseReturnValue:
    """Set a password; other sessions end."""
    form = PasswordForm()
    if _must_sign_in_again(account):
        return _page(account), 403
    if not form.validate_on_submit():
        return _page(account, password_form=form), 422
    code, epoch = account.code, account.epoch
    db.session.rollback()  # argon2 is slow on purpose; nobody waits for it
    try:
        hashed = sign_in.hash_password(form.new_password.data)
    except Refusal as refusal:
        form.new_password.errors = [refusal.message]
        return _page(accounts.find_signed_in(code, epoch) or account, password_form=form), 422

    account = accounts.find_signed_in(code, epoch) or account
    sign_in.set_password(account, hashed)
    cookies.sign_in(account, bare=not account.has_second_factor and cookies.is_bare())
    db.session.commit()
    return redirect(url_for(".edit"), 303)


@bp.post("/sessions/end")
@signed_in(Action.SIGN_IN)
def destroy_sessions(account: Account) -> ResponseReturnValue:
    """Sign out here and everywhere else; every browser is a stranger again."""
    if not ConfirmationForm().validate_on_submit():
        return _page(account), 422
    accounts.end_sessions(account)
    cookies.sign_out()
    db.session.commit()
    flash(_("You are signed out everywhere."), "good")
    return redirect(url_for("account.sign_in.new"), 303)


@bp.post("/second-factor/new")
@signed_in(Action.SIGN_IN)
def new_second_factor(account: Account) -> ResponseReturnValue:
    """Begin to set up an app: show its secret, as text and as a QR code."""
    if _must_sign_in_again(account):
        return _page(account), 403
    if not ConfirmationForm().validate_on_submit():
        return _page(account), 422
    cookies.carry_new_secret(second_factor.new_second_factor())
    return _setup(account, CodeForm())


@bp.post("/second-factor")
@signed_in(Action.SIGN_IN)
def create_second_factor(account: Account) -> ResponseReturnValue:
    """Turn the second factor on once the app shows the right code; show recovery codes once."""
    form, secret = CodeForm(), cookies.new_secret()
    if not secret:
        return redirect(url_for(".edit"), 303)
    if _must_sign_in_again(account):
        return _page(account), 403
    if not form.validate_on_submit():
        return _setup(account, form), 422
    with attempt() as tried:
        codes = second_factor.set_second_factor(account, secret, form.code.data, now=utcnow())
        cookies.sign_in(account)
    if tried.refusal:
        form.code.errors = [tried.refusal.message]
        return _setup(account, form), 422

    cookies.know_browser(account)
    return render_template("account/security/recovery_codes.html", codes=codes, account=account)


def _must_sign_in_again(account: Account) -> bool:
    """Who finds a browser left open may not take the account over (OWASP ASVS 5.0, 7.5.1)."""
    has_way_in = bool(account.password_hash) or account.has_second_factor
    return has_way_in and not cookies.is_fresh()


def _setup(account: Account, form: CodeForm) -> str:
    issuer = current_app.extensions["settings"].site_name
    address = second_factor.authenticator_address(cookies.new_secret(), account, issuer)
    return render_template(
        "account/security/second_factor.html",
        account=account,
        form=form,
        secret=cookies.new_secret(),
        picture=qr_link.svg_path(address),
        side=qr_link.side(address),
    )


def _page(account: Account, password_form: PasswordForm | None = None) -> str:
    return render_template(
        "account/security/edit.html",
        account=account,
        home=home_of(account),
        must_sign_in_again=_must_sign_in_again(account),
        must_set_up=cookies.is_bare(),
        form=ConfirmationForm(),
        password_form=password_form or PasswordForm(),
    )

"""One's own password and second factor."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents import qr_link
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.people import account as accounts
from eventapp.domain.people import second_factor, sign_in
from eventapp.domain.people.account_profile import is_named_by_address
from eventapp.domain.people.account_session import is_of, list_sessions
from eventapp.domain.permission import Action
from eventapp.domain.site.site import shown_site
from eventapp.extensions import db
from eventapp.forms.people.account import AddressForm, ProfileForm, profile_form_data
from eventapp.forms.people.sign_in import CodeForm, FirstCodeForm, PasswordForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.i18n import _
from eventapp.models import Account
from eventapp.views import cookies
from eventapp.views.account.sign_in import home_of
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, signed_in

bp = Blueprint("security", __name__, url_prefix="/account")


@bp.get("")
@signed_in(Action.SIGN_IN)
def edit(account: Account) -> ResponseReturnValue:
    """Password, second factor, and signing out everywhere."""
    return page(account)


@bp.post("/password")
@signed_in(Action.SIGN_IN)
def update_password(account: Account) -> ResponseReturnValue:
    """Set a password; other sessions end. With the last that was to be set up, work begins."""
    form = PasswordForm()
    if must_sign_in_again(account):
        return page(account), 403
    if not form.validate_on_submit():
        return page(account, password_form=form), 422
    code, epoch = account.code, account.epoch
    db.session.rollback()  # argon2 is slow on purpose; nobody waits for it
    try:
        hashed = sign_in.hash_password(form.new_password.data)
    except Refusal as refusal:
        form.new_password.errors = [refusal.message]
        return page(accounts.find_signed_in(code, epoch) or account, password_form=form), 422

    account = accounts.find_signed_in(code, epoch) or account
    setting_up = cookies.must_set_up(account)
    sign_in.set_password(account, hashed)
    unfinished = not account.has_second_factor or cookies.must_set_up(account)
    cookies.sign_in(account, bare=cookies.is_bare() and unfinished)
    db.session.commit()
    flash(_("Your password has been saved."), "good")
    ready = setting_up and not unfinished
    return redirect(home_of(account) if ready else url_for(".edit"), 303)


@bp.get("/sessions/end")
@signed_in(Action.SIGN_IN)
def new_sessions_end(account: Account) -> ResponseReturnValue:
    """Ask before signing out everywhere: it ends this session too."""
    return render_template("account/security/sessions_end.html", account=account)


@bp.post("/sessions/end")
@signed_in(Action.SIGN_IN)
def destroy_sessions(account: Account) -> ResponseReturnValue:
    """Sign out here and everywhere else; every browser is a stranger again."""
    require_confirmation()
    accounts.end_sessions(account)
    cookies.sign_out()
    db.session.commit()
    flash(_("You are signed out everywhere."), "good")
    return redirect(url_for("account.sign_in.new"), 303)


@bp.post("/second-factor/new")
@signed_in(Action.SIGN_IN)
def new_second_factor(account: Account) -> ResponseReturnValue:
    """Begin to set up an app: show its secret, as text and as a QR code."""
    if must_sign_in_again(account):
        return page(account), 403
    require_confirmation()
    cookies.carry_new_secret(second_factor.new_second_factor())
    return _setup(account, FirstCodeForm())


@bp.post("/second-factor")
@signed_in(Action.SIGN_IN)
def create_second_factor(account: Account) -> ResponseReturnValue:
    """Turn the second factor on once the app shows the right code; show recovery codes once."""
    form, secret = FirstCodeForm(), cookies.new_secret()
    if not secret:
        return redirect(url_for(".edit"), 303)
    if must_sign_in_again(account):
        return page(account), 403
    if not form.validate_on_submit():
        return _setup(account, form), 422
    with attempt() as tried:
        codes = second_factor.set_second_factor(account, secret, form.code.data, now=utcnow())
        cookies.sign_in(account, bare=cookies.must_set_up(account))
    if tried.refusal:
        form.code.errors = [tried.refusal.message]
        return _setup(account, form), 422

    cookies.know_browser(account)
    onward = url_for(".edit") if cookies.is_bare() else home_of(account)
    return render_template(
        "account/security/recovery_codes.html", codes=codes, account=account, onward=onward
    )


def must_sign_in_again(account: Account) -> bool:
    """Who finds a browser left open may not take the account over (OWASP ASVS 5.0, 7.5.1)."""
    return bool(account.password_hash) and not cookies.is_fresh()  # else nobody could


def _setup(account: Account, form: CodeForm) -> str:
    issuer = shown_site()["name"]
    address = second_factor.authenticator_address(cookies.new_secret(), account, issuer)
    return render_template(
        "account/security/second_factor.html",
        account=account,
        form=form,
        secret=cookies.new_secret(),
        picture=qr_link.svg_path(address),
        side=qr_link.side(address),
    )


def page(
    account: Account,
    *,
    password_form: PasswordForm | None = None,
    profile_form: ProfileForm | None = None,
    address_form: AddressForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    """The page of one's own account, with what was sent and what is wrong with it."""
    asks_name = cookies.is_bare() and is_named_by_address(account) and not cookies.has_named()
    shown = profile_form_data(account) | ({"name": ""} if asks_name else {})
    profile = profile_form or ProfileForm(data=shown, formdata=None)
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = profile.merge(profile_form_data(account))
    now, session = utcnow(), cookies.session_id()
    return render_template(
        "account/security/edit.html",
        account=account,
        home=home_of(account),
        must_sign_in_again=must_sign_in_again(account),
        must_set_up=cookies.is_bare(),
        asks_name=asks_name,
        form=ConfirmationForm(),
        password_form=password_form or PasswordForm(formdata=None),
        profile_form=profile,
        address_form=address_form or AddressForm(formdata=None),
        differences=differences,
        refusal=refusal,
        sessions=[(row, is_of(row, session)) for row in list_sessions(account, now=now)],
    )

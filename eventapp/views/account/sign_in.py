"""Signing in with a password and a second factor, and out again."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.errors import Refusal
from eventapp.domain.people import sign_in
from eventapp.domain.people.account import (
    actor_anywhere,
    actor_for,
    coordinated_organisation_ids,
    find_by_email,
)
from eventapp.domain.people.second_factor import pass_second_factor
from eventapp.domain.people.sign_in import WrongCredentials
from eventapp.domain.people.try_limit import TryLimit
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.people.sign_in import CodeForm, LinkForm, SignInForm
from eventapp.models import Account
from eventapp.views import cookies
from eventapp.views.guards import limit_tries, require_confirmation, visitor
from eventapp.views.local_address import is_local

bp = Blueprint("sign_in", __name__)
TRIES = TryLimit(20, timedelta(minutes=1)), TryLimit(100, timedelta(hours=1))
# Wrong tries of one browser that the account knows: its cookie may be in wrong hands.
OWN_TRIES = TryLimit(10, timedelta(minutes=15))
LONGEST_ADDRESS = 500
COORDINATORS_HOME = "coordinator.delegation.index"


@bp.get("/sign-in")
@visitor(Action.SIGN_IN)
def new() -> ResponseReturnValue:
    """Ask for address and password, or for where to mail a sign-in address."""
    return page()


@bp.post("/sign-in")
@visitor(Action.SIGN_IN)
@limit_tries(*TRIES)
@limit_tries(OWN_TRIES, who=cookies.known_browser, wrong_only=True)
def create() -> ResponseReturnValue:
    """Check the password; go on to the second factor, or to setting it up."""
    form = SignInForm()
    if not form.validate_on_submit():
        return page(form), 422

    account, refusal = _check_password(form)
    if account is None:
        return page(form, refusal), 422
    cookies.end_earlier()
    if account.has_second_factor:
        db.session.commit()
        cookies.wait_for_code(account)
        return redirect(url_for(".new_code", next=wanted_here() or None), 303)
    cookies.sign_in(account, bare=True)
    db.session.commit()
    return redirect(url_for("account.security.edit"), 303)


def _check_password(form: SignInForm) -> tuple[Account | None, Refusal | None]:
    with transactions.reading(db.session):
        account = find_by_email(form.email.data)
        hashed = account.password_hash if account and account.active else None
    right = sign_in.password_is_right(hashed, form.password.data)
    account = find_by_email(form.email.data)
    if account is None:
        return None, WrongCredentials()
    known = cookies.knows_browser(account)
    try:
        sign_in.count_password_try(account, right=right, known=known, now=utcnow())
    except Refusal as refusal:
        db.session.commit()  # the wrong try counts
        return None, refusal
    return account, None


@bp.get("/sign-in/code")
@visitor(Action.SIGN_IN)
def new_code() -> ResponseReturnValue:
    """Ask for the second factor's code."""
    if cookies.awaiting_code() is None:
        return redirect(url_for(".new"), 303)
    return render_template("account/sign_in/code.html", form=CodeForm(), refusal=None)


@bp.post("/sign-in/code")
@visitor(Action.SIGN_IN)
@limit_tries(*TRIES)
@limit_tries(OWN_TRIES, who=cookies.known_browser, wrong_only=True)
def create_code() -> ResponseReturnValue:
    """Check the code, and go in."""
    account, form = cookies.awaiting_code(), CodeForm()
    if account is None:
        return redirect(url_for(".new"), 303)
    if not form.validate_on_submit():
        return render_template("account/sign_in/code.html", form=form, refusal=None), 422

    try:
        pass_second_factor(
            account, form.code.data, now=utcnow(), known=cookies.knows_browser(account)
        )
    except Refusal as refusal:
        db.session.commit()  # the wrong try counts
        return render_template("account/sign_in/code.html", form=form, refusal=refusal), 422

    cookies.sign_in(account)
    db.session.commit()
    cookies.know_browser(account)
    return redirect(wanted_here() or home_of(account), 303)


@bp.post("/sign-out")
@visitor(Action.SIGN_IN)
def destroy() -> ResponseReturnValue:
    """Forget the session, and go on to the page that was asked for."""
    require_confirmation()
    cookies.sign_out()
    db.session.commit()
    return redirect(wanted_here() or url_for("public.event.index"), 303)


def wanted_here() -> str:
    """The page of ours that was asked for before; nothing when it is not one of ours."""
    wanted = request.args.get("next", "")[:LONGEST_ADDRESS]
    return wanted if is_local(wanted) else ""


def home_of(account: Account) -> str:
    """Where the account's work is."""
    if permission.may(actor_for(account), Action.SEE_REGISTRATIONS):
        return url_for("organizer.home.show")
    if permission.may(actor_for(account), Action.EDIT_EXPERIENCE):
        return url_for("organizer.experience.index")
    if permission.may(actor_anywhere(account), Action.SEE_DESK):
        return url_for("organizer.home.show")
    if coordinated_organisation_ids(account):
        return url_for(COORDINATORS_HOME)
    return url_for("account.security.edit")


def page(
    form: SignInForm | None = None,
    refusal: Refusal | None = None,
    *,
    link_form: LinkForm | None = None,
) -> str:
    """Both ways in; with what was sent, and what is wrong with it."""
    return render_template(
        "account/sign_in/new.html",
        form=form or SignInForm(formdata=None),
        link_form=link_form or LinkForm(formdata=None),
        refusal=refusal,
    )

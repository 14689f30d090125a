"""Addresses that sign in once. Looking at one changes nothing: mail scanners look at them all."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.people import sign_in_link
from eventapp.domain.people.try_limit import TryLimit
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.people.sign_in import LinkForm
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.views import cookies
from eventapp.views.account.sign_in import home_of, page, wanted_here
from eventapp.views.attempt import attempt
from eventapp.views.guards import limit_tries, require_confirmation, visitor

bp = Blueprint("sign_in_link", __name__, url_prefix="/sign-in/links")


@bp.post("")
@visitor(Action.SIGN_IN)
@limit_tries(TryLimit(10, timedelta(minutes=1)))
def create() -> ResponseReturnValue:
    """Mail an address to a coordinator; answer everybody alike."""
    form = LinkForm()
    if not form.validate_on_submit():
        return page(link_form=form), 422
    sign_in_link.request_sign_in_link(form.link_email.data, now=utcnow(), wanted=wanted_here())
    db.session.commit()
    return render_template("account/sign_in_link/sent.html")


@bp.get("/<token>")
@visitor(Action.SIGN_IN)
def show(token: str) -> ResponseReturnValue:
    """Show the button that signs in, or say that the address is spent."""
    link = sign_in_link.find_sign_in_link(token, now=utcnow())
    if link is None:
        return render_template("account/sign_in_link/spent.html"), 410
    return render_template(
        "account/sign_in_link/show.html", token=token, account=link.account, form=ConfirmationForm()
    )


@bp.post("/<token>")
@visitor(Action.SIGN_IN)
@limit_tries(TryLimit(20, timedelta(minutes=1)))
def use(token: str) -> ResponseReturnValue:
    """Sign in, once."""
    require_confirmation()
    with attempt() as tried:
        link = sign_in_link.use_sign_in_link(token, now=utcnow())
        cookies.end_earlier()
        cookies.sign_in(link.account, bare=cookies.must_set_up(link.account))
    if tried.refusal:
        return render_template("account/sign_in_link/spent.html"), 410

    return redirect(wanted_here() or link.wanted or home_of(link.account), 303)

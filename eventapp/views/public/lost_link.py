"""Sending personal links again to those who have lost the mail."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.registration import link
from eventapp.domain.registration.address import send_links
from eventapp.extensions import db
from eventapp.forms.fields import fold_email
from eventapp.forms.registration.lost_link import LostLinkForm
from eventapp.views import phone_cookie
from eventapp.views.guards import limit_floods, visitor

bp = Blueprint("lost_link", __name__, url_prefix="/registrations")


@bp.get("")
@visitor(Action.REGISTER)
def new() -> ResponseReturnValue:
    """Ask for the address and name; a phone that remembers somebody leads home instead."""
    registration = phone_cookie.remembered_registration(now=utcnow())
    if registration and "another" not in request.args:
        token = link.personal_token(registration)
        return redirect(url_for("participant.registration.show", token=token), 303)
    return render_template("public/lost_link/new.html", form=LostLinkForm())


@bp.post("")
@visitor(Action.REGISTER)
@limit_floods()
def create() -> ResponseReturnValue:
    """Send the links, if there are any; the answer does not reveal whether there are."""
    form = LostLinkForm()
    if not form.validate_on_submit():
        return render_template("public/lost_link/new.html", form=form), 422
    send_links(fold_email(form.email.data), form.name.data, now=utcnow())
    db.session.commit()
    return redirect(url_for(".sent"), 303)


@bp.get("/sent")
@visitor(Action.REGISTER)
def sent() -> ResponseReturnValue:
    """Explain what happens next."""
    return render_template("public/lost_link/sent.html")

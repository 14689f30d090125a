"""Sending personal links again to those who have lost the mail."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.domain.registration.address import send_links
from eventapp.extensions import db
from eventapp.forms.fields import fold_email
from eventapp.forms.registration.lost_link import LostLinkForm
from eventapp.views.guards import limit_floods, visitor

bp = Blueprint("lost_link", __name__, url_prefix="/registrations")


@bp.get("")
@visitor(Action.REGISTER)
def new() -> ResponseReturnValue:
    """Ask for the address and name."""
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

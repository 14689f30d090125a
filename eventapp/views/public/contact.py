"""Writing about an offer or a need: the message is passed on, addresses only after a yes."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.exchange import contact
from eventapp.domain.exchange import listing as listings
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.exchange.lead import with_organisation
from eventapp.forms.exchange.listing import ContactForm
from eventapp.models import Listing
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import limit_floods, visitor

bp = Blueprint("contact", __name__, url_prefix="/experiences/exchange")


@bp.get("/<code>/contacts/new")
@visitor(Action.SHARE_EXPERIENCE)
def new(code: str) -> ResponseReturnValue:
    """An empty form."""
    return _page(_load(code), with_organisation(ContactForm, directory(), formdata=None))


@bp.post("/<code>/contacts")
@visitor(Action.SHARE_EXPERIENCE)
@limit_floods()
def create(code: str) -> ResponseReturnValue:
    """Pass the message on."""
    with transactions.reading(db.session):
        listed = directory()
    form = with_organisation(ContactForm, listed)
    listing = _load(code)
    if not form.validate_on_submit():
        return _page(listing, form), 422
    with attempt() as tried:
        contact.send_message(listing, form.message(), form.organisation.chosen.id, now=utcnow())
    if tried.refusal:
        return _page(_load(code), form, tried.refusal), 409
    return redirect(url_for(".received", code=code), 303)


@bp.get("/<code>/contacts/received")
@visitor(Action.SEE_PUBLIC)
def received(code: str) -> ResponseReturnValue:
    """Show what happens next."""
    return render_template("public/contact/received.html", listing=_load(code))


def _load(code: str) -> Listing:
    return listings.find_listed(code, now=utcnow()) or abort(404)


def _page(listing: Listing, form: Any, refusal: Refusal | None = None) -> str:
    return render_template("public/contact/new.html", listing=listing, form=form, refusal=refusal)

"""Writing about an experience: the message is passed on, mailboxes only after a yes."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.exchange import contact
from eventapp.domain.exchange.finding import search
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.exchange.lead import with_organisation
from eventapp.forms.exchange.listing import ContactForm
from eventapp.models import Experience
from eventapp.views import cookies
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import limit_floods, visitor

bp = Blueprint("experience_contact", __name__, url_prefix="/experiences/<code>/contacts")


@bp.get("/new")
@visitor(Action.SHARE_EXPERIENCE)
def new(code: str) -> ResponseReturnValue:
    """An empty form."""
    return _page(_load(code), with_organisation(ContactForm, directory(), formdata=None))


@bp.post("")
@visitor(Action.SHARE_EXPERIENCE)
@limit_floods()
def create(code: str) -> ResponseReturnValue:
    """Pass the message on."""
    with transactions.reading(db.session):
        listed = directory()
    form = with_organisation(ContactForm, listed)
    experience = _load(code)
    if not form.validate_on_submit():
        return _page(experience, form), 422
    with attempt() as tried:
        contact.send_message(experience, form.message(), form.organisation.chosen.id, now=utcnow())
    if tried.refusal:
        return _page(_load(code), form, tried.refusal), 409
    return redirect(url_for(".received", code=code), 303)


@bp.get("/received")
@visitor(Action.SEE_PUBLIC)
def received(code: str) -> ResponseReturnValue:
    """Show what happens next."""
    return render_template("public/experience_contact/received.html", experience=_load(code))


def _load(code: str) -> Experience:
    return search.find(code, inside=cookies.signed_in() is not None) or abort(404)


def _page(experience: Experience, form: Any, refusal: Refusal | None = None) -> str:
    return render_template(
        "public/experience_contact/new.html", experience=experience, form=form, refusal=refusal
    )

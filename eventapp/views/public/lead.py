"""Submitting an experience, by a form that knows nothing of any survey."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.event.event import find_public_event
from eventapp.domain.exchange import lead
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.exchange.lead import LeadForm, with_organisation
from eventapp.models import Event
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import limit_floods, visitor

bp = Blueprint("lead", __name__, url_prefix="/experiences/leads")


@bp.get("/new")
@visitor(Action.SHARE_EXPERIENCE)
def new() -> ResponseReturnValue:
    """An empty form."""
    return _page(with_organisation(LeadForm, directory(), formdata=None))


@bp.post("")
@visitor(Action.SHARE_EXPERIENCE)
@limit_floods()
def create() -> ResponseReturnValue:
    """Store it for an editor to read."""
    with transactions.reading(db.session):
        listed = directory()
    form = with_organisation(LeadForm, listed)
    if not form.validate_on_submit():
        return _page(form), 422
    with attempt():
        lead.submit(form.text(), form.organisation.chosen.id, event=_event(), now=utcnow())
    return redirect(url_for(".received"), 303)


@bp.get("/received")
@visitor(Action.SEE_PUBLIC)
def received() -> ResponseReturnValue:
    """Thank the sender, with what happens next."""
    return render_template("public/lead/received.html")


def _event() -> Event | None:
    return find_public_event(request.args.get("event", "")[:200])


def _page(form: Any) -> str:
    return render_template("public/lead/new.html", form=form, event=_event())

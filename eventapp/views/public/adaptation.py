"""Reporting, without an account, that an organisation has adapted an experience."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.exchange import adaptation
from eventapp.domain.exchange.finding import search
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.forms.exchange.lead import AdaptationForm, with_organisation
from eventapp.forms.fields import fold_email
from eventapp.models import AdaptationKind, Experience
from eventapp.views import cookies
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import limit_floods, visitor

bp = Blueprint("adaptation", __name__, url_prefix="/experiences/<code>/adaptations")


@bp.get("/new")
@visitor(Action.SHARE_EXPERIENCE)
def new(code: str) -> ResponseReturnValue:
    """An empty form."""
    return _page(_load(code), with_organisation(AdaptationForm, directory(), formdata=None))


@bp.post("")
@visitor(Action.SHARE_EXPERIENCE)
@limit_floods()
def create(code: str) -> ResponseReturnValue:
    """Store it for an editor to read; the address goes no further than the editor."""
    with transactions.reading(db.session):
        listed = directory()
    experience = _load(code)
    form = with_organisation(AdaptationForm, listed)
    if not form.validate_on_submit():
        return _page(experience, form), 422
    with attempt():
        adaptation.submit(
            experience,
            form.organisation.chosen.id,
            AdaptationKind(form.kind.data),
            comment=form.comment.data,
            contact_email=fold_email(form.contact_email.data),
            now=utcnow(),
        )
    return redirect(url_for(".received", code=code), 303)


@bp.get("/received")
@visitor(Action.SEE_PUBLIC)
def received(code: str) -> ResponseReturnValue:
    """Thank the sender, with what happens next."""
    return render_template("public/adaptation/received.html", experience=_load(code))


def _load(code: str) -> Experience:
    return search.find(code, inside=cookies.signed_in() is not None) or abort(404)


def _page(experience: Experience, form: Any) -> str:
    return render_template("public/adaptation/new.html", experience=experience, form=form)

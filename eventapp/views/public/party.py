"""The form for a party: several people of one organisation, registered together."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.registration.group.party import (
    PARTY_MAX,
    PartyDoesNotFit,
    PartyNeverFits,
    register_party,
)
from eventapp.extensions import db
from eventapp.forms.registration.party import PartyForm, party_form
from eventapp.forms.registration.registration import NOTICE_VERSION
from eventapp.i18n import current_language, is_only_shown
from eventapp.models import Availability, Event
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory
from eventapp.views.guards import limit_floods, visitor
from eventapp.views.loaders import load_event

bp = Blueprint("party", __name__, url_prefix="/events/<slug>/registration/party")
# What the page after the form says: all have a place, or one held for each; all wait; some of each.
OUTCOMES = ("confirmed", "pending", "waitlisted", "some")


def _per_minute() -> str:
    return str(current_app.extensions["settings"].registrations_per_minute)


def _letters() -> int:
    """How many of the letters that one address may cause a minute this form sends.

    Whoever asks for one more row sends none yet.
    """
    if "add" in request.form:
        return 1
    people = sum(name.endswith("-email") and bool(text) for name, text in request.form.items())
    return max(1, min(PARTY_MAX, int(_per_minute()), people))


@bp.get("/new")
@visitor(Action.REGISTER)
def new(slug: str) -> ResponseReturnValue:
    """Show the empty form; the form for one says why an event takes no registrations."""
    event = load_event(slug)
    if not event.takes_registrations(utcnow()):
        return redirect(url_for("public.registration.new", slug=slug))
    return _page(event, party_form(directory())())


@bp.get("")
@visitor(Action.REGISTER)
def index(slug: str) -> ResponseReturnValue:
    """Redirect to the form: browsers keep this address after a form with errors."""
    return redirect(url_for(".new", slug=load_event(slug).slug))


@bp.post("")
@visitor(Action.REGISTER)
@limit_floods(cost=_letters)
def create(slug: str) -> ResponseReturnValue:
    """Register them all, or show one more row; the answer does not reveal who is registered."""
    with transactions.reading(db.session):
        form = party_form(directory())()
        if "add" in request.form and not is_only_shown():
            form.add_row()
            return _page(load_event(slug), form, added=True)
        if not form.validate_on_submit():
            return _page(load_event(slug), form), 422
        applicants = form.applicants(current_language())

    with attempt() as tried:
        receptions = register_party(slug, applicants, whole=form.whole, now=utcnow())
    if tried.refusal:
        with transactions.reading(db.session):
            return _page(load_event(slug), form, tried.refusal), 409
    answers = {reception.answer.value for reception in receptions}
    outcome = answers.pop() if len(answers) == 1 else "some"
    return redirect(url_for(".received", slug=slug, state=outcome), 303)


@bp.get("/received")
@visitor(Action.REGISTER)
def received(slug: str) -> str:
    """Explain what happens next; the personal links are sent by mail only."""
    state = request.args.get("state")
    return render_template(
        "public/party/received.html",
        event=load_event(slug),
        state=state if state in OUTCOMES else OUTCOMES[0],
    )


def _page(
    event: Event, form: PartyForm, refusal: Refusal | None = None, *, added: bool = False
) -> str:
    scarce = event.availability is not Availability.PLENTY
    asked = isinstance(refusal, PartyDoesNotFit | PartyNeverFits)
    return render_template(
        "public/party/new.html",
        event=event,
        form=form,
        refusal=refusal,
        asks_together=scarce or asked or bool(form.together.data),
        added=added,
        most=PARTY_MAX,
        notice_version=NOTICE_VERSION,
    )

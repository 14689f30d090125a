"""The registration form of an event."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.event import event_revision
from eventapp.domain.permission import Action
from eventapp.domain.registration import care_need
from eventapp.domain.registration.registration import Reception, register
from eventapp.extensions import db, limiter
from eventapp.forms.registration.registration import NOTICE_VERSION, RegistrationForm
from eventapp.i18n import current_language
from eventapp.models import Event, RegistrationState
from eventapp.views.attempt import attempt
from eventapp.views.form_cache import form_of, form_page
from eventapp.views.guards import visitor
from eventapp.views.loaders import load_event
from eventapp.views.page_cache import cached

bp = Blueprint("registration", __name__, url_prefix="/events/<slug>/registration")


@bp.get("/new")
@visitor(Action.REGISTER)
def new(slug: str) -> ResponseReturnValue:
    """Show the empty form, or that the event takes no registrations."""
    language = current_language()
    return form_page(slug, language, lambda: _new(slug, language))


@bp.get("")
@visitor(Action.REGISTER)
def index(slug: str) -> ResponseReturnValue:
    """Redirect to the form: browsers keep this address after a form with errors."""
    return redirect(url_for(".new", slug=load_event(slug).slug))


@bp.post("")
@visitor(Action.REGISTER)
@limiter.limit(lambda: f"{current_app.extensions['settings'].registrations_per_minute} per minute")
def create(slug: str) -> ResponseReturnValue:
    """Register the person; the answer does not reveal who is registered already."""
    with transactions.reading():
        form = form_of(slug, current_language())()
        if not form.validate_on_submit():
            return _page(load_event(slug), form), 422
    db.session.rollback()  # end the reading transaction before the lock is taken

    with attempt() as tried:
        reception = register(slug, form.applicant(current_language()), now=utcnow())
    if tried.refusal:
        with transactions.reading():
            return _page(load_event(slug), form, tried.refusal), 409
    return redirect(_received(slug, reception), 303)


@bp.get("/received")
@visitor(Action.REGISTER)
@cached(lambda slug: f"event {slug}", event_revision)
def received(slug: str) -> str:
    """Explain what happens next; the personal link is sent by mail only."""
    state = request.args.get("state")
    waits = state == RegistrationState.WAITLISTED.value
    return render_template(
        "public/registration/received.html",
        event=load_event(slug),
        state=RegistrationState.WAITLISTED if waits else RegistrationState.CONFIRMED,
    )


def _new(slug: str, language: str) -> str:
    event = load_event(slug)
    now = utcnow()
    if not event.takes_registrations(now):
        return render_template("public/registration/closed.html", event=event, now=now)
    return _page(event, form_of(slug, language)())


def _received(slug: str, reception: Reception) -> str:
    return url_for(".received", slug=slug, state=reception.answer.value)


def _page(event: Event, form: RegistrationForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "public/registration/new.html",
        event=event,
        form=form,
        refusal=refusal,
        needs_kept_until=care_need.deletion_date(event),
        notice_version=NOTICE_VERSION,
    )

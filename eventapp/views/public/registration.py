"""The registration form of an event."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.people.mail_host import suggest_address
from eventapp.domain.permission import Action
from eventapp.domain.registration import address_correction, care_need
from eventapp.domain.registration.address_correction import CorrectionClosed
from eventapp.domain.registration.registration import register
from eventapp.extensions import db
from eventapp.forms.fields import fold_email
from eventapp.forms.registration.address_correction import AddressCorrectionForm
from eventapp.forms.registration.registration import NOTICE_VERSION, RegistrationForm
from eventapp.i18n import current_language
from eventapp.models import Event, RegistrationState
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory, form_of, shared_page
from eventapp.views.guards import limit_floods, visitor
from eventapp.views.loaders import load_event
from eventapp.views.public import sent_form
from eventapp.views.public.sent_form import Remembered

# What a newcomer may be told.
ANSWERS = (RegistrationState.WAITLISTED, RegistrationState.PENDING)
QUERIES = frozenset(f"state={state}" for state in RegistrationState)

bp = Blueprint("registration", __name__, url_prefix="/events/<slug>/registration")


@bp.get("/new")
@visitor(Action.REGISTER)
def new(slug: str) -> ResponseReturnValue:
    """Show the empty form, or that the event takes no registrations."""
    language = current_language()
    if request.query_string:  # the page says it again, so that it is not the same for all
        return _new(slug, language)
    return shared_page("form", slug, language, lambda _address: _new(slug, language))


@bp.get("")
@visitor(Action.REGISTER)
def index(slug: str) -> ResponseReturnValue:
    """Redirect to the form: browsers keep this address after a form with errors."""
    return redirect(url_for(".new", slug=load_event(slug).slug))


@bp.post("")
@visitor(Action.REGISTER)
@limit_floods()
def create(slug: str) -> ResponseReturnValue:
    """Register the person; the answer does not reveal who is registered already."""
    with transactions.reading(db.session):
        form = form_of(slug, current_language())()
        if not form.validate_on_submit():
            return _page(load_event(slug), form), 422
        applicant = form.applicant(current_language())

    with attempt() as tried:
        reception = register(slug, applicant, now=utcnow())
        code = sent_form.code_of(reception)
    if tried.refusal:
        with transactions.reading(db.session):
            return _page(load_event(slug), form, tried.refusal), 409
    response = redirect(_received(slug, reception.answer), 303)
    return sent_form.remember(response, slug, code, applicant, reception.answer)


@bp.get("/received")
@visitor(Action.REGISTER)
def received(slug: str) -> ResponseReturnValue:
    """Explain what happens next, and show its address to the browser that sent the form.

    The personal link is sent by mail only.
    """
    sent = sent_form.recall(slug)
    query = request.query_string.decode("latin-1")
    if query not in QUERIES or (sent and _probably_meant(sent)):
        return _received_page(slug, sent)
    shown = f"{sent.answer} {bool(sent.correctable)} {sent.corrected}" if sent else ""
    return shared_page(
        f"received {query} {shown}",
        slug,
        current_language(),
        lambda address: _received_page(slug, replace(sent, email=address) if sent else None),
        sent.email if sent else "",
    )


@bp.post("/received")
@visitor(Action.REGISTER)
@limit_floods()
def correct_address(slug: str) -> ResponseReturnValue:
    """Change the address of what this browser has sent."""
    form = AddressCorrectionForm()
    former = sent_form.recall(slug)
    with transactions.reading(db.session):
        if former is None or former.sent is None:
            return _received_page(slug, former, refusal=CorrectionClosed()), 409
        form.former = former.email
        if not form.validate_on_submit():
            return _received_page(slug, former, form), 422

    email = fold_email(form.email.data)
    with attempt() as tried:
        reception = address_correction.correct_address(slug, former.sent, email, now=utcnow())
        code = sent_form.code_of(reception)
    if tried.refusal:
        with transactions.reading(db.session):
            return _received_page(slug, former, form, tried.refusal), 409
    response = redirect(_received(slug, former.answer), 303)
    return sent_form.remember_correction(response, slug, code, email, former.sent, former.answer)


def _new(slug: str, language: str) -> str:
    event = load_event(slug)
    now = utcnow()
    if not event.takes_registrations(now):
        return render_template("public/registration/closed.html", event=event, now=now)
    return _page(event, form_of(slug, language)())


def _received(slug: str, answer: RegistrationState) -> str:
    return url_for(".received", slug=slug, state=answer.value)


def _received_page(
    slug: str,
    sent: Remembered | None,
    form: AddressCorrectionForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    words = {answer.value: answer for answer in ANSWERS}
    answer = words.get(request.args.get("state", ""), RegistrationState.CONFIRMED)
    meant = _probably_meant(sent) if sent else ""
    return render_template(
        "public/registration/received.html",
        event=load_event(slug),
        state=sent.answer if sent else answer,
        sent=sent,
        meant=meant,
        form=form or AddressCorrectionForm(data={"email": meant}),
        refusal=refusal,
    )


def _probably_meant(sent: Remembered) -> str:
    listed = directory().organisations
    own = next(
        (organisation for organisation in listed if organisation.id == sent.organisation_id), None
    )
    lineage = own.lineage if own else ()
    return suggest_address(
        sent.email, [organisation for organisation in listed if organisation.id in lineage]
    )


def _page(event: Event, form: RegistrationForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "public/registration/new.html",
        event=event,
        form=form,
        refusal=refusal,
        needs_kept_until=care_need.deletion_date(event),
        notice_version=NOTICE_VERSION,
    )

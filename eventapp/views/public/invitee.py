"""What somebody who was invited sees by their personal link: yes, no or later.

The page shows their own answer and nothing of anybody's registration. A link that was withdrawn is
answered as one that never was.
"""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.desk.invitee.answer import (
    answer_invitation,
    list_later_days,
    register_invited,
)
from eventapp.domain.desk.invitee.link import find_by_token, may_answer
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.domain.registration import care_need
from eventapp.extensions import db
from eventapp.forms.fields import OTHER, hidden_number
from eventapp.forms.registration.invitee import RefusedInvitationForm
from eventapp.forms.registration.registration import NOTICE_VERSION, RegistrationForm
from eventapp.i18n import _, current_language
from eventapp.models import Invitee, InviteeAnswer
from eventapp.views.attempt import attempt
from eventapp.views.cache.form_cache import directory, form_of
from eventapp.views.guards import limit_floods, visitor
from eventapp.views.public import sent_form

bp = Blueprint("invitee", __name__, url_prefix="/invited/<token>")


@bp.get("")
@visitor(Action.ANSWER_INVITATION)
def show(token: str) -> ResponseReturnValue:
    """The invitation, and the answer so far; opening it changes nothing."""
    return _page(_load(token), token)


@bp.post("")
@visitor(Action.ANSWER_INVITATION)
def create(token: str) -> ResponseReturnValue:
    """Answer yes, which leads to the registration form, or ask to be reminded."""
    invitee, wanted = _load(token), request.form.get("answer", "")
    if wanted not in {InviteeAnswer.YES, InviteeAnswer.LATER}:
        return _page(invitee, token), 422
    days = hidden_number(request.form.get("days"))
    with attempt() as tried:
        answer_invitation(invitee, InviteeAnswer(wanted), days=days, now=utcnow())
    if tried.refusal:
        return _page(_load(token), token, refusal=tried.refusal), 409
    if wanted == InviteeAnswer.YES:
        return redirect(url_for(".new_registration", token=token), 303)
    flash(_("Thank you. We will remind you."), "good")
    return redirect(url_for(".show", token=token), 303)


@bp.post("/refusal")
@visitor(Action.ANSWER_INVITATION)
def create_refusal(token: str) -> ResponseReturnValue:
    """Answer no, with a reason if they want to say."""
    invitee, form = _load(token), RefusedInvitationForm()
    if not form.validate_on_submit():
        return _page(invitee, token, form), 422
    with attempt() as tried:
        reason = form.reason.data or ""
        answer_invitation(invitee, InviteeAnswer.NO, reason=reason, now=utcnow())
    if tried.refusal:
        return _page(_load(token), token, form, tried.refusal), 409
    flash(_("Thank you for telling us. You can change your answer here."), "good")
    return redirect(url_for(".show", token=token), 303)


@bp.get("/registration")
@visitor(Action.ANSWER_INVITATION)
def new_registration(token: str) -> ResponseReturnValue:
    """The event's form, with what we know filled in."""
    invitee = _load(token)
    if not may_answer(invitee.event, now=utcnow()):
        return _page(invitee, token)
    form = form_of(invitee.event.slug, current_language())(data=_known(invitee))
    return _form_page(invitee, token, form)


@bp.post("/registration")
@visitor(Action.ANSWER_INVITATION)
@limit_floods()
def create_registration(token: str) -> ResponseReturnValue:
    """Register as the public form does, and note that the invitation led to it."""
    with transactions.reading(db.session):
        invitee = _load(token)
        slug = invitee.event.slug
        form = form_of(slug, current_language())()
        if not form.validate_on_submit():
            return _form_page(invitee, token, form), 422
        applicant = form.applicant(current_language())

    with attempt() as tried:
        reception = register_invited(slug, token, applicant, now=utcnow())
        code = sent_form.code_of(reception)
    if tried.refusal:
        with transactions.reading(db.session):
            return _form_page(_load(token), token, form, tried.refusal), 409
    received = url_for("public.registration.received", slug=slug, state=reception.answer.value)
    return sent_form.remember(redirect(received, 303), slug, code, applicant, reception.answer)


def _load(token: str) -> Invitee:
    return find_by_token(token) or abort(404)


def _known(invitee: Invitee) -> dict[str, Any]:
    """What the form is filled in with."""
    organisation = invitee.organisation_name
    listed = directory().find(organisation) if organisation else None
    known = {"name": invitee.name, "email": invitee.email}
    if listed:
        return known | {"organisation": listed.code}
    return known | (
        {"organisation": OTHER, "other_organisation": organisation} if organisation else {}
    )


def _page(
    invitee: Invitee,
    token: str,
    form: RefusedInvitationForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    event, now = invitee.event, utcnow()
    if not may_answer(event, now=now):
        typed = form.reason.data if form else ""
        return render_template("public/invitee/closed.html", event=event, now=now, typed=typed)
    return render_template(
        "public/invitee/show.html",
        event=event,
        invitee=invitee,
        token=token,
        form=form or RefusedInvitationForm(data={"reason": invitee.reason}),
        refusal=refusal,
        later_days=list_later_days(event, now=now),
    )


def _form_page(
    invitee: Invitee, token: str, form: RegistrationForm, refusal: Refusal | None = None
) -> str:
    event = invitee.event
    return render_template(
        "public/invitee/new_registration.html",
        event=event,
        form=form,
        refusal=refusal,
        action=url_for(".create_registration", token=token),
        needs_kept_until=care_need.deletion_date(event),
        notice_version=NOTICE_VERSION,
    )

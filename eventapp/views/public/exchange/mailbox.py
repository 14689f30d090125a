"""What a shared mailbox answers by the link in its letter: GET shows, POST acts."""

from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.exchange import approval, contact, renewal
from eventapp.domain.exchange.experience import list_files
from eventapp.domain.exchange.mailbox_link import find_contact_by_token, find_experience_by_token
from eventapp.domain.permission import Action
from eventapp.forms.exchange.change import RequestedChangeForm
from eventapp.forms.exchange.listing import ReplyForm
from eventapp.i18n import _
from eventapp.models import Contact, Experience
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, visitor

bp = Blueprint("mailbox", __name__, url_prefix="/mailbox")
CARD, MESSAGE = "/experiences/<code>/<token>", "/contacts/<code>/<token>"


@bp.get(CARD)
@visitor(Action.ANSWER_FOR_MAILBOX)
def show(code: str, token: str) -> ResponseReturnValue:
    """The card, and what is asked of it now."""
    return _page(_load(code, token), token)


@bp.post(f"{CARD}/approval")
@visitor(Action.ANSWER_FOR_MAILBOX)
def create_approval(code: str, token: str) -> ResponseReturnValue:
    """The organisation's yes to the text that was read."""
    version = request.form.get("version", 0, int)

    def approve(experience: Experience) -> None:
        approval.approve_by_mailbox(experience, version=version, now=utcnow())

    return _do(code, token, approve, _("Thank you. Your organisation has approved the text."))


@bp.post(f"{CARD}/change")
@visitor(Action.ANSWER_FOR_MAILBOX)
def create_change(code: str, token: str) -> ResponseReturnValue:
    """Send it back with the change that is asked for."""
    form, version = RequestedChangeForm(), request.form.get("version", 0, int)
    if not form.validate_on_submit():
        return _page(_load(code, token), token, form), 422

    def ask(experience: Experience) -> None:
        approval.ask_for_change_by_mailbox(
            experience, form.change.data, version=version, now=utcnow()
        )

    message = _("Sent. The editor will change the text and ask you again.")
    return _do(code, token, ask, message, form)


@bp.post(f"{CARD}/renewal")
@visitor(Action.ANSWER_FOR_MAILBOX)
def create_renewal(code: str, token: str) -> ResponseReturnValue:
    """It still holds."""
    message = _("Thank you. It stands for another year.")
    return _do(code, token, lambda card: renewal.renew(card, now=utcnow()), message)


@bp.post(f"{CARD}/retirement")
@visitor(Action.ANSWER_FOR_MAILBOX)
def create_retirement(code: str, token: str) -> ResponseReturnValue:
    """It holds no longer."""
    message = _("It is retired. Nobody finds it any more.")
    return _do(code, token, lambda card: renewal.retire(card, now=utcnow()), message)


@bp.post(f"{CARD}/undoing")
@visitor(Action.ANSWER_FOR_MAILBOX)
def create_undoing(code: str, token: str) -> ResponseReturnValue:
    """It holds after all."""
    message = _("Undone. It is published again.")
    return _do(code, token, lambda card: renewal.undo_retirement(card, now=utcnow()), message)


@bp.get(MESSAGE)
@visitor(Action.ANSWER_FOR_MAILBOX)
def show_contact(code: str, token: str) -> ResponseReturnValue:
    """What somebody writes about the card."""
    return _contact_page(_load_contact(code, token), token)


@bp.post(f"{MESSAGE}/acceptance")
@visitor(Action.ANSWER_FOR_MAILBOX)
def create_acceptance(code: str, token: str) -> ResponseReturnValue:
    """Pass on to each other a function and a shared mailbox."""
    form = ReplyForm()
    if not form.validate_on_submit():
        return _contact_page(_load_contact(code, token), token, form), 422
    return _answer(code, token, form.reply(), form)


@bp.post(f"{MESSAGE}/refusal")
@visitor(Action.ANSWER_FOR_MAILBOX)
def create_refusal(code: str, token: str) -> ResponseReturnValue:
    """Decline; nothing is passed on."""
    require_confirmation()
    return _answer(code, token, None)


def _do(
    code: str,
    token: str,
    verb: Callable[[Experience], None],
    message: str,
    form: RequestedChangeForm | None = None,
) -> ResponseReturnValue:
    experience = _load(code, token)
    if form is None:
        require_confirmation()
    with attempt() as tried:
        verb(experience)
    if tried.refusal:
        return _page(_load(code, token), token, form, tried.refusal), 409
    flash(message, "good")
    return redirect(url_for(".show", code=code, token=token), 303)


def _answer(
    code: str, token: str, reply: contact.ContactReply | None, form: ReplyForm | None = None
) -> ResponseReturnValue:
    message = _load_contact(code, token)
    with attempt() as tried:
        contact.answer(message, reply, None, now=utcnow())
    if tried.refusal:
        return _contact_page(_load_contact(code, token), token, form, tried.refusal), 409
    return redirect(url_for(".show_contact", code=code, token=token), 303)


def _load(code: str, token: str) -> Experience:
    return find_experience_by_token(code, token) or abort(404)


def _load_contact(code: str, token: str) -> Contact:
    return find_contact_by_token(code, token) or abort(404)


def _page(
    experience: Experience,
    token: str,
    form: RequestedChangeForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "public/mailbox/show.html",
        experience=experience,
        token=token,
        files=list_files(experience),
        form=form or RequestedChangeForm(formdata=None),
        refusal=refusal,
        may_undo=renewal.may_undo_retirement(experience, now=utcnow()),
    )


def _contact_page(
    message: Contact,
    token: str,
    form: ReplyForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    suggested = asdict(contact.suggested_reply(message))
    return render_template(
        "public/mailbox/show_contact.html",
        contact=message,
        token=token,
        form=form or ReplyForm(formdata=None, data=suggested),
        sent=form is not None,
        refusal=refusal,
    )

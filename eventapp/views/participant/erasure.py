"""Deleting one's own data: asked on the personal page, confirmed by a letter."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from eventapp.clock import utcnow
from eventapp.domain.desk import own_erasure
from eventapp.domain.desk.person_change import AlreadyErased, is_past
from eventapp.domain.errors import Refusal
from eventapp.domain.permission import Action
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.models import Registration
from eventapp.views.attempt import attempt
from eventapp.views.erasures import finish_erasure
from eventapp.views.guards import participant, require_confirmation

bp = Blueprint("erasure", __name__)


@bp.errorhandler(NotFound)
def spent(_error: NotFound) -> ResponseReturnValue:
    """Say that it is done, or that the link is wrong: to whoever pressed twice, and to strangers.

    The page is the same for both, so that it confirms nobody's registration.
    """
    return render_template("participant/erasure/spent.html"), 404


@bp.get("/<token>/erasure/new")
@participant(Action.SEE_OWN_REGISTRATION)
def new(registration: Registration, token: str) -> ResponseReturnValue:
    """Say what would go and what stays, and offer the letter that confirms."""
    return _page(registration, token)


@bp.post("/<token>/erasure")
@participant(Action.CHANGE_OWN_REGISTRATION)
def create(registration: Registration, token: str) -> ResponseReturnValue:
    """Send the letter."""
    require_confirmation()
    with attempt() as tried:
        own_erasure.request_erasure(registration, now=utcnow())
    _refuse_erased(tried.refusal)
    if tried.refusal:
        return _page(registration, token, refusal=tried.refusal), 409
    return _page(registration, token, sent=True)


@bp.get("/<token>/erasure/<confirmation>")
@participant(Action.SEE_OWN_REGISTRATION)
def edit(registration: Registration, token: str, confirmation: str) -> ResponseReturnValue:
    """The letter's link: the last question."""
    _refuse_stranger(registration, confirmation)
    return _page(registration, token, confirmation=confirmation)


@bp.post("/<token>/erasure/<confirmation>")
@participant(Action.CHANGE_OWN_REGISTRATION)
def destroy(registration: Registration, token: str, confirmation: str) -> ResponseReturnValue:
    """Erase the person; the personal link works no more."""
    _refuse_stranger(registration, confirmation)
    require_confirmation()
    with attempt() as tried:
        own_erasure.erase_own(registration, confirmation, now=utcnow())
    _refuse_erased(tried.refusal)
    if tried.refusal:
        return _page(registration, token, refusal=tried.refusal), 409
    finish_erasure()
    return render_template("participant/erasure/destroy.html")


def _refuse_stranger(registration: Registration, confirmation: str) -> None:
    if not own_erasure.is_confirmation(registration, confirmation, now=utcnow()):
        abort(404)


def _refuse_erased(refusal: Refusal | None) -> None:
    """Answer whoever pressed a second time while the first was at work as all who come later."""
    if isinstance(refusal, AlreadyErased):
        abort(404)


def _page(
    registration: Registration,
    token: str,
    *,
    confirmation: str = "",
    sent: bool = False,
    refusal: Refusal | None = None,
) -> str:
    try:
        plan = own_erasure.plan_own_erasure(registration, now=utcnow())
    except AlreadyErased:
        abort(404)
    return render_template(
        "participant/erasure/new.html",
        registration=registration,
        event=registration.event,
        token=token,
        confirmation=confirmation,
        sent=sent,
        refusal=refusal,
        form=ConfirmationForm(),
        may_erase=is_past(registration, now=utcnow()),
        plan=plan,
    )

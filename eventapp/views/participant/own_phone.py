"""Letting one's own phone lead home, and letting it forget."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.domain.permission import Action
from eventapp.forms.registration.own_phone import OwnPhoneForm
from eventapp.i18n import _
from eventapp.models import Registration
from eventapp.views import phone_cookie
from eventapp.views.guards import participant

bp = Blueprint("own_phone", __name__)


@bp.post("/<token>/phone")
@participant(Action.SEE_OWN_REGISTRATION)
def update(registration: Registration, token: str) -> ResponseReturnValue:
    """Remember on this phone, or forget. Nothing is stored but on the phone."""
    form, now = OwnPhoneForm(), utcnow()
    if not form.validate_on_submit():
        abort(400)
    back = redirect(f"{url_for('participant.registration.show', token=token)}#phone", 303)
    if not form.remembers:
        phone_cookie.forget(back)
        flash(_("Forgotten. This phone leads to your registration no more."), "good")
    elif now < registration.event.ends_at:
        phone_cookie.remember(back, registration, now=now)
        flash(_("“My registration” leads here now, on this phone."), "good")
    else:
        flash(_("The event is over, so this phone is not remembered. Keep your letter."), "care")
    return back

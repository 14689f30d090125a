"""The cookie by which a person's own phone leads home; set only where somebody asked for it."""

from datetime import datetime

from flask import current_app, request
from werkzeug.wrappers import Response as BaseResponse

from eventapp.domain.registration.own_schedule.own_phone import find_by_sign, phone_sign
from eventapp.models import Registration

PATH = "/registrations"  # it goes to no other page


def remembered_registration(*, now: datetime) -> Registration | None:
    """The registration that this phone leads to; None where it leads nowhere."""
    sign = request.cookies.get(_name())
    return find_by_sign(sign, now=now) if sign else None


def remember(response: BaseResponse, registration: Registration, *, now: datetime) -> None:
    """Let this phone lead to the registration until the event is over."""
    response.set_cookie(
        _name(),
        phone_sign(registration),
        max_age=int((registration.event.ends_at - now).total_seconds()),
        path=PATH,
        secure=current_app.extensions["settings"].secure,
        httponly=True,
        samesite="Lax",  # a letter's link comes from another site
    )


def forget(response: BaseResponse) -> None:
    """Let this phone lead nowhere."""
    secure = current_app.extensions["settings"].secure
    response.delete_cookie(_name(), path=PATH, secure=secure, httponly=True, samesite="Lax")


def _name() -> str:
    name = "eventapp_phone"
    return f"__Secure-{name}" if current_app.extensions["settings"].secure else name

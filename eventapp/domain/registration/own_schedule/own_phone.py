"""A person's own phone: a sign that leads from it to the registration, until the event is over."""

import hmac
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.token import derive_token
from eventapp.extensions import db
from eventapp.models import Registration


def phone_sign(registration: Registration) -> str:
    """What the phone keeps. It opens nothing but the way to the personal page.

    It dies with the personal link, and with the event.
    """
    token = derive_token("own phone", registration.secret, registration.link_revision)
    return f"{registration.code}.{token}"


def find_by_sign(sign: str, *, now: datetime) -> Registration | None:
    """The registration that a phone keeps the sign of; None where it leads nowhere any more."""
    code = sign.partition(".")[0]
    registration = db.session.scalar(select(Registration).where(Registration.code == code))
    if registration is None or now >= registration.event.ends_at:
        return None
    known = hmac.compare_digest(phone_sign(registration).encode(), sign.encode())
    return registration if known else None

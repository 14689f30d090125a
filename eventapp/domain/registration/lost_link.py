"""Finding the way back: the personal links of an address, sent to that address alone."""

from datetime import datetime

from sqlalchemy import select

from eventapp.domain.registration.registration import send_link_again
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState

# An address with more coming events than these gets the nearest.
MOST_LINKS = 10


def send_links(email: str, *, now: datetime) -> None:
    """Promise a mail for each living registration of this address to an event not yet over.

    At most one an hour for each; whoever asks is answered alike. The caller commits.
    """
    registrations = db.session.scalars(
        select(Registration)
        .join(Registration.event)
        .where(
            Registration.email == email,
            Registration.state != RegistrationState.CANCELLED,
            Event.ends_at > now,
        )
        .order_by(Event.starts_at)
        .limit(MOST_LINKS)
    )
    for registration in registrations:
        send_link_again(registration, now=now)

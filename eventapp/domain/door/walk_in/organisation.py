"""The organisations that people at an event come from, as a phone at a door offers them."""

from sqlalchemy import func, select

from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState

ORGANISATIONS_MAX = 400


def list_organisations(event: Event) -> list[str]:
    """The names, in order; of very many those with most people."""
    name = Registration.organisation_name
    which = (
        select(name)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.CONFIRMED,
            name != "",
        )
        .group_by(name)
        .order_by(func.count().desc(), name)
        .limit(ORGANISATIONS_MAX)
    )
    return sorted(db.session.scalars(which), key=str.casefold)

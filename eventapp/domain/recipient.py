"""Registrations as their letters need them: with event, tickets and sessions, read at once."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.extensions import db
from eventapp.models import Registration, SessionChoice


def find_recipient(registration_id: int) -> Registration | None:
    """The registration with this id and everything that its letters need, in three queries."""
    return db.session.get(
        Registration,
        registration_id,
        options=[
            joinedload(Registration.event),
            selectinload(Registration.tickets),
            selectinload(Registration.choices).joinedload(SessionChoice.session),
        ],
    )


def list_recipients(registration_ids: Collection[int]) -> dict[int, Registration]:
    """The registrations with these ids, each with its event, in one query."""
    registrations = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(registration_ids))
        .options(joinedload(Registration.event))
    )
    return {registration.id: registration for registration in registrations}

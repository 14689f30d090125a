"""Registrations as their letters need them: with event, tickets and sessions, read at once."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from eventapp.extensions import db
from eventapp.models import Registration, SessionChoice

# Everything that a registration's letters need.
_WITH_ALL = (
    joinedload(Registration.event),
    selectinload(Registration.tickets),
    selectinload(Registration.choices).joinedload(SessionChoice.session),
)


def find_recipient(registration_id: int) -> Registration | None:
    """The registration with this id and everything that its letters need, in three queries."""
    return db.session.get(Registration, registration_id, options=_WITH_ALL)


def list_recipients(registration_ids: Collection[int]) -> dict[int, Registration]:
    """The registrations with these ids, each with its event and sessions, in two queries."""
    choices = selectinload(Registration.choices).joinedload(SessionChoice.session)
    return _list(registration_ids, joinedload(Registration.event), choices)


def read_ahead(registration_ids: Collection[int]) -> dict[int, Registration]:
    """The same with everything that their letters need, in three queries.

    As long as they are held, `find_recipient` asks for nothing more.
    """
    return _list(registration_ids, *_WITH_ALL)


def _list(registration_ids: Collection[int], *options: ExecutableOption) -> dict[int, Registration]:
    if not registration_ids:
        return {}
    registrations = db.session.scalars(
        select(Registration).where(Registration.id.in_(registration_ids)).options(*options)
    )
    return {registration.id: registration for registration in registrations}

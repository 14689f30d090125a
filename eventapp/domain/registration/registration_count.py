"""How many are registered: read from counts that the database keeps, and checked against them all.

Triggers change a count together with its registrations (docs/decisions/0011-counts-by-triggers.md).
Here they are read, compared with what is counted anew, and repaired.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
)

from eventapp.domain.locking import lock_event_by_slug
from eventapp.extensions import db
from eventapp.models import NOBODY, Event, Registration, RegistrationCount, RegistrationState

# Written out: a parameter would be another one in GROUP BY.
_NOBODY: ColumnElement[int] = literal_column(str(NOBODY))
_KEY = (
    RegistrationCount.event_id,
    RegistrationCount.state,
    RegistrationCount.organisation_id,
    RegistrationCount.organisation_name,
    RegistrationCount.delegation_id,
)
DELEGATION = func.nullif(RegistrationCount.delegation_id, _NOBODY)
ORGANISATION = func.nullif(RegistrationCount.organisation_id, _NOBODY)


def select_counts(event_ids: Collection[int], *columns: Any) -> Select[Any]:
    """A query for these columns of counts, and how many people each combination has."""
    return (
        select(*columns, func.sum(RegistrationCount.people))
        .where(RegistrationCount.event_id.in_(event_ids))
        .group_by(*columns)
    )


def count_by_state(event: Event) -> dict[RegistrationState, int]:
    """Count the registrations in each state; states without any are left out."""
    rows: Iterable[Any] = db.session.execute(select_counts([event.id], RegistrationCount.state))
    return {row[0]: int(row[1]) for row in rows}


def count_people(event: Event) -> int:
    """Count all registrations, whatever their state."""
    return sum(count_by_state(event).values())


def list_miscounted() -> list[str]:
    """The slugs of events whose counts are not what is counted anew; normally none."""
    stored = select(*_KEY, RegistrationCount.people)
    both = union_all(stored, _recount(-func.count())).subquery()
    key = [both.c[column.name] for column in _KEY]
    wrong = select(both.c.event_id).group_by(*key).having(func.sum(both.c.people) != 0)
    slugs = select(Event.slug).where(Event.id.in_(wrong)).order_by(Event.id)
    return list(db.session.scalars(slugs))


def repair_counts() -> list[str]:
    """Count anew the registrations of the events whose counts are wrong; return their slugs."""
    slugs = list_miscounted()
    for slug in slugs:
        recount(slug)
    return slugs


def recount(slug: str) -> None:
    """Count the event's registrations anew, under its lock."""
    locked = lock_event_by_slug(slug)
    if locked is None:
        return
    of_event = RegistrationCount.event_id == locked.event.id
    db.session.execute(delete(RegistrationCount).where(of_event))
    counted = _recount(func.count()).where(Registration.event_id == locked.event.id)
    names = [*_KEY, RegistrationCount.people]
    db.session.execute(insert(RegistrationCount).from_select(names, counted))


def _recount(people: ColumnElement[int]) -> Select[Any]:
    """The counts as the registrations say they should be."""
    key: list[Any] = [
        Registration.event_id,
        Registration.state,
        func.coalesce(Registration.organisation_id, _NOBODY),
        Registration.organisation_name,
        func.coalesce(Registration.delegation_id, _NOBODY),
    ]
    return select(*key, people).group_by(*key)

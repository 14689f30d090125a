"""Marks of possible doubles, compared with who shares a name or an address, and put right.

Triggers set them (docs/decisions/0011-counts-by-triggers.md). One too many is only old, and does no
harm; one that is missing hides two from whoever looks for doubles.
"""

from typing import Any

from sqlalchemy import and_, func, insert, literal, select, union_all

from eventapp.domain.locking import lock_event_by_slug
from eventapp.extensions import db
from eventapp.models import DoubleReason, Event, PossibleDouble, Registration

SHARED = {
    DoubleReason.SAME_ADDRESS: Registration.email,
    DoubleReason.SAME_NAME: Registration.sort_name,
}


def list_badly_marked() -> list[str]:
    """The slugs of events in which a mark is missing; normally none."""
    unmarked = union_all(*(_unmarked(reason) for reason in SHARED)).subquery()
    slugs = select(Event.slug).where(Event.id.in_(select(unmarked.c.event_id))).order_by(Event.id)
    return list(db.session.scalars(slugs))


def mark_anew(slug: str) -> None:
    """Set the marks that the event lacks, under its lock."""
    locked = lock_event_by_slug(slug)
    if locked is None:
        return
    names = [PossibleDouble.event_id, PossibleDouble.reason, PossibleDouble.registration_id]
    for reason in SHARED:
        missing = _unmarked(reason).where(Registration.event_id == locked.event.id)
        db.session.execute(insert(PossibleDouble).from_select(names, missing))


def _unmarked(reason: DoubleReason) -> Any:
    """Who shares this with another of the event and is not marked for it."""
    column = SHARED[reason]
    shared = (
        select(Registration.event_id.label("event_id"), column.label("shared"))
        .group_by(Registration.event_id, column)
        .having(func.count() > 1)
        .subquery()
    )
    mark = and_(
        PossibleDouble.event_id == Registration.event_id,
        PossibleDouble.reason == reason,
        PossibleDouble.registration_id == Registration.id,
    )
    return (
        select(Registration.event_id, literal(reason.value), Registration.id)
        .join(shared, and_(shared.c.event_id == Registration.event_id, shared.c.shared == column))
        .outerjoin(PossibleDouble, mark)
        .where(PossibleDouble.registration_id.is_(None))
    )

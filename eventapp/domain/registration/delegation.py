"""Delegations as their coordinators reach them: by code, for their own organisations only."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.extensions import db
from eventapp.models import Delegation, Event, EventState


def find_own_delegation(code: str, organisations: Collection[int]) -> Delegation | None:
    """Find the delegation of this code if it belongs to one of these organisations.

    Delegations of draft events are not found.
    """
    return db.session.scalar(
        select(Delegation)
        .join(Delegation.event)
        .where(
            Delegation.code == code,
            Delegation.organisation_id.in_(organisations),
            Event.state != EventState.DRAFT,
        )
        .options(contains_eager(Delegation.event), joinedload(Delegation.organisation))
    )

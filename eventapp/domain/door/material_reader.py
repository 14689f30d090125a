"""Who asks for materials: with a place or not, there or not, and of which organisations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.door.attendance import list_came
from eventapp.domain.door.organisation_proof import has_limited_materials, proven_lineage
from eventapp.domain.schedule.materials.access import (
    VISITOR,
    MaterialReader,
    ShownMaterial,
    list_shown,
)
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    Event,
    Organisation,
    Registration,
    RegistrationState,
)


def reader_of(registration: Registration) -> MaterialReader:
    """What the holder of a personal link is; without a confirmed place no more than a visitor."""
    if registration.state is not RegistrationState.CONFIRMED:
        return VISITOR
    return MaterialReader(
        seated=True,
        came=bool(list_came([registration.id])),
        organisations=_proven_organisations(registration),
    )


def list_own_materials(registration: Registration, *, now: datetime) -> list[ShownMaterial]:
    """What the personal page shows; nothing without a confirmed place."""
    if registration.state is not RegistrationState.CONFIRMED:
        return []
    return list_shown(registration.event, reader_of(registration), now=now)


def reader_of_delegation(delegation: Delegation) -> MaterialReader:
    """What a delegation is: seated with one of its people, there if one of them came."""
    ids = db.session.scalars(
        select(Registration.id).where(
            Registration.delegation_id == delegation.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
    ).all()
    return MaterialReader(
        seated=bool(ids),
        came=bool(list_came(ids)),
        organisations=_with_parents(delegation.organisation),
    )


def list_choosable_organisations(event: Event) -> Sequence[Organisation]:
    """The organisations that a material may be for: with a delegation, or with people here."""
    invited = select(Delegation.organisation_id).where(Delegation.event_id == event.id)
    present = select(Registration.organisation_id).where(
        Registration.event_id == event.id, Registration.organisation_id.is_not(None)
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(invited) | Organisation.id.in_(present))
        .order_by(Organisation.name)
    ).all()


def _proven_organisations(registration: Registration) -> frozenset[int]:
    """Those that it is proven to come from; looked up only where a material is for certain ones."""
    if registration.organisation_id is None or not has_limited_materials(registration.event_id):
        return frozenset()
    return proven_lineage(registration)


def _with_parents(organisation: Organisation | None) -> frozenset[int]:
    ids: set[int] = set()
    while organisation is not None and organisation.id not in ids:
        ids.add(organisation.id)
        organisation = organisation.parent
    return frozenset(ids)

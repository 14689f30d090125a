"""Organisations, and people who work there."""

from itertools import count

from eventapp.domain.registration.registration import Affiliation
from eventapp.extensions import db
from eventapp.models import Organisation, OrganisationKind

_numbers = count(1)


def an_organisation(
    name: str = "",
    *,
    kind: OrganisationKind = OrganisationKind.MUNICIPALITY,
    parent: Organisation | None = None,
    also_known_as: str = "",
    short_name: str = "",
    size_class: str = "",
) -> Organisation:
    """One organisation of the directory."""
    number = next(_numbers)
    organisation = Organisation(
        code=f"o-{number}",
        kind=kind,
        name=name or f"Exempelstad {number}",
        short_name=short_name,
        size_class=size_class,
        also_known_as=also_known_as,
        parent=parent,
    )
    db.session.add(organisation)
    db.session.flush()
    return organisation


def an_affiliation(organisation: Organisation | None) -> Affiliation:
    """Someone's place of work, with what it is a part of."""
    if organisation is None:
        return Affiliation("Föreningen Exempel")
    lineage = []
    above: Organisation | None = organisation
    while above is not None:
        lineage.append(above.id)
        above = above.parent
    return Affiliation(organisation.name, organisation.id, tuple(lineage))

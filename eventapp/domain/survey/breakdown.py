"""Which group of the results a registration belongs to: its municipality, region or agency."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from eventapp.domain.people.folding import fold
from eventapp.extensions import db
from eventapp.models import (
    Choice,
    Organisation,
    OrganisationKind,
    Registration,
    RegistrationState,
)

# Parts of an organisation and groups of organisations: people answer for the level between.
NOT_GROUPS = {OrganisationKind.ADMINISTRATION, OrganisationKind.GROUP}


@dataclass(frozen=True, slots=True)
class _Listed:
    code: str
    kind: OrganisationKind
    label: str
    parent_id: int | None


def choices_for(event_id: int) -> list[Choice]:
    """One choice for each organisation that takes part in the event, by name."""
    organisations = _organisations()
    ids = db.session.scalars(
        select(Registration.organisation_id)
        .where(
            Registration.event_id == event_id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.organisation_id.is_not(None),
        )
        .distinct()
    )
    labels = {top.code: top.label for number in ids if (top := _top(number, organisations))}
    return [
        Choice(code=code, label=label, organisation=code)
        for code, label in sorted(labels.items(), key=lambda item: fold(item[1]))
    ]


def groups_of(registration_ids: Sequence[int]) -> list[str]:
    """The group of each registration that has one, in no particular order."""
    organisations = _organisations()
    ids = db.session.scalars(
        select(Registration.organisation_id).where(Registration.id.in_(registration_ids))
    )
    return [top.code for number in ids if (top := _top(number, organisations))]


def list_groups() -> dict[str, tuple[str, str]]:
    """By the code of each organisation, the code and the name of the group that it belongs to."""
    organisations = _organisations()
    tops = {row.code: _top(number, organisations) for number, row in organisations.items()}
    return {code: (top.code, top.label) for code, top in tops.items() if top}


def group_of(organisation: Organisation) -> tuple[str, str] | None:
    """Code and name of the group that this organisation's people belong to, if to any."""
    top: Organisation | None = organisation
    while top and top.kind in NOT_GROUPS:
        top = top.parent
    return (top.code, top.short_name or top.name) if top else None


def find_group_name(code: str) -> str:
    """The name of the group of this code; empty where there is none."""
    names = (listed.label for listed in _organisations().values() if listed.code == code)
    return next(names, "")


def _organisations() -> dict[int, _Listed]:
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.code,
            Organisation.kind,
            Organisation.short_name,
            Organisation.name,
            Organisation.parent_id,
        )
    )
    return {
        row.id: _Listed(row.code, row.kind, row.short_name or row.name, row.parent_id)
        for row in rows
    }


def _top(organisation_id: int | None, organisations: dict[int, _Listed]) -> _Listed | None:
    """The nearest ancestor, or itself, that is a group of the results."""
    for listed in _lineage(organisation_id, organisations):
        if listed.kind not in NOT_GROUPS:
            return listed
    return None


def _lineage(organisation_id: int | None, organisations: dict[int, _Listed]) -> Iterable[_Listed]:
    current = organisations.get(organisation_id or 0)
    while current:
        yield current
        current = organisations.get(current.parent_id or 0)

"""Finding an organisation by code or by any of its names, and knowing what it is a part of."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select

from eventapp.domain.people.folding import fold
from eventapp.extensions import db
from eventapp.models import Organisation, OrganisationKind


@dataclass(frozen=True, slots=True)
class ListedOrganisation:
    """An organisation as a form lists it; `lineage` is its own id, then each parent's."""

    id: int
    code: str
    kind: OrganisationKind
    name: str
    also_known_as: str
    short_name: str
    lineage: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Every organisation one may belong to, in Swedish alphabetical order."""

    organisations: tuple[ListedOrganisation, ...]
    _by_name: dict[str, ListedOrganisation] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        # The full name is written last, so that it wins where another's short name is the same.
        for organisation in self.organisations:
            for name in (organisation.short_name, organisation.also_known_as):
                if name:
                    self._by_name.setdefault(fold(name), organisation)
        for organisation in self.organisations:
            self._by_name[fold(organisation.name)] = organisation
            self._by_name[fold(organisation.code)] = organisation

    def find(self, text: str) -> ListedOrganisation | None:
        """The organisation with this code or name, whatever its letters' case and accents."""
        return self._by_name.get(fold(text))

    def of_kind(self, kind: OrganisationKind) -> Iterator[ListedOrganisation]:
        """Those of one kind, in order."""
        return (each for each in self.organisations if each.kind is kind)


def directory_revision() -> tuple[int, int]:
    """A value that changes whenever the directory does."""
    count, versions = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Organisation.version), 0))
    ).one()
    return int(count), int(versions)


def load_directory() -> Directory:
    """Read every organisation (some hundreds) in one query. Groups have seats, not people."""
    rows = db.session.scalars(select(Organisation)).all()
    parents = {row.id: row.parent_id for row in rows}
    listed = [
        ListedOrganisation(
            id=row.id,
            code=row.code,
            kind=row.kind,
            name=row.name,
            also_known_as=row.also_known_as,
            short_name=row.short_name,
            lineage=tuple(_lineage(row.id, parents)),
        )
        for row in rows
        if row.kind is not OrganisationKind.GROUP
    ]
    return Directory(tuple(sorted(listed, key=lambda each: swedish_order(each.name))))


def top_of_trees(ids: Collection[int]) -> dict[int, int]:
    """The organisation at the top of each one's tree, by id: the municipality of a district."""
    if not ids:
        return {}
    rows = db.session.execute(select(Organisation.id, Organisation.parent_id)).all()
    parents = {row[0]: row[1] for row in rows}
    return {id_: list(_lineage(id_, parents))[-1] for id_ in ids if id_ in parents}


def list_holders() -> list[tuple[int, str, str]]:
    """Id, code and name of all that may have seats, groups too, in Swedish alphabetical order."""
    rows = db.session.execute(select(Organisation.id, Organisation.code, Organisation.name))
    return sorted(
        ((row[0], row[1], row[2]) for row in rows), key=lambda each: swedish_order(each[2])
    )


def list_by_ids(ids: Collection[int]) -> list[Organisation]:
    """These organisations, in Swedish alphabetical order."""
    organisations = db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return sorted(organisations, key=lambda each: swedish_order(each.name))


def _lineage(organisation_id: int, parents: dict[int, int | None]) -> Iterator[int]:
    current: int | None = organisation_id
    while current is not None:
        yield current
        current = parents.get(current)


def swedish_order(name: str) -> str:
    """What names are sorted by: å, ä and ö last, in that order; other accents as plain letters."""
    return "".join(
        {"å": "{", "ä": "|", "ö": "}"}.get(letter, fold(letter) or letter)
        for letter in name.casefold()
    )

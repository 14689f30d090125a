"""Finding an organisation by code or by any of its names, and knowing what it is a part of."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain.people.folding import REMEMBERED_BELOW, fold
from eventapp.extensions import db
from eventapp.models import (
    Organisation,
    OrganisationDirectory,
    OrganisationKind,
    OrganisationMerge,
)

DIRECTORY_ID = 1


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
    mailbox: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """Every organisation one may belong to, in Swedish alphabetical order.

    `ended` are those that nobody is offered any more. `merged` leads from the folded names and
    texts of what was merged to the id of what was kept.
    """

    organisations: tuple[ListedOrganisation, ...]
    ended: tuple[ListedOrganisation, ...] = ()
    merged: Mapping[str, int] = field(default_factory=dict)
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
        by_id = {organisation.id: organisation for organisation in self.organisations}
        for name, target in self.merged.items():
            if target in by_id:
                self._by_name.setdefault(name, by_id[target])

    def find(self, text: str) -> ListedOrganisation | None:
        """The organisation with this code or name, whatever its letters' case and accents."""
        return self._by_name.get(fold(text))

    def parts_of(self, organisation_id: int) -> list[int]:
        """The ids of the organisation and all below it, ended ones too."""
        every = (*self.organisations, *self.ended)
        return [
            organisation_id,
            *(organisation.id for organisation in every if organisation_id in organisation.lineage),
        ]

    def of_kind(self, kind: OrganisationKind) -> Iterator[ListedOrganisation]:
        """Those of one kind, in order."""
        return (organisation for organisation in self.organisations if organisation.kind is kind)


def directory_revision(*, on: date = date.max) -> tuple[int, int, int, date]:
    """A value that changes whenever the directory does.

    Adding and editing raise the number of rows and the sum of their versions. What takes a row
    away, which another could then make up for, raises the directory's own revision. On another
    day others may have ended.
    """
    raised = select(func.coalesce(func.sum(OrganisationDirectory.revision), 0)).scalar_subquery()
    count, versions, revision = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Organisation.version), 0), raised)
    ).one()
    return int(revision), int(count), int(versions), on


def lock_directory() -> OrganisationDirectory:
    """Let nobody else change the directory until this transaction ends, and raise its revision.

    Taken after the locks of events. Everything read before is read again.
    """
    db.session.flush()
    db.session.expire_all()
    locked = select(OrganisationDirectory).with_for_update()
    directory = db.session.scalar(locked)
    if directory is None:
        _add_directory()
        directory = db.session.scalars(locked).one()
    directory.revision += 1
    return directory


def _add_directory() -> None:
    try:
        with db.session.begin_nested():
            db.session.add(OrganisationDirectory(id=DIRECTORY_ID))
    except IntegrityError:
        db.session.expire_all()  # another's is there now


def load_directory(*, on: date = date.max) -> Directory:
    """Read every organisation (some hundreds) in two queries. Groups have seats, not people.

    What has ended by that day is not offered; without a day, what is to end some day neither.
    """
    rows = db.session.scalars(select(Organisation)).all()
    parents = {row.id: row.parent_id for row in rows}
    current: list[ListedOrganisation] = []
    ended: list[ListedOrganisation] = []
    for row in rows:
        if row.kind is not OrganisationKind.GROUP:
            (ended if row.ended(on) else current).append(_listed(row, parents))
    return Directory(_in_order(current), _in_order(ended), _merged_names(rows))


def _listed(row: Organisation, parents: Mapping[int, int | None]) -> ListedOrganisation:
    return ListedOrganisation(
        id=row.id,
        code=row.code,
        kind=row.kind,
        name=row.name,
        also_known_as=row.also_known_as,
        short_name=row.short_name,
        lineage=tuple(lineage(row.id, parents)),
        mailbox=row.mailbox,
    )


def _in_order(listed: Iterable[ListedOrganisation]) -> tuple[ListedOrganisation, ...]:
    return tuple(sorted(listed, key=lambda organisation: swedish_order(organisation.name)))


def _merged_names(rows: Iterable[Organisation]) -> dict[str, int]:
    """From the folded names of what was merged to the id of what was kept in the end."""
    merges = db.session.execute(
        select(
            OrganisationMerge.source_id, OrganisationMerge.folded_text, OrganisationMerge.target_id
        )
        .where(OrganisationMerge.undone_at.is_(None))
        .order_by(OrganisationMerge.id)
    ).all()
    targets = {source: target for source, _text, target in merges if source is not None}
    by_id = {row.id: row for row in rows}
    names: dict[str, int] = {}
    for source, text, target in merges:
        survivor = list(lineage(target, targets))[-1]
        gone = by_id.get(source or 0)
        for name in (gone.code, gone.name, gone.also_known_as, gone.short_name) if gone else [text]:
            if name:
                names.setdefault(fold(name), survivor)
    return names


def top_of_trees(ids: Collection[int]) -> dict[int, int]:
    """The organisation at the top of each one's tree, by id: the municipality of a district."""
    if not ids:
        return {}
    rows = db.session.execute(select(Organisation.id, Organisation.parent_id)).all()
    parents = {row[0]: row[1] for row in rows}
    return {id_: list(lineage(id_, parents))[-1] for id_ in ids if id_ in parents}


def list_holders(*, on: date) -> list[tuple[int, str, str]]:
    """Id, code and name of all that may have seats on that day, in Swedish alphabetical order."""
    ended = Organisation.ended_on
    rows = db.session.execute(
        select(Organisation.id, Organisation.code, Organisation.name).where(
            or_(ended.is_(None), ended > on)
        )
    )
    return sorted(
        ((row[0], row[1], row[2]) for row in rows), key=lambda holder: swedish_order(holder[2])
    )


def list_by_ids(ids: Collection[int]) -> list[Organisation]:
    """These organisations, in Swedish alphabetical order."""
    organisations = db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return sorted(organisations, key=lambda organisation: swedish_order(organisation.name))


def lineage(organisation_id: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The id, then its parent's, and so on to the top."""
    current: int | None = organisation_id
    while current is not None:
        yield current
        current = parents.get(current)


class _SortedLetters(dict[int, str]):
    """What each letter is sorted as, filled as letters are met: long lists are sorted often."""

    def __missing__(self, number: int) -> str:
        letter = chr(number)
        sorted_as = fold(letter) or letter
        if number < REMEMBERED_BELOW:
            self[number] = sorted_as
        return sorted_as


_SORTED = _SortedLetters(str.maketrans({"å": "{", "ä": "|", "ö": "}"}))


def swedish_order(name: str) -> str:
    """What names are sorted by: å, ä and ö last, in that order; other accents as plain letters."""
    return name.casefold().translate(_SORTED)

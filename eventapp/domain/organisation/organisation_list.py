"""The organizer's list of organisations: as a tree, or what matches a search, a page at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select

from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.people.likeness import trigrams
from eventapp.domain.people.organisation import directory_revision, lineage, swedish_order
from eventapp.domain.revision_cache import RevisionCache
from eventapp.extensions import db
from eventapp.models import Organisation, OrganisationKind, Registration, RegistrationState

PAGE_SIZE = 50


class Use(StrEnum):
    """Whether organisations are in use."""

    IN_USE = "in-use"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """Words to find in any name or code, a kind, and whether it is in use."""

    words: str = ""
    kind: OrganisationKind | None = None
    use: Use = Use.IN_USE

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out but what has ended."""
        return bool(self.words.strip() or self.kind)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in the tree: `depth` is 0 at the top, `above` the names from the top down."""

    id: int
    code: str
    kind: OrganisationKind
    name: str
    short_name: str
    official_code: str
    ended_on: date | None
    depth: int
    above: tuple[str, ...]
    folded: str
    trigrams: frozenset[str]

    def ended(self, on: date) -> bool:
        """Whether it has ended by that day."""
        return self.ended_on is not None and self.ended_on <= on


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One page of the list, and how many people of each have registered, by id.

    `totals` are the matches of each kind, whichever kind is wanted.
    """

    rows: Sequence[OrganisationRow]
    page: Page
    people: Mapping[int, int]
    totals: Mapping[OrganisationKind, int]


_cache = RevisionCache[str, list[OrganisationRow]](1)


def list_organisations(sought: OrganisationFilter, *, page: int, today: date) -> OrganisationPage:
    """One page of the matches, each below what it is a part of. Two queries, three when changed."""
    rows = _tree()
    words = fold_query(sought.words)
    named = [
        row
        for row in rows
        if _is_wanted(row, sought.use, today) and all(word in row.folded for word in words)
    ]
    totals = Counter(row.kind for row in named)
    matches = [row for row in named if sought.kind is None or row.kind is sought.kind]
    shown = Page.of(len(matches), wanted=page, size=PAGE_SIZE)
    cut = shown.cut(matches)
    return OrganisationPage(cut, shown, _count_people([row.id for row in cut]), totals)


def find_organisation(code: str | None) -> Organisation | None:
    """The organisation of this code, ended or not."""
    if not code or "\0" in code:
        return None  # PostgreSQL takes no such text
    return db.session.scalar(select(Organisation).where(Organisation.code == code))


def list_choices(
    *, today: date, without: Iterable[int] = (), groups: bool = True
) -> list[tuple[str, str]]:
    """Code and name of those in use, in the order of the tree, those below with what is above."""
    left_out = set(without)
    return [
        (row.code, row.name if row.depth == 0 else f"{row.name} ({row.above[-1]})")
        for row in sorted(_tree(), key=lambda row: swedish_order(row.name))
        if not row.ended(today)
        and row.id not in left_out
        and (groups or row.kind is not OrganisationKind.GROUP)
    ]


def list_named(*, today: date) -> list[OrganisationRow]:
    """Those in use that people may belong to."""
    return [
        row for row in _tree() if not row.ended(today) and row.kind is not OrganisationKind.GROUP
    ]


def _tree() -> list[OrganisationRow]:
    return _cache.get("tree", directory_revision(), _read_tree)


def _read_tree() -> list[OrganisationRow]:
    organisations = db.session.scalars(select(Organisation)).all()
    parents = {organisation.id: organisation.parent_id for organisation in organisations}
    by_id = {organisation.id: organisation for organisation in organisations}
    below: dict[int | None, list[Organisation]] = {}
    for organisation in sorted(
        organisations, key=lambda organisation: swedish_order(organisation.name)
    ):
        below.setdefault(organisation.parent_id, []).append(organisation)

    def walk(parent: int | None) -> Iterator[OrganisationRow]:
        for child in below.get(parent, ()):
            above = [by_id[id_].name for id_ in lineage(child.id, parents)][:0:-1]
            yield _row(child, above)
            yield from walk(child.id)

    return list(walk(None))


def _row(organisation: Organisation, above: Sequence[str]) -> OrganisationRow:
    names = (
        organisation.name,
        organisation.short_name,
        organisation.also_known_as,
        organisation.official_code,
        organisation.code,
    )
    return OrganisationRow(
        id=organisation.id,
        code=organisation.code,
        kind=organisation.kind,
        name=organisation.name,
        short_name=organisation.short_name,
        official_code=organisation.official_code,
        ended_on=organisation.ended_on,
        depth=len(above),
        above=tuple(above),
        folded=fold(" ".join(names)),
        trigrams=trigrams(f"{organisation.name} {organisation.short_name}"),
    )


def _is_wanted(row: OrganisationRow, use: Use, today: date) -> bool:
    return use is Use.ALL or row.ended(today) == (use is Use.ENDED)


def _count_people(ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Registration.organisation_id, func.count())
        .where(
            Registration.organisation_id.in_(ids),
            Registration.state != RegistrationState.CANCELLED,
        )
        .group_by(Registration.organisation_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}

"""Registrations that may be the same person twice: names that are alike."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, combinations, groupby, islice
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, load_only

from eventapp.domain.desk.double.distinct_pair import IdPair, list_distinct
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold
from eventapp.extensions import db
from eventapp.models import (
    DoubleReason,
    Event,
    PossibleDouble,
    Registration,
    RegistrationState,
)

LIKENESS_MIN = 0.85  # of two names, from 0 to 1: one letter in seven may differ
PAIRS_MAX = 500
PAGE_SIZE = 20
READ_FIRST = 1_200  # of those marked: mostly enough for PAIRS_MAX
# What is shown of each, or compared.
LISTED = load_only(
    Registration.code,
    Registration.name,
    Registration.organisation_id,
    Registration.organisation_name,
    Registration.email,
    Registration.state,
    raiseload=True,
)


@dataclass(frozen=True, slots=True)
class DoublePair:
    """Two living registrations that may be one person's, the older first."""

    first: Registration
    second: Registration
    reason: DoubleReason

    @property
    def two_organisations(self) -> bool:
        """Whether they belong to different organisations."""
        some, other = self.first, self.second
        if some.organisation_id and other.organisation_id:
            return some.organisation_id != other.organisation_id
        return fold(some.organisation_name) != fold(other.organisation_name)


@dataclass(frozen=True, slots=True)
class DoublePairs:
    """One page of the pairs; of very many only the first PAIRS_MAX are known."""

    pairs: Sequence[DoublePair]
    page: Page


def list_double_pairs(event: Event, *, page: int) -> DoublePairs:
    """The pairs that may be one person's, but for those told apart: those at one address first."""
    pairs = list(islice(_pairs(event, list_distinct(event)), PAIRS_MAX))
    shown = Page.of(len(pairs), wanted=page, size=PAGE_SIZE)
    on_page = shown.cut(pairs)
    ids = {id_ for pair, _reason in on_page for id_ in pair}
    which = select(Registration).where(Registration.id.in_(ids))
    rows = db.session.scalars(which.options(LISTED))
    by_id = {row.id: row for row in rows}
    return DoublePairs(
        [DoublePair(by_id[some], by_id[other], reason) for (some, other), reason in on_page], shown
    )


def list_alike_at_one_address(event: Event) -> list[int]:
    """The ids of living registrations that share an address and whose names are alike."""
    pairs = islice(_pairs_at_one_address(event), PAIRS_MAX)
    return sorted(set(chain.from_iterable(pairs)))


def list_cleared_ids(event: Event) -> set[int]:
    """The ids of those who would be doubles, had not somebody told them from all who are alike."""
    distinct = list_distinct(event)
    if not distinct:
        return set()
    return set(chain.from_iterable(distinct)) - {
        id_ for pair, _reason in _pairs(event, distinct) for id_ in pair
    }


def are_alike(some: str, other: str) -> bool:
    """Whether two folded names have the same words, all words but a middle name, or few slips."""
    words, others = set(some.split()), set(other.split())
    if len(words & others) > 1 and (words <= others or others <= words):
        return True
    # With fewer letters in the same order no names are as alike.
    if _longest_in_order(some, other) < LIKENESS_MIN * (len(some) + len(other)) / 2:
        return False
    return SequenceMatcher(None, some, other, autojunk=False).ratio() >= LIKENESS_MIN


def _longest_in_order(some: str, other: str) -> int:
    """How many letters both have in the same order, with others in between (LCS).

    A bit for each letter of `some`, all at once: Hyyrö, "Bit-parallel LCS-length computation
    revisited", 2004.
    """
    places: dict[str, int] = {}
    for number, letter in enumerate(some):
        places[letter] = places.get(letter, 0) | 1 << number
    unmatched = every = (1 << len(some)) - 1
    for letter in other:
        matches = unmatched & places.get(letter, 0)
        unmatched = (unmatched + matches | unmatched - matches) & every
    return len(some) - unmatched.bit_count()


def _pairs(event: Event, distinct: Set[IdPair]) -> Iterator[tuple[IdPair, DoubleReason]]:
    for pair in _pairs_at_one_address(event):
        if pair not in distinct:
            yield pair, DoubleReason.SAME_ADDRESS
    for pair in _pairs_of_one_name(event):
        if pair not in distinct:
            yield pair, DoubleReason.SAME_NAME


def select_marked(event: Event, *reasons: DoubleReason) -> Select[int]:
    """A query for the ids of those marked: who share a name or an address, or have done so."""
    return select(PossibleDouble.registration_id).where(
        PossibleDouble.event_id == event.id, PossibleDouble.reason.in_(reasons)
    )


def _pairs_at_one_address(event: Event) -> Iterator[IdPair]:
    reason, shared = DoubleReason.SAME_ADDRESS, Registration.email
    groups = _living_groups(event, reason, shared, Registration.name)
    pairs = (_alike([(row.id, fold(row.name)) for row in group]) for group in groups)
    return chain.from_iterable(pairs)


def _pairs_of_one_name(event: Event) -> Iterator[IdPair]:
    reason, shared = DoubleReason.SAME_NAME, Registration.sort_name
    return (
        (some.id, other.id)
        for group in _living_groups(event, reason, shared, Registration.email)
        for some, other in combinations(group, 2)
        if some.email != other.email
    )


def _living_groups(
    event: Event,
    reason: DoubleReason,
    shared: InstrumentedAttribute[str],
    compared: InstrumentedAttribute[str],
) -> Iterator[list[Any]]:
    """Those among the marked who live and share it today, the oldest of each group first."""
    marked = (
        select(shared.label("shared"), Registration.id, compared)
        .where(
            Registration.id.in_(select_marked(event, reason)),
            Registration.state != RegistrationState.CANCELLED,
        )
        .order_by(shared, Registration.id)
    )
    groups = groupby(_read_some_first(marked), key=lambda row: row.shared)
    return (list(group) for _shared, group in groups)


def _read_some_first(rows: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """The first of the rows, and all others when somebody goes on."""
    first = db.session.execute(rows.limit(READ_FIRST)).all()
    yield from first
    if len(first) == READ_FIRST:
        yield from db.session.execute(rows.offset(READ_FIRST))


def _alike(people: list[tuple[int, str]]) -> Iterator[IdPair]:
    for (some, name), (other, other_name) in combinations(people, 2):
        if are_alike(name, other_name):
            yield some, other

"""Registrations that may be the same person twice: names that are alike."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain, combinations, groupby, islice

from sqlalchemy import ColumnElement, bindparam, func, select

from eventapp.domain.desk.double.distinct_pair import IdPair, list_distinct
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState

LIKENESS_MIN = 0.85  # of two names, from 0 to 1: one letter in seven may differ
PAIRS_MAX = 500
PAGE_SIZE = 20


class DoubleReason(StrEnum):
    """Why two are probably one person."""

    SAME_ADDRESS = "same-address"  # and names that are alike
    SAME_NAME = "same-name"  # at different addresses


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
    rows = db.session.scalars(select(Registration).where(Registration.id.in_(ids)))
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
    matcher = SequenceMatcher(None, some, other, autojunk=False)
    # Bounds first: only names that may be alike are compared letter by letter.
    ratios = matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio
    return all(ratio() >= LIKENESS_MIN for ratio in ratios)


def _pairs(event: Event, distinct: Set[IdPair]) -> Iterator[tuple[IdPair, DoubleReason]]:
    for pair in _pairs_at_one_address(event):
        if pair not in distinct:
            yield pair, DoubleReason.SAME_ADDRESS
    for pair in _pairs_of_one_name(event):
        if pair not in distinct:
            yield pair, DoubleReason.SAME_NAME


def _living(event: Event) -> tuple[ColumnElement[bool], ...]:
    cancelled = RegistrationState.CANCELLED
    # Written out, so that SQLite sees that the index of living registrations will do.
    return (
        Registration.event_id == event.id,
        Registration.state != bindparam("cancelled", cancelled, literal_execute=True),
    )


def _pairs_at_one_address(event: Event) -> Iterator[IdPair]:
    living = _living(event)
    shared = select(Registration.email).where(*living).group_by(Registration.email)
    rows = db.session.execute(
        select(Registration.email, Registration.id, Registration.name)
        .where(*living, Registration.email.in_(shared.having(func.count() > 1)))
        .order_by(Registration.email, Registration.id)
    ).all()
    groups = (list(group) for _email, group in groupby(rows, key=lambda row: row.email))
    pairs = (_alike([(row.id, fold(row.name)) for row in group]) for group in groups)
    return chain.from_iterable(pairs)


def _pairs_of_one_name(event: Event) -> Iterator[IdPair]:
    living = _living(event)
    # Read from an index alone: hardly anybody bears another's name.
    names = select(Registration.sort_name).where(Registration.event_id == event.id)
    common = names.group_by(Registration.sort_name).having(func.count() > 1)
    rows = db.session.execute(
        select(Registration.sort_name, Registration.id, Registration.email)
        .where(*living, Registration.sort_name.in_(common))
        .order_by(Registration.sort_name, Registration.id)
    ).all()
    groups = (list(group) for _name, group in groupby(rows, key=lambda row: row.sort_name))
    return (
        (some.id, other.id)
        for group in groups
        for some, other in combinations(group, 2)
        if some.email != other.email
    )


def _alike(people: list[tuple[int, str]]) -> Iterator[IdPair]:
    for (some, name), (other, other_name) in combinations(people, 2):
        if are_alike(name, other_name):
            yield some, other

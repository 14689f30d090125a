"""The organizer's list of registrations: narrowed, sorted, one page at a time, with its counts."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from heapq import nsmallest
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, load_only, selectinload

from eventapp.domain.desk.registration_filter import (
    RegistrationFilter,
    count_matches,
    count_of_organisations,
    count_who_chose,
    select_ids,
    undelivered_query,
)
from eventapp.domain.door.attendance import list_came
from eventapp.domain.paging import Page
from eventapp.domain.people.organisation import Directory, swedish_order
from eventapp.domain.registration.registration_count import ORGANISATION, select_counts
from eventapp.extensions import db
from eventapp.models import (
    Event,
    Registration,
    RegistrationCount,
    RegistrationState,
    SessionChoice,
)

PAGE = 50
ORGANISATIONS_SHOWN = 12
COUNTED_MAX = 1_000  # beyond it people read "over 1,000"


class RegistrationSorting(StrEnum):
    """How the list is sorted; a list of those who wait is in queue order unless said otherwise."""

    LATEST = "latest"
    EARLIEST = "earliest"
    NAME = "name"
    ORGANISATION = "organisation"


class RegistrationColumn(StrEnum):
    """What the list may show of each person beside the name."""

    ORGANISATION = "organisation"
    ROLE = "role"
    STATE = "state"
    SESSIONS = "sessions"
    EMAIL = "email"
    LANGUAGE = "language"
    CAME = "came"
    REGISTERED = "registered"


# What a row of the list, or the choice of its columns, may need of a registration.
LISTED = load_only(
    Registration.code,
    Registration.name,
    Registration.organisation_name,
    Registration.role,
    Registration.state,
    Registration.party_code,
    Registration.visibility,
    Registration.email,
    Registration.language,
    Registration.registered_at,
    # Whether it was declined rather than cancelled.
    Registration.approved_at,
    Registration.cancelled_at,
    Registration.decide_by,
    Registration.decline_reason,
    raiseload=True,
)
USUAL_COLUMNS = (
    RegistrationColumn.ORGANISATION,
    RegistrationColumn.STATE,
    RegistrationColumn.SESSIONS,
    RegistrationColumn.REGISTERED,
)


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How a list is shown: its sorting and its columns."""

    sorting: RegistrationSorting = RegistrationSorting.LATEST
    columns: tuple[RegistrationColumn, ...] = USUAL_COLUMNS

    @classmethod
    def from_args(cls, args: Mapping[str, Sequence[str]]) -> "ListOptions":
        """Read them from the arguments of an address; what cannot be read is as usual."""
        sort = next(iter(args.get("sort", ())), "")
        columns = set(args.get("column", ()))
        chosen = tuple(column for column in RegistrationColumn if column.value in columns)
        known = sort in set(RegistrationSorting)
        return cls(
            RegistrationSorting(sort) if known else RegistrationSorting.LATEST,
            chosen or USUAL_COLUMNS,
        )

    def to_args(self) -> dict[str, list[str]]:
        """The arguments of the address; none where it is as usual."""
        args = {}
        if self.sorting is not RegistrationSorting.LATEST:
            args["sort"] = [self.sorting.value]
        if self.columns != USUAL_COLUMNS:
            args["column"] = [column.value for column in self.columns]
        return args


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """One page of the list; of very many who meet a filter, only the first are counted.

    `undelivered` and `came` are ids of those on this page.
    """

    registrations: Sequence[Registration]
    page: Page
    undelivered: Collection[int]
    came: Collection[int]


@dataclass(frozen=True, slots=True)
class CountedOrganisation:
    """An organisation with all below it, or a name in no list, and how many come from there.

    `count` is None for one that was asked for and has nobody.
    """

    value: str
    name: str
    count: int | None


@dataclass(frozen=True, slots=True)
class OfferedOrganisations:
    """Those with the most people, and the others that are chosen; `behind` is how many more.

    `rest` has those as well when they were asked for.
    """

    first: Sequence[CountedOrganisation]
    chosen: Sequence[CountedOrganisation]
    rest: Sequence[CountedOrganisation]
    behind: int


@dataclass(frozen=True, slots=True)
class _SortKey:
    """What a list is sorted by, which is what an index has, and in which direction."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    descending: bool = False

    @property
    def forwards(self) -> list[ColumnElement[Any]]:
        """From the first to the last."""
        return [column.desc() if self.descending else column.asc() for column in self.columns]

    @property
    def backwards(self) -> list[ColumnElement[Any]]:
        """From the last to the first."""
        return replace(self, descending=not self.descending).forwards


def list_registrations(
    event: Event,
    wanted: RegistrationFilter,
    options: ListOptions,
    *,
    page: int,
    counts: Mapping[RegistrationState, int],
) -> RegistrationPage:
    """Return one page of those who meet the filter; `counts` are the event's, by state.

    Protected people are listed and found by alias only: nothing else is stored.
    """
    # Rows that are not shown are never read whole.
    order = _sorted_by(wanted, options.sorting)
    shown, ids = _cut(event, wanted, order, page=page, counts=counts)
    registrations = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        # Many people choose the same few sessions: each is fetched once.
        .options(LISTED, selectinload(Registration.choices).selectinload(SessionChoice.session))
    ).all()
    shows_came = RegistrationColumn.CAME in options.columns
    return RegistrationPage(
        sorted(registrations, key=lambda registration: ids.index(registration.id)),
        shown,
        set(db.session.scalars(undelivered_query(ids))),
        list_came(ids) if shows_came else (),
    )


def _cut(
    event: Event,
    wanted: RegistrationFilter,
    order: _SortKey,
    *,
    page: int,
    counts: Mapping[RegistrationState, int],
) -> tuple[Page, Sequence[int]]:
    """The page that is shown, and the ids on it.

    The first COUNTED_MAX who meet a filter are found and counted in one go. Of all, the page is
    looked for from the end that is nearer.
    """
    which, known = select_ids(event, wanted), _count_known(event, wanted, counts)
    if known is None and page <= COUNTED_MAX // PAGE:
        first = db.session.scalars(which.order_by(*order.forwards).limit(COUNTED_MAX + 1)).all()
        shown = Page.of(len(first), wanted=page, size=PAGE)
        return replace(shown, counted=len(first) <= COUNTED_MAX), shown.cut(first)
    total = count_matches(event, wanted) if known is None else known
    shown = Page.of(total, wanted=page, size=PAGE)
    behind = total - shown.start - PAGE
    if shown.start <= behind:
        rows = which.order_by(*order.forwards).limit(PAGE).offset(shown.start)
        return shown, db.session.scalars(rows).all()
    rows = which.order_by(*order.backwards).limit(PAGE + min(behind, 0)).offset(max(behind, 0))
    return shown, db.session.scalars(rows).all()[::-1]


def _count_known(
    event: Event, wanted: RegistrationFilter, counts: Mapping[RegistrationState, int]
) -> int | None:
    """How many meet the filter, where that is known without looking for them."""
    if wanted == RegistrationFilter(states=wanted.states):
        return sum(counts.get(state, 0) for state in wanted.states or RegistrationState)
    if wanted == RegistrationFilter(states=wanted.states, organisations=wanted.organisations):
        return count_of_organisations(event, wanted)
    if wanted == RegistrationFilter(session=wanted.session):
        return count_who_chose(event, wanted.session)
    return None


def offer_organisations(
    event: Event, directory: Directory, *, chosen: Collection[str], all_of_them: bool
) -> OfferedOrganisations:
    """The organisations that the list may be narrowed by: those with the most people first.

    Each is the one at the top of its tree. An event may have as many as people.
    """
    counts = _count_by_organisation(event, directory)
    most = nsmallest(len(counts) if all_of_them else ORGANISATIONS_SHOWN, counts, key=_most_first)
    first, rest = most[:ORGANISATIONS_SHOWN], most[ORGANISATIONS_SHOWN:]
    shown = {organisation.value for organisation in first}
    by_value = {organisation.value: organisation for organisation in counts}
    others = [by_value.get(v) or CountedOrganisation(v, v, None) for v in chosen if v not in shown]
    return OfferedOrganisations(
        first,
        sorted(others, key=_most_first),
        [organisation for organisation in rest if organisation.value not in chosen],
        len(counts) - len(first) - sum(1 for organisation in others if organisation.count),
    )


def _count_by_organisation(event: Event, directory: Directory) -> list[CountedOrganisation]:
    listed = {body.id: body for body in (*directory.organisations, *directory.ended)}
    counts: Counter[tuple[str, str]] = Counter()
    names = select_counts([event.id], ORGANISATION, RegistrationCount.organisation_name)
    rows: Iterable[Any] = db.session.execute(names)
    for organisation_id, name, count in rows:
        own = listed.get(organisation_id or 0)
        top = listed.get(own.lineage[-1], own) if own else None
        counts[(top.code, top.name) if top else (name, name)] += count
    return [CountedOrganisation(*key, count) for key, count in counts.items()]


def _most_first(organisation: CountedOrganisation) -> tuple[int, str]:
    return -(organisation.count or 0), swedish_order(organisation.name)


def find_registration(event: Event, code: str) -> Registration | None:
    """Find the event's registration of this code, with what its page shows."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.code == code)
        .options(
            selectinload(Registration.choices).joinedload(SessionChoice.session),
            joinedload(Registration.organisation),
        )
    )


def _sorted_by(wanted: RegistrationFilter, sorting: RegistrationSorting) -> _SortKey:
    if sorting is RegistrationSorting.NAME:
        # As the index has them: of one name, by address.
        return _SortKey((Registration.sort_name, Registration.search_text, Registration.id))
    if sorting is RegistrationSorting.ORGANISATION:
        return _SortKey((Registration.organisation_name, Registration.sort_name, Registration.id))
    if sorting is RegistrationSorting.EARLIEST:
        return _SortKey((Registration.registered_at, Registration.id))
    if wanted.states == (RegistrationState.WAITLISTED,):
        return _SortKey((Registration.queue_number, Registration.id))
    return _SortKey((Registration.registered_at, Registration.id), descending=True)

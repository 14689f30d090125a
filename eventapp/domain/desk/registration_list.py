"""The organizer's list of registrations: narrowed, sorted, one page at a time, with its counts."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.desk.registration_filter import (
    RegistrationFilter,
    count_matches,
    select_ids,
    undelivered_query,
)
from eventapp.domain.door.attendance import list_came
from eventapp.domain.paging import Page
from eventapp.domain.people.organisation import Directory, swedish_order
from eventapp.extensions import db
from eventapp.models import (
    Event,
    Registration,
    RegistrationState,
    SessionChoice,
)

PAGE = 50
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
    """An organisation with all below it, or a name in no list, and how many come from there."""

    value: str
    name: str
    count: int


def list_registrations(
    event: Event, wanted: RegistrationFilter, options: ListOptions, *, page: int, everybody: int
) -> RegistrationPage:
    """Return one page of those who meet the filter; `everybody` counts those of the event.

    Protected people are listed and found by alias only: nothing else is stored.
    """
    # Rows that are not shown are never read whole.
    which = select_ids(event, wanted).order_by(*_sorted_by(wanted, options.sorting))
    shown, ids = _cut(event, wanted, which, page=page, everybody=everybody)
    registrations = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        # Many people choose the same few sessions: each is fetched once.
        .options(selectinload(Registration.choices).selectinload(SessionChoice.session))
    ).all()
    shows_came = RegistrationColumn.CAME in options.columns
    return RegistrationPage(
        sorted(registrations, key=lambda registration: ids.index(registration.id)),
        shown,
        set(db.session.scalars(undelivered_query(ids))),
        list_came(ids) if shows_came else (),
    )


def _cut(
    event: Event, wanted: RegistrationFilter, which: Select[int], *, page: int, everybody: int
) -> tuple[Page, Sequence[int]]:
    """The page that is shown, and the ids on it.

    The first COUNTED_MAX who meet a filter are found and counted in one go.
    """
    if wanted and page <= COUNTED_MAX // PAGE:
        first = db.session.scalars(which.limit(COUNTED_MAX + 1)).all()
        shown = Page.of(len(first), wanted=page, size=PAGE)
        return replace(shown, counted=len(first) <= COUNTED_MAX), shown.cut(first)
    total = count_matches(event, wanted) if wanted else everybody
    shown = Page.of(total, wanted=page, size=PAGE)
    return shown, db.session.scalars(which.limit(PAGE).offset(shown.start)).all()


def count_by_state(event: Event) -> dict[RegistrationState, int]:
    """Count the registrations in each state; states without any are left out."""
    rows = db.session.execute(
        select(Registration.state, func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.state)
    )
    return {row[0]: row[1] for row in rows}


def count_by_organisation(event: Event, directory: Directory) -> list[CountedOrganisation]:
    """Count the event's people by the organisation at the top of theirs, the most first."""
    rows = db.session.execute(
        select(Registration.organisation_id, Registration.organisation_name, func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.organisation_id, Registration.organisation_name)
    )
    bodies = (*directory.organisations, *directory.ended)
    listed = {body.id: body for body in bodies}
    counts: Counter[tuple[str, str]] = Counter()
    for organisation_id, name, count in rows:
        own = listed.get(organisation_id or 0)
        top = listed.get(own.lineage[-1], own) if own else None
        counts[(top.code, top.name) if top else (name, name)] += count
    counted = [CountedOrganisation(*key, count) for key, count in counts.items()]
    return sorted(
        counted,
        key=lambda counted_organisation: (
            -counted_organisation.count,
            swedish_order(counted_organisation.name),
        ),
    )


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


def _sorted_by(wanted: RegistrationFilter, sorting: RegistrationSorting) -> tuple[Any, ...]:
    if sorting is RegistrationSorting.NAME:
        # As the index has them: of one name, by address.
        return Registration.sort_name, Registration.search_text, Registration.id
    if sorting is RegistrationSorting.ORGANISATION:
        return Registration.organisation_name, Registration.sort_name, Registration.id
    if sorting is RegistrationSorting.EARLIEST:
        return Registration.registered_at, Registration.id
    if wanted.states == (RegistrationState.WAITLISTED,):
        return Registration.queue_number, Registration.id
    return Registration.registered_at.desc(), Registration.id.desc()

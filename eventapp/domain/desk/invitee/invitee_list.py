"""An event's invitees as the desk sees them: counted, by organisation, searched, in pages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from eventapp.domain.desk.invitee.status import AWAITED, InviteeStatus, has_status, status
from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold_query
from eventapp.extensions import db
from eventapp.models import Event, Invitee, Job, JobState

PAGE_SIZE = 50
ORGANISATIONS_SHOWN = 100
BATCH_ROWS = 500


@dataclass(frozen=True, slots=True)
class InviteeSearch:
    """What the list is narrowed to."""

    words: str = ""
    status: InviteeStatus | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class ListedInvitee:
    """One of the list; `undelivered` says that the latest letter did not arrive."""

    invitee: Invitee
    status: InviteeStatus
    undelivered: bool


@dataclass(frozen=True, slots=True)
class InviteePage:
    """One page of those that match; the counts are of all the event's invitees.

    `choices` counts those that match in everything but the status, for its menu.
    """

    rows: Sequence[ListedInvitee]
    page: Page
    counts: Mapping[InviteeStatus, int]
    choices: Mapping[InviteeStatus, int]
    total: int


@dataclass(frozen=True, slots=True)
class OrganisationAnswers:
    """How those of one organisation have answered; the name may be empty.

    Who is `undecided` has said yes or later, and has not registered.
    """

    name: str
    invited: int
    registered: int
    declined: int
    undecided: int
    silent: int


def list_invitees(event: Event, search: InviteeSearch, *, page: int) -> InviteePage:
    """One page of the list, those first who are to be reminded; in four queries."""
    counts = count_invitees(event)
    which = _conditions(event, search)
    matching = db.session.scalar(select(func.count()).select_from(Invitee).where(*which)) or 0
    shown = Page.of(matching, wanted=page, size=PAGE_SIZE)
    rows = db.session.execute(
        _listed(which)
        .order_by(_rank(), Invitee.search_text, Invitee.id)
        .limit(PAGE_SIZE)
        .offset(shown.start)
    )
    return InviteePage(
        [_row(row) for row in rows],
        shown,
        counts,
        _count_statuses(_conditions(event, replace(search, status=None))),
        sum(counts.values()),
    )


def iterate_invitees(event: Event) -> Iterator[ListedInvitee]:
    """All of the list, by organisation and name, read as they are asked for."""
    rows = db.session.execute(
        _listed([Invitee.event_id == event.id])
        .order_by(Invitee.organisation_name, Invitee.search_text, Invitee.id)
        .execution_options(yield_per=BATCH_ROWS)
    )
    yield from map(_row, rows)


def count_invitees(event: Event) -> Counter[InviteeStatus]:
    """How many of the event's invitees have which status; one query."""
    return _count_statuses([Invitee.event_id == event.id])


def list_organisations(event: Event) -> list[OrganisationAnswers]:
    """The organisations that people were invited from, those with most to remind first."""
    awaited = _count(*AWAITED, InviteeStatus.LATER)
    rows = db.session.execute(
        select(
            Invitee.organisation_name,
            func.count(),
            _count(InviteeStatus.REGISTERED),
            _count(InviteeStatus.NO),
            _count(InviteeStatus.YES, InviteeStatus.LATER),
            _count(InviteeStatus.SILENT),
        )
        .where(Invitee.event_id == event.id)
        .group_by(Invitee.organisation_name)
        .order_by(awaited.desc(), Invitee.organisation_name)
        .limit(ORGANISATIONS_SHOWN)
    )
    return [OrganisationAnswers(*row) for row in rows]


def find_invitee(event: Event, code: str) -> Invitee | None:
    """The event's invitee of this code."""
    return db.session.scalar(
        select(Invitee).where(Invitee.event_id == event.id, Invitee.code == code)
    )


def show_invitee(invitee: Invitee) -> ListedInvitee:
    """The same of one of them."""
    return _row(db.session.execute(_listed([Invitee.id == invitee.id])).one())


def _count_statuses(which: Sequence[ColumnElement[bool]]) -> Counter[InviteeStatus]:
    rows = db.session.execute(select(status, func.count()).where(*which).group_by(status))
    return Counter({InviteeStatus(row[0]): row[1] for row in rows})


def _row(row: Any) -> ListedInvitee:
    return ListedInvitee(row[0], InviteeStatus(row[1]), bool(row[2]))


def _conditions(event: Event, search: InviteeSearch) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = [Invitee.event_id == event.id]
    which += [
        Invitee.search_text.contains(word, autoescape=True) for word in fold_query(search.words)
    ]
    if search.status:
        which.append(has_status(search.status))
    if search.organisation is not None:
        which.append(Invitee.organisation_name == search.organisation)
    return which


def _listed(which: Sequence[ColumnElement[bool]]) -> Select[Any]:
    failed = func.coalesce(Job.state == JobState.FAILED, False)  # SQL's false
    return (
        select(Invitee, status, failed)
        .select_from(Invitee)
        .outerjoin(Job, Job.dedupe_key == Invitee.letter_key)
        .where(*which)
    )


def _rank() -> ColumnElement[int]:
    order = {wanted.value: place for place, wanted in enumerate(InviteeStatus)}
    return case(order, value=status)


def _count(*statuses: InviteeStatus) -> ColumnElement[int]:
    return func.sum(case((has_status(*statuses), 1), else_=0))

"""A delegation's people as its coordinator may list them: those of normal visibility, no others."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.people.organisation import swedish_order
from eventapp.domain.registration.session_choice import ShownChoice, list_shown_choices
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    Registration,
    RegistrationState,
    SessionChoice,
    Visibility,
)

PAGE = 50
MemberRow = Row[int, str, str, RegistrationState, int | None]
# Those for whom the coordinator may do something come first.
ORDER = (
    RegistrationState.PENDING,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.CONFIRMED,
    RegistrationState.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class ListedMember:
    """One row of the list; `queue_position` counts from 1, for somebody who waits."""

    registration: Registration
    choices: Sequence[ShownChoice]
    queue_position: int | None

    def choice_in(self, group: str) -> ShownChoice | None:
        """Return what the person chose among the parallel sessions of this group."""
        own = (choice for choice in self.choices if choice.session.choice_group == group)
        return next(own, None)


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One page of the list; `groups` are the codes of the choice groups its people chose from."""

    people: Sequence[ListedMember]
    groups: Sequence[str]
    page: int
    pages: int
    total: int
    first: int
    last: int


def list_members(delegation: Delegation, words: str, *, page: int) -> MemberPage:
    """Return one page of the people whose name or role contains the words, in five queries.

    People who are protected or have limited visibility are never among them.
    """
    rows = sorted(_find(delegation, fold_query(words)), key=_order)
    shown = Page.of(len(rows), wanted=page, size=PAGE)
    ids = [row.id for row in shown.cut(rows)]
    registrations = _load(ids)
    positions = _queue_positions(delegation, registrations)
    choices = list_shown_choices(registrations.values())
    people = [ListedMember(registrations[id_], choices[id_], positions.get(id_)) for id_ in ids]
    return MemberPage(
        people=people,
        groups=sorted({c.session.choice_group for person in people for c in person.choices}),
        page=shown.number,
        pages=shown.pages,
        total=len(rows),
        first=shown.first,
        last=shown.last,
    )


def find_member(delegation: Delegation, code: str) -> Registration | None:
    """Find the delegation's registration of this code, if its coordinator may see the person."""
    return db.session.scalar(
        select(Registration)
        .where(
            Registration.delegation_id == delegation.id,
            Registration.visibility == Visibility.NORMAL,
            Registration.code == code,
        )
        .options(joinedload(Registration.event))
    )


def list_known_members(delegation: Delegation) -> dict[tuple[str, str], str]:
    """Address and folded name of those who may be listed and have not cancelled.

    Each with the name of their organisation, as the import of a list wants them.
    """
    rows = db.session.execute(
        select(Registration.email, Registration.folded_name, Registration.organisation_name).where(
            Registration.delegation_id == delegation.id,
            Registration.visibility == Visibility.NORMAL,
            Registration.state != RegistrationState.CANCELLED,
        )
    )
    return {(row.email, row.folded_name): row.organisation_name for row in rows}


def _find(delegation: Delegation, words: list[str]) -> list[MemberRow]:
    # Neither database folds å to a, or sorts as Swedish does; a delegation is small enough.
    rows = db.session.execute(
        select(
            Registration.id,
            Registration.name,
            Registration.role,
            Registration.state,
            Registration.queue_number,
        ).where(
            Registration.delegation_id == delegation.id,
            Registration.visibility == Visibility.NORMAL,
        )
    )
    return [row for row in rows if all(word in fold(f"{row.name} {row.role}") for word in words)]


def _order(row: MemberRow) -> tuple[int, int, str]:
    return ORDER.index(row.state), row.queue_number or 0, swedish_order(row.name)


def _load(ids: list[int]) -> dict[int, Registration]:
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .options(selectinload(Registration.choices).selectinload(SessionChoice.session))
    )
    return {registration.id: registration for registration in rows}


def _queue_positions(
    delegation: Delegation, registrations: dict[int, Registration]
) -> dict[int, int]:
    """Map those who wait to their positions, read from the event's whole queue in one query."""
    waiting = {id_: r.queue_number for id_, r in registrations.items() if r.queue_number}
    if not waiting:
        return {}
    numbers = db.session.scalars(
        select(Registration.queue_number)
        .where(
            Registration.event_id == delegation.event_id,
            Registration.state == RegistrationState.WAITLISTED,
        )
        .order_by(Registration.queue_number)
    ).all()
    queue = [number or 0 for number in numbers]
    return {id_: bisect_right(queue, number) for id_, number in waiting.items()}

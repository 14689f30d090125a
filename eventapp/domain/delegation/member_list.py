"""A delegation's people as its coordinator may list them: whoever chose to be seen, no others."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.people.organisation import swedish_order
from eventapp.extensions import db
from eventapp.models import (
    Delegation,
    Registration,
    RegistrationState,
    Session,
    SessionChoice,
    Track,
    Visibility,
)

PAGE = 50
FoundRow = Row[int, str, str, RegistrationState, int | None]
# Those for whom something may be done come first.
ORDER = (
    RegistrationState.PENDING,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.CONFIRMED,
    RegistrationState.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class ListedMember:
    """One line of the list; `line` is the place in the queue of somebody who waits."""

    registration: Registration
    line: int | None

    def choice_of(self, group: str) -> SessionChoice | None:
        """What the person chose among the parallel sessions of this group."""
        choices = self.registration.choices
        return next((each for each in choices if each.session.choice_group == group), None)


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One page of those found; `groups` are the codes of the choices they have made."""

    people: Sequence[ListedMember]
    groups: Sequence[str]
    page: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        """The place of the page's first line in the whole."""
        return (self.page - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the page's last line."""
        return (self.page - 1) * PAGE + len(self.people)


def list_members(delegation: Delegation, words: str, *, page: int) -> MemberPage:
    """One page of the people whose name or role holds the words, in four queries.

    Whoever is protected or has chosen limited visibility is not among them, whatever is sought.
    """
    found = sorted(_find(delegation, fold_query(words)), key=_order)
    shown = Page.of(len(found), wanted=page, size=PAGE)
    ids = [row.id for row in shown.cut(found)]
    registrations = _load(ids)
    lines = _lines(delegation, registrations)
    return MemberPage(
        people=[ListedMember(registrations[id_], lines.get(id_)) for id_ in ids],
        groups=sorted(
            {
                choice.session.choice_group
                for each in registrations.values()
                for choice in each.choices
            }
        ),
        page=shown.number,
        pages=shown.pages,
        total=len(found),
    )


def find_member(delegation: Delegation, code: str) -> Registration | None:
    """The delegation's registration of this code, if its coordinator may see the person."""
    return db.session.scalar(
        select(Registration)
        .where(
            Registration.delegation_id == delegation.id,
            Registration.visibility == Visibility.NORMAL,
            Registration.code == code,
        )
        .options(joinedload(Registration.event))
    )


def _find(delegation: Delegation, words: list[str]) -> list[FoundRow]:
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


def _order(row: FoundRow) -> tuple[int, int, str]:
    return ORDER.index(row.state), row.queue_number or 0, swedish_order(row.name)


def _load(ids: list[int]) -> dict[int, Registration]:
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .options(
            selectinload(Registration.choices)
            .joinedload(SessionChoice.session)
            .joinedload(Session.track)
            .joinedload(Track.focus_area)
        )
    )
    return {each.id: each for each in rows}


def _lines(delegation: Delegation, registrations: dict[int, Registration]) -> dict[int, int]:
    """Places in line, from one look at the event's whole queue."""
    waiting = {id_: each.queue_number for id_, each in registrations.items() if each.queue_number}
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
    places = [number or 0 for number in numbers]
    return {id_: bisect_right(places, number) for id_, number in waiting.items()}

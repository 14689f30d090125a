"""The organizer's list of registrations: searched, filtered, one page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventapp.domain.desk.registration_filter import RegistrationFilter, conditions
from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState, SessionChoice

PAGE = 50


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """One page of the list; pages and rows (`first`, `last`) count from 1, 0 if it is empty."""

    registrations: Sequence[Registration]
    page: int
    pages: int
    total: int
    first: int
    last: int


def list_registrations(event: Event, sought: RegistrationFilter, *, page: int) -> RegistrationPage:
    """Return one page of the matches: those who wait in queue order, others the latest first.

    Protected people are listed and found by alias only: nothing else is stored.
    """
    which = conditions(event, sought)
    total = db.session.scalar(select(func.count()).select_from(Registration).where(*which)) or 0
    shown = Page.of(total, wanted=page, size=PAGE)
    waiting = sought.states == (RegistrationState.WAITLISTED,)
    order = Registration.queue_number.asc() if waiting else Registration.registered_at.desc()
    ids = db.session.scalars(
        select(Registration.id)
        .where(*which)
        .order_by(order, Registration.id.desc())
        .limit(PAGE)
        .offset(shown.start)
    ).all()
    registrations = _load(ids)
    return RegistrationPage(
        registrations, shown.number, shown.pages, total, shown.first, shown.last
    )


def count_by_state(event: Event) -> dict[RegistrationState, int]:
    """Count the registrations in each state; states without any are left out."""
    rows = db.session.execute(
        select(Registration.state, func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.state)
    )
    return {row[0]: row[1] for row in rows}


def list_organisation_names(event: Event) -> list[str]:
    """List the names of the organisations that the event's people come from, in order."""
    return list(
        db.session.scalars(
            select(Registration.organisation_name)
            .where(Registration.event_id == event.id)
            .distinct()
            .order_by(Registration.organisation_name)
        )
    )


def find_registration(event: Event, code: str) -> Registration | None:
    """Find the event's registration of this code, with what its page shows."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.code == code)
        .options(
            selectinload(Registration.choices).joinedload(SessionChoice.session),
            selectinload(Registration.tickets),
        )
    )


def _load(ids: Sequence[int]) -> list[Registration]:
    """These registrations, in this order; rows that are not shown are never read whole."""
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        # Many people choose the same few sessions: each is fetched once.
        .options(selectinload(Registration.choices).selectinload(SessionChoice.session))
    )
    by_id = {row.id: row for row in rows}
    return [by_id[id_] for id_ in ids]

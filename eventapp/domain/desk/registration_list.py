"""The organizer's list of registrations: searched, filtered, one page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventapp.domain.paging import Page
from eventapp.domain.people.folding import fold, fold_query
from eventapp.domain.registration import ticket_code
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState, SessionChoice, Ticket

PAGE = 50


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """Words to find in name, address or code; a state; an organisation by name."""

    words: str = ""
    state: RegistrationState | None = None
    organisation: str = ""


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
    which = _which(event, sought)
    total = db.session.scalar(select(func.count()).select_from(Registration).where(*which)) or 0
    shown = Page.of(total, wanted=page, size=PAGE)
    waiting = sought.state is RegistrationState.WAITLISTED
    order = Registration.queue_number.asc() if waiting else Registration.registered_at.desc()
    registrations = db.session.scalars(
        select(Registration)
        .where(*which)
        # Many people choose the same few sessions: each is fetched once.
        .options(selectinload(Registration.choices).selectinload(SessionChoice.session))
        .order_by(order, Registration.id.desc())
        .limit(PAGE)
        .offset(shown.start)
    ).all()
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


def _which(event: Event, sought: RegistrationFilter) -> list[Any]:
    which: list[Any] = [Registration.event_id == event.id]
    if sought.state:
        which.append(Registration.state == sought.state)
    if sought.organisation:
        which.append(Registration.organisation_name == sought.organisation)
    if sought.words.strip():
        which.append(Registration.id.in_(_find(which, sought.words)))
    return which


def _find(which: list[Any], text: str) -> list[int]:
    """Find the id of this ticket code or desk code, or the ids of those who match every word."""
    if code := ticket_code.read(text):
        ticket = select(Ticket.registration_id).where(
            Ticket.digest == ticket_code.ticket_digest(code).hex()
        )
        return list(db.session.scalars(ticket))
    words, desk_code = fold_query(text), ticket_code.normalise_code(text)
    # Neither database folds å to a by itself; an event's people are few enough to be read.
    rows = db.session.execute(
        select(
            Registration.id,
            Registration.name,
            Registration.email,
            Registration.code,
            Registration.desk_code,
        ).where(*which)
    )
    return [
        row.id
        for row in rows
        if row.desk_code == desk_code or all(word in fold(" ".join(row[1:])) for word in words)
    ]

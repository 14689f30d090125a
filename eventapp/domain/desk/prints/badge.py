"""Name badges: whose are to be printed, and whose have been."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import selectinload

from eventapp.domain import locking
from eventapp.domain.desk.prints.person import (
    NothingToPrint,
    PrintedPerson,
    by_name,
    by_organisation,
    load_people,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.keys import app_keys
from eventapp.models import AuditAction, Badge, Event, PrintedBadge, Registration

BADGES_PER_FILE_MAX = 1_000


class TooManyBadges(Refusal):
    """All badges are more than one file may hold."""

    code = "too-many-badges"
    sentence = _l(
        "There are more than 1,000 badges. Choose the new ones: you get 1,000 at a time, "
        "until all are printed."
    )


class BadgeSelection(StrEnum):
    """Whose badges: everybody's, or those never printed as they are now."""

    ALL = "all"
    NEW = "new"


class BadgeSorting(StrEnum):
    """What badges are sorted by; within an organisation by name."""

    ORGANISATION = "organisation"
    NAME = "name"


ORDERS = {BadgeSorting.ORGANISATION: by_organisation, BadgeSorting.NAME: by_name}


@dataclass(frozen=True, slots=True)
class BadgeChoice:
    """What is asked for; with `codes`, badges bear the ticket to be scanned."""

    selection: BadgeSelection = BadgeSelection.ALL
    order: BadgeSorting = BadgeSorting.ORGANISATION
    codes: bool = False


@dataclass(frozen=True, slots=True)
class PrintableBadge:
    """One badge: whose it is, and what stands on it. `ticket_code` is empty where none does."""

    registration_id: int
    fingerprint: str
    name: str
    organisation: str
    ticket_code: str


@dataclass(frozen=True, slots=True)
class BadgeOverview:
    """Everybody with a place, those whose badge is new, and when any was printed last."""

    people: Sequence[PrintedPerson]
    new: Sequence[PrintedPerson]
    printed_at: datetime | None

    @property
    def nameless(self) -> int:
        """How many badges bear no name."""
        return sum(1 for person in self.people if not person.shown_name)


def load_badges(event: Event) -> BadgeOverview:
    """What there is to print: a badge is new until it has been printed as it is now."""
    people = load_people(event, order=by_organisation)
    printed = {
        row.registration_id: row
        for row in db.session.execute(
            select(PrintedBadge.registration_id, PrintedBadge.printed_at, PrintedBadge.fingerprint)
            .join(Registration)
            .where(Registration.event_id == event.id)
        )
    }
    return BadgeOverview(
        people=people,
        new=[
            person
            for person in people
            if person.id not in printed or printed[person.id].fingerprint != _fingerprint(person)
        ],
        printed_at=max((row.printed_at for row in printed.values()), default=None),
    )


def choose_badges(event: Event, choice: BadgeChoice) -> list[PrintableBadge]:
    """The badges that are asked for; nothing is remembered yet.

    Of new ones at most a thousand are taken: the next time the others still are new. Raises
    NothingToPrint and TooManyBadges.
    """
    overview = load_badges(event)
    people = overview.new if choice.selection is BadgeSelection.NEW else overview.people
    if not people:
        raise NothingToPrint
    if choice.selection is BadgeSelection.ALL and len(people) > BADGES_PER_FILE_MAX:
        raise TooManyBadges
    people = sorted(people, key=ORDERS[choice.order])[:BADGES_PER_FILE_MAX]
    codes = _ticket_codes(people) if choice.codes else {}
    return [
        PrintableBadge(
            person.id,
            _fingerprint(person),
            person.shown_name,
            person.shown_organisation,
            codes.get(person.id, ""),
        )
        for person in people
    ]


def record_badges(
    event: Event, badges: Sequence[PrintableBadge], *, actor: str, now: datetime
) -> None:
    """Remember that these badges are printed, and log it. Whose place is gone is left out."""
    locking.lock_event(event)
    ids = [badge.registration_id for badge in badges]
    left = set(db.session.scalars(select(Registration.id).where(Registration.id.in_(ids))))
    db.session.execute(
        delete(PrintedBadge)
        .where(PrintedBadge.registration_id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    rows = [
        {
            "registration_id": badge.registration_id,
            "printed_at": now,
            "fingerprint": badge.fingerprint,
        }
        for badge in badges
        if badge.registration_id in left
    ]
    if rows:
        db.session.execute(insert(PrintedBadge), rows)
    audit.record(AuditAction.PRINTED, event, actor=actor, now=now, list="badges", count=len(badges))


def _ticket_codes(people: Sequence[PrintedPerson]) -> dict[int, str]:
    """The codes of their tickets; a badge that says nothing at all bears none either."""
    ids = [person.id for person in people if person.badge is not Badge.NONE]
    registrations = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .options(selectinload(Registration.tickets))
    )
    return {
        registration.id: ticket.current_code(registration)
        for registration in registrations
        if ticket.has_ticket(registration)
    }


def _fingerprint(person: PrintedPerson) -> str:
    """Tells one badge's text from another; without the key nobody can try names on it."""
    text = "\0".join(
        ("printed-badge-1", person.secret, person.shown_name, person.shown_organisation)
    )
    return hmac.digest(app_keys().links, text.encode(), hashlib.sha256).hex()

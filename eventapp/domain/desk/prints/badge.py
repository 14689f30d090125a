"""Name badges: whose are to be printed, and whose have been."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import selectinload

from eventapp.domain import locking
from eventapp.domain.desk.prints.person import (
    NothingToPrint,
    PrintedPerson,
    by_name,
    by_organisation,
    count_nameless,
    count_people,
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


_PRINTED_IDS = select(PrintedBadge.registration_id)
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
    """How many have a place, a new badge, and one without a name; when any was printed last."""

    people: int
    new: int
    nameless: int
    printed_at: datetime | None


def load_badges(event: Event) -> BadgeOverview:
    """Count what there is to print; only those are read of whom a badge was printed before."""
    people, printed = count_people(event), _load_printed(event)
    known = load_people(event, Registration.id.in_(_PRINTED_IDS)) if printed else []
    return BadgeOverview(
        people=people,
        new=people - sum(1 for person in known if not _is_new(person, printed)),
        nameless=count_nameless(event),
        printed_at=max((badge.printed_at for badge in printed.values()), default=None),
    )


def choose_badges(event: Event, choice: BadgeChoice) -> list[PrintableBadge]:
    """The badges that are asked for; nothing is remembered yet.

    Of new ones at most a thousand are taken: the next time the others still are new. Raises
    NothingToPrint and TooManyBadges.
    """
    people = load_people(event)
    if choice.selection is BadgeSelection.NEW:
        printed = _load_printed(event)
        people = [person for person in people if _is_new(person, printed)]
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


def _load_printed(event: Event) -> dict[int, Any]:
    """What was printed for the event's people last, by registration."""
    rows = db.session.execute(
        select(PrintedBadge.registration_id, PrintedBadge.printed_at, PrintedBadge.fingerprint)
        .join(Registration)
        .where(Registration.event_id == event.id)
    )
    return {row.registration_id: row for row in rows}


def _is_new(person: PrintedPerson, printed: Mapping[int, Any]) -> bool:
    """A badge is new until it has been printed as it is now."""
    badge = printed.get(person.id)
    return badge is None or badge.fingerprint != _fingerprint(person)


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

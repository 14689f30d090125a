"""Two who are alike and yet two people: said by an organizer, until either is written otherwise."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.record.erasure import person_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, DistinctPair, Event, Registration

IdPair = tuple[int, int]


class NotAPair(Refusal):
    """Somebody is not two with themselves, nor with somebody at another event."""

    code = "not-a-pair"
    sentence = _l("Choose two different registrations for this event.")


class NoLongerTwo(Refusal):
    """One of the two has been cancelled or merged meanwhile."""

    code = "no-longer-two"
    sentence = _l(
        "One of the two registrations has been cancelled or merged in the meantime. The list below "
        "is up to date."
    )


def mark_distinct(some: Registration, other: Registration, *, actor: str, now: datetime) -> None:
    """Take the two for two people from now on. Raises NotAPair and NoLongerTwo. Flushes."""
    if some.id == other.id or some.event_id != other.event_id:
        raise NotAPair
    locking.lock_event(some.event)  # so that two who press at once leave one row
    if not (some.living and other.living):  # the page was older than a merge
        raise NoLongerTwo
    first, second = sorted((some, other), key=lambda registration: registration.id)
    pair = db.session.scalar(
        select(DistinctPair).where(
            DistinctPair.first_id == first.id, DistinctPair.second_id == second.id
        )
    )
    if pair is None:
        pair = DistinctPair(event_id=first.event_id, first_id=first.id, second_id=second.id)
        db.session.add(pair)
    pair.fingerprint, pair.actor, pair.decided_at = _fingerprint(first, second), actor, now
    db.session.flush()
    _record(AuditAction.DOUBLES_TOLD_APART, first, second, actor=actor, now=now)


def forget_pair(pair: DistinctPair, *, actor: str, now: datetime) -> None:
    """Take the two for probable doubles again."""
    first, second = pair.first, pair.second
    locking.lock_event(first.event)
    db.session.delete(pair)
    _record(AuditAction.DOUBLES_PROBABLE_AGAIN, first, second, actor=actor, now=now)


def find_pair(event: Event, code: str) -> DistinctPair | None:
    """The event's pair of this code."""
    return db.session.scalar(
        select(DistinctPair).where(DistinctPair.event_id == event.id, DistinctPair.code == code)
    )


def list_pairs(event: Event) -> Sequence[DistinctPair]:
    """The living whom somebody told apart and who are written as they were then, latest first."""
    pairs = db.session.scalars(
        select(DistinctPair)
        .where(DistinctPair.event_id == event.id)
        .options(joinedload(DistinctPair.first), joinedload(DistinctPair.second))
        .order_by(DistinctPair.decided_at.desc(), DistinctPair.id.desc())
    )
    return [pair for pair in pairs if _holds(pair)]


def list_distinct(event: Event) -> set[IdPair]:
    """The ids of those told apart, the older first."""
    return {(pair.first_id, pair.second_id) for pair in list_pairs(event)}


def _holds(pair: DistinctPair) -> bool:
    first, second = pair.first, pair.second
    living = first.living and second.living
    return living and pair.fingerprint == _fingerprint(first, second)


def _fingerprint(*registrations: Registration) -> str:
    written = [
        f"{person_digest(registration.email, registration.folded_name)}"
        f" {registration.organisation_id or registration.organisation_name}"
        for registration in registrations
    ]
    return hashlib.sha256("\0".join(written).encode()).hexdigest()


def _record(
    action: AuditAction, first: Registration, second: Registration, *, actor: str, now: datetime
) -> None:
    audit.record(action, first, actor=actor, now=now, other=second.code)
    audit.record(action, second, actor=actor, now=now, other=first.code)

"""What a merge would move, said before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import joinedload

from eventapp.domain.organisation.lifecycle import references
from eventapp.domain.organisation.merge import texts_like, wrote
from eventapp.domain.organisation.transfer import SPECIAL
from eventapp.extensions import db
from eventapp.models import SEATED, Delegation, Event, Organisation, Registration

REGISTRATIONS = Registration.__tablename__


@dataclass(frozen=True, slots=True)
class ReserveMove:
    """An event where seats move: those of either now. Without `target_seats` all of it moves."""

    event: Event
    going: int
    target_seats: int | None


@dataclass(frozen=True, slots=True)
class MergePreview:
    """How many rows move, by table, and the events whose seats do.

    `events` is how many events have registrations that move.
    """

    counts: Mapping[str, int]
    events: int
    seats: Sequence[ReserveMove]

    @property
    def registrations(self) -> int:
        """How many registrations move, cancelled ones too."""
        return self.counts.get(REGISTRATIONS, 0)


@dataclass(frozen=True, slots=True)
class TextPreview:
    """The spellings of a free text, how many wrote them, at how many events, and who is seated."""

    texts: Sequence[str]
    registrations: int
    events: int
    seated: int


def preview_merge(source: Organisation, target: Organisation) -> MergePreview:
    """What merging the source into the target would move, in three queries."""
    counted = [
        select(literal(table.name), func.count()).where(table.c[column] == source.id)
        for table, column in references()
        if table.name not in SPECIAL or table.name == REGISTRATIONS
    ]
    counts = {row[0]: row[1] for row in db.session.execute(union_all(*counted))}
    at_events = select(func.count(Registration.event_id.distinct())).where(
        Registration.organisation_id == source.id
    )
    return MergePreview(counts, db.session.scalar(at_events) or 0, _seat_changes(source, target))


def preview_text(text: str) -> TextPreview | None:
    """What merging a free text would move, or None if nobody wrote it. Two queries."""
    texts = texts_like(text)
    if not texts:
        return None
    row = db.session.execute(
        select(
            func.count(),
            func.count(Registration.event_id.distinct()),
            func.count().filter(Registration.state.in_(SEATED)),
        ).where(*wrote(texts))
    ).one()
    return TextPreview(sorted(texts), row[0], row[1], row[2])


def count_joining(text: str, target: Organisation, *, now: datetime) -> int:
    """How many of those who wrote the text would join the target's own delegations to come."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Registration)
            .join(Event, Event.id == Registration.event_id)
            .join(Delegation, Delegation.event_id == Event.id)
            .where(
                *wrote(texts_like(text)),
                Registration.delegation_id.is_(None),
                Delegation.organisation_id == target.id,
                Event.ends_at > now,
            )
        )
        or 0
    )


def _seat_changes(source: Organisation, target: Organisation) -> list[ReserveMove]:
    delegations = db.session.scalars(
        select(Delegation)
        .where(Delegation.organisation_id.in_([source.id, target.id]))
        .options(joinedload(Delegation.event))
    ).all()
    target_seats = {
        delegation.event_id: delegation.reserved_seats
        for delegation in delegations
        if _is_of(delegation, target)
    }
    return [
        ReserveMove(
            delegation.event, delegation.reserved_seats, target_seats.get(delegation.event_id)
        )
        for delegation in sorted(
            delegations, key=lambda delegation: delegation.event.starts_at, reverse=True
        )
        if _is_of(delegation, source)
    ]


def _is_of(delegation: Delegation, organisation: Organisation) -> bool:
    return delegation.organisation_id == organisation.id

"""What a run would delete now, and what falls due within the next twelve months."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, literal, select, union_all

from eventapp.domain.record.pause import Pauses, current_pauses
from eventapp.domain.retention.data_kind import BY_KIND, DESCRIPTIONS, KindDescription
from eventapp.domain.retention.rule import rules_in_force
from eventapp.domain.retention.source import SOURCES, Source
from eventapp.extensions import db
from eventapp.models import DataKind, Event, Registration, RetentionRule

CALENDAR_TIME = timedelta(days=365)
CALENDAR_ENTRIES_MAX = 60
EVENTS_MAX = 500
NO_EVENT = 0


@dataclass(frozen=True, slots=True)
class DueKind:
    """How much of one kind is past its time: by event (NO_EVENT for none), and what a pause holds.

    Without a rule, and not `built_in`, nothing of it is deleted: `days` are those proposed.
    """

    description: KindDescription
    rule: RetentionRule | None
    days: int
    due: Mapping[int, int] = field(default_factory=dict)
    paused: Mapping[int, int] = field(default_factory=dict)

    @property
    def deletable(self) -> bool:
        """Whether a run may delete it."""
        return self.rule is not None or self.description.built_in

    @property
    def counted(self) -> bool:
        """Whether it is stored where it can be counted: backups are not."""
        return self.description.kind in SOURCES

    @property
    def total(self) -> int:
        """How many rows are due and not held back."""
        return sum(self.due.values())

    @property
    def held(self) -> int:
        """How many rows are due and held back by a pause."""
        return sum(self.paused.values())


@dataclass(frozen=True, slots=True)
class DueEntry:
    """On that day so many rows of a kind fall due, of an event or of none."""

    due_at: datetime
    description: KindDescription
    event: Event | None
    count: int


def days_of(kind: DataKind, rule: RetentionRule | None) -> int:
    """After how many days: as decided, or else as proposed or built in."""
    return rule.days if rule else BY_KIND[kind].days


def count_due(*, now: datetime) -> list[DueKind]:
    """Count what is past its time, kind by kind: a dry run, which takes no lock."""
    rules, pauses = rules_in_force(), current_pauses()
    days = {
        description.kind: days_of(description.kind, rules.get(description.kind))
        for description in DESCRIPTIONS
    }
    counts = count_all_before({kind: now - timedelta(days=days[kind]) for kind in SOURCES}, now=now)
    return [
        DueKind(
            description,
            rules.get(description.kind),
            days[description.kind],
            *split(counts[description.kind], pauses),
        )
        for description in DESCRIPTIONS
    ]


def count_before(kind: DataKind, before: datetime, *, now: datetime) -> dict[int, int]:
    """How many rows of the kind are older than that and may go, by the id of their event."""
    return count_all_before({kind: before}, now=now)[kind]


def count_all_before(
    moments: Mapping[DataKind, datetime], *, now: datetime
) -> dict[DataKind, dict[int, int]]:
    """How many rows of each kind are older than its moment and may go, by event; one query."""
    queries = []
    for kind, before in moments.items():
        for source in SOURCES[kind]:
            event = literal(NO_EVENT) if source.event is None else source.event
            query = source.deletable(before, literal(kind.value), event, func.count(), now=now)
            queries.append(query if source.event is None else query.group_by(source.event))
    counts: dict[DataKind, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for word, event_id, count in db.session.execute(union_all(*queries)):
        if count:
            counts[DataKind(word)][event_id] += count
    return counts


def is_held(event_id: int, pauses: Pauses) -> bool:
    """Whether a pause holds back what belongs to the event; NO_EVENT is held by every pause."""
    return pauses.cover(event_id) or (event_id == NO_EVENT and pauses.any)


def event_names(ids: Sequence[int]) -> dict[int, Event]:
    """The events of these ids."""
    events = db.session.scalars(select(Event).where(Event.id.in_(ids)))
    return {event.id: event for event in events}


def list_calendar(*, now: datetime) -> list[DueEntry]:
    """What falls due by the rules in force within CALENDAR_TIME, the soonest first."""
    entries: list[DueEntry] = []
    for kind, rule in rules_in_force().items():
        entries += _calendar_of(kind, timedelta(days=rule.days), now)
    entries += _calendar_of(
        DataKind.CARE_NEEDS, timedelta(days=BY_KIND[DataKind.CARE_NEEDS].days), now
    )
    return sorted(entries, key=lambda entry: entry.due_at)[:CALENDAR_ENTRIES_MAX]


def _calendar_of(kind: DataKind, time: timedelta, now: datetime) -> list[DueEntry]:
    entries = []
    for source in SOURCES.get(kind, ())[:1]:
        entries += (
            _of_events(kind, source, time, now)
            if source.event
            else _of_none(kind, source, time, now)
        )
    return entries


def _of_events(kind: DataKind, source: Source, time: timedelta, now: datetime) -> list[DueEntry]:
    rows = db.session.execute(
        source.past(now + CALENDAR_TIME - time, Event, func.count())
        .where(Event.ends_at >= now - time)
        .group_by(Event.id)
    )
    return [DueEntry(event.ends_at + time, BY_KIND[kind], event, count) for event, count in rows]


def _of_none(kind: DataKind, source: Source, time: timedelta, now: datetime) -> list[DueEntry]:
    """One entry for all rows, on the day when the first of those to come is due."""
    coming = source.past(now + CALENDAR_TIME - time, func.count(), func.min(source.moment))
    count, first = db.session.execute(coming.where(source.moment >= source.limit(now - time))).one()
    if not count:
        return []
    if not isinstance(first, datetime):
        first = datetime.combine(first, datetime.min.time(), tzinfo=UTC)
    return [DueEntry(first + time, BY_KIND[kind], None, count)]


def split(counts: Mapping[int, int], pauses: Pauses) -> tuple[dict[int, int], dict[int, int]]:
    """Divide counts by event into what may be deleted and what a pause holds back."""
    due: dict[int, int] = {}
    paused: dict[int, int] = {}
    for event_id, count in counts.items():
        (paused if is_held(event_id, pauses) else due)[event_id] = count
    return due, paused


def list_events_with_people() -> Sequence[Event]:
    """Events of which anybody's registration is stored, the latest first."""
    of_event = select(Registration.id).where(Registration.event_id == Event.id)
    return db.session.scalars(
        select(Event).where(of_event.exists()).order_by(Event.starts_at.desc()).limit(EVENTS_MAX)
    ).all()

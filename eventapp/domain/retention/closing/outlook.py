"""What retention says of an event that is closed: what is deleted when, and what has no time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eventapp.domain.record.pause import current_pauses
from eventapp.domain.retention.data_kind import BY_KIND, KindDescription
from eventapp.domain.retention.due import count_all_before, days_of
from eventapp.domain.retention.rule import rules_in_force
from eventapp.models import DataKind, Event

# What belongs to one event, in the order of a receipt.
KINDS = (
    DataKind.CARE_NEEDS,
    DataKind.INVITATIONS,
    DataKind.SPEAKER_ADDRESSES,
    DataKind.SCANS,
    DataKind.INVITEES,
    DataKind.REGISTRATIONS,
    DataKind.UPLOADS,
)


@dataclass(frozen=True, slots=True)
class KindOutlook:
    """So many rows of a kind go at `due_at`; while nobody has decided when, that is None."""

    description: KindDescription
    count: int
    due_at: datetime | None
    reference: str


@dataclass(frozen=True, slots=True)
class RetentionOutlook:
    """What of the event goes when; `paused` while somebody waits for its documents."""

    kinds: Sequence[KindOutlook]
    paused: bool


def retention_outlook(event: Event, *, now: datetime) -> RetentionOutlook:
    """What the rules in force say of the event's data, in three queries."""
    rules = rules_in_force()
    counts = count_all_before(dict.fromkeys(KINDS, max(now, event.ends_at)), now=now)
    kinds = []
    for kind in KINDS:
        rule, description = rules.get(kind), BY_KIND[kind]
        decided = rule is not None or description.built_in
        time = timedelta(days=days_of(kind, rule))
        kinds.append(
            KindOutlook(
                description,
                counts[kind].get(event.id, 0),
                event.ends_at + time if decided else None,
                rule.reference if rule else "",
            )
        )
    return RetentionOutlook(kinds, current_pauses().cover(event.id))

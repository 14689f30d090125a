"""Deleting the people of a past event at once, by a decision of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.record import audit
from eventapp.domain.record.pause import current_pauses
from eventapp.domain.retention.due import count_all_before
from eventapp.domain.retention.run import add_run, next_code
from eventapp.i18n import _l
from eventapp.models import AuditAction, DataKind, Event, EventState, RetentionRun, RetentionStep

# In this order: who came is counted from the scans before they and the registrations go.
KINDS = (
    DataKind.SCANS,
    DataKind.CARE_NEEDS,
    DataKind.SPEAKER_ADDRESSES,
    DataKind.INVITEES,
    DataKind.REGISTRATIONS,
)


class EventNotOver(Refusal):
    """The event is to come or under way, or waits for a new time."""

    code = "event-not-over"
    sentence = _l("The event is not over, so its people cannot be deleted.")


class DeletionPaused(Refusal):
    """Somebody waits for documents of this event, or of all."""

    code = "closing-paused"
    sentence = _l(
        "Deleting is paused, since somebody waits for documents. It can be done once the pause has "
        "ended."
    )


class NobodyLeft(Refusal):
    """Nothing about people is stored of the event."""

    code = "nobody-left"
    sentence = _l("Nothing about people is left in this event.")


@dataclass(frozen=True, slots=True)
class DeletionDecision:
    """Where the decision to delete can be found, and why it is not left to the rules."""

    reference: str
    reason: str


def is_over(event: Event, *, now: datetime) -> bool:
    """Whether the event has been, so that its people may go."""
    past = event.state not in {EventState.DRAFT, EventState.POSTPONED}
    return past and event.ends_at <= now


def count_people(event: Event, *, now: datetime) -> Mapping[DataKind, int]:
    """How many rows of each kind deleting the people would take; one query."""
    counts = count_all_before(dict.fromkeys(KINDS, now), now=now)
    return {kind: counts[kind].get(event.id, 0) for kind in KINDS}


def delete_people(
    event: Event, decision: DeletionDecision, *, actor: str, now: datetime
) -> RetentionRun:
    """Plan a run through the event's people, whatever the rules' days; the worker does it.

    How many registered and came stays, as after any run. Raises EventNotOver, DeletionPaused,
    NobodyLeft, RunUnderWay.
    """
    locked = locking.lock_event(event)
    if not is_over(locked.event, now=now):
        raise EventNotOver
    if current_pauses().cover(event.id):
        raise DeletionPaused
    if not any(count_people(event, now=now).values()):
        raise NobodyLeft
    run = RetentionRun(
        code=next_code(now),
        started_by=actor,
        started_at=now,
        event_code=event.public_id,
        reference=decision.reference,
        reason=decision.reason,
        steps=[RetentionStep(kind=kind, days=0, before=now) for kind in KINDS],
    )
    add_run(run)
    audit.record(
        AuditAction.PEOPLE_DELETED,
        event,
        actor=actor,
        now=now,
        reason=decision.reason,
        reference=decision.reference,
        run=run.code,
    )
    return run

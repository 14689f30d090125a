"""Postponing, resuming and cancelling an event. Everybody concerned is notified."""

from datetime import datetime

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.event.speaker.speaker_calendar import notify_speakers
from eventapp.domain.locking import LockedEvent
from eventapp.domain.record import audit
from eventapp.domain.registration import queue
from eventapp.domain.registration.notification import notify_of_event
from eventapp.domain.registration.override import require_reason
from eventapp.domain.registration.registration import reassign_free_seats
from eventapp.domain.schedule.event_calendar import calendar_fingerprint, update_calendar
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Event, EventState


class EventStateChanged(Refusal):
    """The event is not in a state from which this can be done."""

    code = "not-held"
    sentence = _l("The event has changed since you opened the page. Look at it again.")


def postpone_event(event: Event, *, actor: str, reason: str, now: datetime) -> None:
    """Postpone a published event: registrations stay, calendars drop the time.

    Raises EventStateChanged, ReasonMissing. Flushes.
    """
    require_reason(reason)
    locked = locking.lock_event(event)
    before = _change_state(locked, EventState.PUBLISHED, EventState.POSTPONED, now=now)
    audit.record(AuditAction.POSTPONED, event, actor=actor, now=now, reason=reason)
    notify_of_event(event, before=before, now=now)
    notify_speakers(event, now=now)


def resume_event(event: Event, *, actor: str, now: datetime) -> None:
    """Publish a postponed event again, at the time that it has now.

    Raises EventStateChanged. Flushes.
    """
    locked = locking.lock_event(event)
    before = _change_state(locked, EventState.POSTPONED, EventState.PUBLISHED, now=now)
    queue.extend_decisions(event, now=now)
    reassign_free_seats(locked, now=now)  # seats may have been changed meanwhile
    audit.record(AuditAction.RESUMED, event, actor=actor, now=now)
    notify_of_event(event, before=before, now=now)
    notify_speakers(event, now=now)


def cancel_event(event: Event, *, actor: str, reason: str, now: datetime) -> None:
    """Cancel a published or postponed event for good; its page stays and says so.

    Raises EventStateChanged, ReasonMissing. Flushes.
    """
    require_reason(reason)
    locking.lock_event(event)
    if event.state not in {EventState.PUBLISHED, EventState.POSTPONED}:
        raise EventStateChanged
    before = _set_state(event, EventState.CANCELLED, now=now)
    audit.record(AuditAction.CALLED_OFF, event, actor=actor, now=now, reason=reason)
    notify_of_event(event, before=before, now=now)
    notify_speakers(event, now=now)


def _change_state(
    locked: LockedEvent, before: EventState, after: EventState, *, now: datetime
) -> int:
    if locked.event.state is not before:
        raise EventStateChanged
    return _set_state(locked.event, after, now=now)


def _set_state(event: Event, state: EventState, *, now: datetime) -> int:
    """Write the state; return the fingerprint of what calendars had before."""
    before = calendar_fingerprint(event)
    event.state = state
    event.version += 1
    event.revision += 1
    db.session.flush()
    update_calendar(event, now=now)
    return before

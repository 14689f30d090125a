"""Closing an event that is over, and opening it again.

A closed event looks as before to everybody; what was worked out of it is in its bundle. Whatever is
changed afterwards is not in that: whoever wants it there opens the event and closes it again.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain import locking, outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.record.audit import record
from eventapp.domain.retention.closing.open_matter import has_open_survey
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Event,
    EventBundle,
    EventClosing,
    EventState,
    Job,
    JobKind,
    JobState,
)


class StillToCome(Refusal):
    """The event is a draft, to come, under way, or waits for a new time."""

    code = "event-still-to-come"
    sentence = _l("The event is not over. It can be closed when it is, or when it is cancelled.")


class SurveyUnfinished(Refusal):
    """A survey takes answers, or its answers have not all been mixed."""

    code = "survey-unfinished"
    sentence = _l("A survey is not finished. Close it first: its results belong in the bundle.")


class ClosedAlready(Refusal):
    """Somebody has closed the event."""

    code = "event-closed-already"
    sentence = _l("The event is closed already.")


class NotClosed(Refusal):
    """The event is open: somebody has opened it again, or it never was closed."""

    code = "event-not-closed"
    sentence = _l("The event is open already.")


class BundleUnderWay(Refusal):
    """The bundle is being made, or is there."""

    code = "bundle-under-way"
    sentence = _l("The bundle is here, or on its way. Look at the page again.")


def may_be_closed(event: Event, *, now: datetime) -> bool:
    """Whether the event has been, or does not take place."""
    if event.state is EventState.PUBLISHED:
        return event.ends_at <= now
    return event.state is EventState.CANCELLED


def close_event(event: Event, *, language: str, actor: str, now: datetime) -> EventClosing:
    """Close the event, and promise its bundle in this language.

    Raises StillToCome, SurveyUnfinished, ClosedAlready. Flushes.
    """
    locked = locking.lock_event(event)
    if not may_be_closed(locked.event, now=now):
        raise StillToCome
    if has_open_survey(event):
        raise SurveyUnfinished
    if find_closing(event):
        raise ClosedAlready
    closing = EventClosing(event_id=event.id, closed_at=now)
    db.session.add(closing)
    db.session.flush()
    bundle = EventBundle(closing_id=closing.id, event_id=event.id, language=language)
    db.session.add(bundle)
    db.session.flush()
    record(AuditAction.EVENT_CONCLUDED, event, actor=actor, now=now, closing=closing.code)
    _promise(bundle, now)
    return closing


def reopen_event(event: Event, *, actor: str, now: datetime) -> None:
    """Open a closed event again; the bundle stays as it is. Raises NotClosed. Flushes."""
    locking.lock_event(event)
    closing = find_closing(event)
    if closing is None:
        raise NotClosed
    closing.reopened_at = now
    db.session.flush()
    record(AuditAction.EVENT_REOPENED, event, actor=actor, now=now, closing=closing.code)


def make_bundle_again(event: Event, *, actor: str, now: datetime) -> None:
    """Promise the bundle anew where making it has failed. Raises NotClosed, BundleUnderWay."""
    locking.lock_event(event)
    closing = find_closing(event)
    if closing is None:
        raise NotClosed
    bundle = find_bundle(closing)
    if bundle is None or not has_failed(bundle):
        raise BundleUnderWay
    bundle.round += 1
    bundle.begun = ""
    db.session.flush()
    record(AuditAction.BUNDLE_MADE_ANEW, event, actor=actor, now=now, closing=closing.code)
    _promise(bundle, now)


def find_closing(event: Event) -> EventClosing | None:
    """The closing that is in force; None for an open event."""
    return db.session.scalar(
        select(EventClosing).where(
            EventClosing.event_id == event.id, EventClosing.reopened_at.is_(None)
        )
    )


def find_bundle(closing: EventClosing) -> EventBundle | None:
    """The bundle of a closing; None once retention has taken it."""
    return db.session.scalar(select(EventBundle).where(EventBundle.closing_id == closing.id))


def list_bundles(event: Event) -> Sequence[EventBundle]:
    """The bundles of the event with their closings, the latest first."""
    return db.session.scalars(
        select(EventBundle)
        .where(EventBundle.event_id == event.id)
        .options(joinedload(EventBundle.closing))
        .order_by(EventBundle.id.desc())
    ).all()


def find_ready_bundle(event: Event, code: str) -> EventBundle | None:
    """The bundle of the event's closing of this code, if it has been made."""
    return db.session.scalar(
        select(EventBundle)
        .join(EventBundle.closing)
        .where(
            EventBundle.event_id == event.id,
            EventClosing.code == code,
            EventBundle.made_at.is_not(None),
        )
    )


def has_failed(bundle: EventBundle) -> bool:
    """Whether the worker has given up making it, or somebody has discarded its job."""
    if bundle.made_at:
        return False
    state = db.session.scalar(select(Job.state).where(Job.dedupe_key == _key(bundle)))
    return state in {None, JobState.FAILED, JobState.DISCARDED, JobState.HELD}


def _promise(bundle: EventBundle, now: datetime) -> None:
    outbox.enqueue(
        JobKind.EVENT_BUNDLE,
        key=_key(bundle),
        now=now,
        bundle_id=bundle.id,
        round=bundle.round,
    )


def _key(bundle: EventBundle) -> str:
    return f"event-bundle:{bundle.id}:{bundle.round}"

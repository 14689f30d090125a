"""Telling an event's organizers that people wait for their decision, before it is too late.

Whoever is not decided about in time loses the seat that is held. The letter comes once a day at
most, by day, and says how many wait, never who.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from eventapp.domain import outbox
from eventapp.domain.people.account import list_organizers
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Event,
    EventState,
    Job,
    JobKind,
    Registration,
    RegistrationState,
)

NOTICE_TIME = timedelta(days=2)
HOURS = range(8, 20)  # of the event's day


@dataclass(frozen=True, slots=True)
class DecisionNotice:
    """How many are to be decided about within NOTICE_TIME, and when the first seat is lost."""

    event: Event
    count: int
    first_by: datetime


def list_due(*, now: datetime) -> list[tuple[str, int, int]]:
    """The letters to be promised: their keys, and the numbers of event and account."""
    due = [
        (f"decide:{notice.event.id}:{account.id}:{today}", notice.event.id, account.id)
        for notice in _list_notices(now)
        if (today := _day_of(notice.event, now))
        for account in list_organizers(notice.event.id)
    ]
    keys = [key for key, _event, _account in due]
    promised = set(db.session.scalars(select(Job.dedupe_key).where(Job.dedupe_key.in_(keys))))
    return [letter for letter in due if letter[0] not in promised]


def promise_notices(due: Sequence[tuple[str, int, int]], *, now: datetime) -> None:
    """Promise these letters, each once whoever else does."""
    for key, event_id, account_id in due:
        outbox.enqueue_once(
            JobKind.DECISION_MAIL, key=key, now=now, event_id=event_id, account_id=account_id
        )


def find_notice(
    event_id: int, account_id: int, *, now: datetime
) -> tuple[DecisionNotice, Account] | None:
    """What the letter says now, and to whom; None where all are decided about meanwhile.

    Nor is it written to who is no organizer of the event any more.
    """
    account = next((own for own in list_organizers(event_id) if own.id == account_id), None)
    notices = _list_notices(now, Event.id == event_id)
    return (notices[0], account) if account and notices else None


def _list_notices(now: datetime, *which: ColumnElement[bool]) -> list[DecisionNotice]:
    first_by: Any = func.min(Registration.decide_by)
    rows = db.session.execute(
        select(Event, func.count(), first_by)
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.state == RegistrationState.PENDING,
            Registration.decide_by > now,
            Registration.decide_by <= now + NOTICE_TIME,
            Event.state == EventState.PUBLISHED,
            *which,
        )
        .group_by(Event.id)
        .order_by(first_by, Event.id)
    )
    return [DecisionNotice(*row) for row in rows]


def _day_of(event: Event, now: datetime) -> str:
    """Today's date where the event is; empty at night."""
    local = now.astimezone(ZoneInfo(event.time_zone))
    return f"{local:%Y-%m-%d}" if local.hour in HOURS else ""

"""A letter the evening before: to the list on paper, while there is time to print it.

It goes once to everybody who is in charge of a door with phones. Where nobody has invited a phone
there is no door, and people who meet online have none either.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.people.account import list_door_leads, list_organizers
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Device,
    DeviceKind,
    Event,
    EventState,
    Job,
    JobKind,
)

EVENING_HOUR = 17  # of the day before, by the clocks at the event
REACH = timedelta(days=2)


def list_due(*, now: datetime) -> list[tuple[str, int, int]]:
    """The letters to be promised: their keys, and the numbers of event and account."""
    due = [
        (f"door-list:{event.id}:{account.id}:{_first_day(event)}", event.id, account.id)
        for event in _list_events(now)
        for account in _in_charge(event.id)
    ]
    keys = [key for key, _event, _account in due]
    promised = set(db.session.scalars(select(Job.dedupe_key).where(Job.dedupe_key.in_(keys))))
    return [letter for letter in due if letter[0] not in promised]


def promise_letters(due: Sequence[tuple[str, int, int]], *, now: datetime) -> None:
    """Promise these letters, each once whoever else does."""
    for key, event_id, account_id in due:
        outbox.enqueue_once(
            JobKind.DOOR_LIST_MAIL, key=key, now=now, event_id=event_id, account_id=account_id
        )


def find_recipient(
    event_id: int, account_id: int, *, now: datetime
) -> tuple[Event, Account] | None:
    """Which event the letter is about, and to whom it goes.

    None where the event has begun or does not take place, and for who has no door in charge any
    more.
    """
    event = next((due for due in _list_events(now) if due.id == event_id), None)
    account = next((own for own in _in_charge(event_id) if own.id == account_id), None)
    return (event, account) if event and account else None


def _list_events(now: datetime) -> list[Event]:
    """The events with phones that begin tomorrow, once it is evening there, until they begin."""
    phones = select(Device.event_id).where(
        Device.kind == DeviceKind.PHONE, Device.revoked_at.is_(None)
    )
    events = db.session.scalars(
        select(Event)
        .where(
            Event.state == EventState.PUBLISHED,
            Event.starts_at > now,
            Event.starts_at <= now + REACH,
            Event.id.in_(phones),
        )
        .order_by(Event.id)
    )
    return [event for event in events if not event.online and now >= _evening_before(event)]


def _evening_before(event: Event) -> datetime:
    zone = ZoneInfo(event.time_zone)
    morning = event.starts_at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    return morning.replace(hour=EVENING_HOUR) - timedelta(days=1)


def _first_day(event: Event) -> str:
    return event.starts_at.astimezone(ZoneInfo(event.time_zone)).date().isoformat()


def _in_charge(event_id: int) -> list[Account]:
    """The organizers and the event's door leads, each once."""
    people = [*list_organizers(event_id), *list_door_leads(event_id)]
    return list({account.id: account for account in people}.values())

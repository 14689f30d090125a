"""The letter of the evening before: once, to whoever is in charge of a door with phones."""

from datetime import UTC, datetime, timedelta

import pytest

from eventapp.domain.door import device as devices
from eventapp.domain.door.by_hand.list_letter import find_recipient, list_due, promise_letters
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, AttendanceMode, Event, EventState, Job, JobKind
from tests.builders import DAY, HOUR, NOON, an_event
from tests.builders.account import an_account
from tests.builders.door import a_phone

pytestmark = pytest.mark.usefixtures("app")
STARTS = datetime(2027, 6, 10, 7, 0, tzinfo=UTC)  # nine by the clocks in Stockholm
EVENING = datetime(2027, 6, 9, 15, 0, tzinfo=UTC)  # five there, the day before


def in_charge() -> tuple[Event, Account, Account]:
    event = an_event(starts_at=STARTS, ends_at=STARTS + 8 * HOUR)
    a_phone(event, now=NOON)
    organizer = an_account(Role.ORGANIZER)
    lead = an_account(Role.DOOR_LEAD, event=event)
    db.session.flush()
    return event, organizer, lead


def promise(now: datetime) -> int:
    promise_letters(list_due(now=now), now=now)
    return db.session.query(Job).filter_by(kind=JobKind.DOOR_LIST_MAIL).count()


def test_organizers_and_door_leads_get_it_once_when_it_is_evening_there() -> None:
    event, organizer, lead = in_charge()
    assert promise(EVENING - timedelta(minutes=1)) == 0
    assert promise(EVENING) == promise(EVENING + HOUR) == 2
    for account in (organizer, lead):
        assert find_recipient(event.id, account.id, now=EVENING) == (event, account)
    assert find_recipient(event.id, organizer.id, now=STARTS) is None  # it has begun
    event.starts_at, event.ends_at = STARTS + 7 * DAY, STARTS + 7 * DAY + HOUR
    assert promise(EVENING + 7 * DAY) == 4  # moved, it has another evening before


def test_whoever_lost_the_door_meanwhile_gets_none() -> None:
    event, _organizer, lead = in_charge()
    promise(EVENING)
    lead.grants.clear()
    db.session.flush()
    assert find_recipient(event.id, lead.id, now=EVENING) is None


def test_an_event_without_a_door_has_no_letter() -> None:
    online = an_event(form=AttendanceMode.ONLINE, starts_at=STARTS, ends_at=STARTS + HOUR)
    a_phone(online, now=NOON)
    no_phone = an_event(starts_at=STARTS, ends_at=STARTS + HOUR)
    blocked = an_event(starts_at=STARTS, ends_at=STARTS + HOUR)
    devices.revoke(a_phone(blocked, now=NOON)[0], actor="x", now=NOON)
    called_off = an_event(starts_at=STARTS, ends_at=STARTS + HOUR)
    a_phone(called_off, now=NOON)
    called_off.state = EventState.CANCELLED
    an_account(Role.ORGANIZER)
    db.session.flush()
    assert no_phone.id
    assert list_due(now=EVENING) == []

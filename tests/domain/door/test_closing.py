"""The door closes two hours after the event; late scans are taken for thirty days."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from eventapp.domain.door import device as devices
from eventapp.domain.door.closing import EventOver, door_closes_at, is_closed, tokens_end_at
from eventapp.domain.door.device import PairingSpent
from eventapp.models import Event
from tests.builders import DAY, HOUR, NOON, an_event
from tests.builders.door import a_phone

SECOND = timedelta(seconds=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - 2 * HOUR, ends_at=NOON + 6 * HOUR)


def closing_of(event: Event) -> datetime:
    return event.ends_at + 2 * HOUR


def test_the_door_closes_two_hours_after_the_event(event: Event) -> None:
    assert door_closes_at(event) == closing_of(event)
    assert not is_closed(event, now=closing_of(event))
    assert is_closed(event, now=closing_of(event) + SECOND)


def test_no_phone_is_invited_once_the_door_has_closed(event: Event) -> None:
    with pytest.raises(EventOver):
        devices.invite(event, "Entré", actor="organizer", now=closing_of(event) + SECOND)


def test_a_pairing_link_ends_with_the_door(event: Event) -> None:
    device = devices.invite(event, "Entré", actor="organizer", now=NOON)
    token = devices.pairing_token(device)

    assert device.pairing_ends_at == closing_of(event)
    assert devices.find_to_pair(token, now=closing_of(event)) is None
    with pytest.raises(PairingSpent):
        devices.pair(token, now=closing_of(event))


def test_a_pairing_link_ends_with_the_door_of_an_event_that_was_moved_forward(event: Event) -> None:
    device = devices.invite(event, "Entré", actor="organizer", now=NOON)
    event.ends_at = NOON

    assert devices.find_to_pair(devices.pairing_token(device), now=NOON + 2 * HOUR) is None


def test_a_phones_token_ends_thirty_days_after_the_event(event: Event) -> None:
    device, token = a_phone(event)

    assert tokens_end_at(event) == event.ends_at + 30 * DAY
    assert devices.find_paired(token, now=tokens_end_at(event)) is device
    with pytest.raises(EventOver):
        devices.find_paired(token, now=tokens_end_at(event) + SECOND)

"""Phones: invited by a link that works once, numbered by door, and shut out."""

import pytest
from flask import Flask

from eventapp.domain.door import device as devices
from eventapp.domain.door.device import PairingSpent, TooManyDoors
from eventapp.extensions import db
from eventapp.models import Device, Event, Gate
from tests.builders import NOON, an_event
from tests.builders.door import a_phone


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


def test_a_pairing_link_works_once(event: Event) -> None:
    link = devices.invite(event, "Entré", actor="organizer", now=NOON)
    token = devices.pairing_token(link)
    assert devices.find_to_pair(token, now=NOON) is link

    paired, device_token = devices.pair(token, now=NOON)

    assert devices.find_paired(device_token, now=NOON) is paired is link
    with pytest.raises(PairingSpent):
        devices.pair(token, now=NOON)
    assert devices.find_to_pair(token, now=NOON) is None


def test_a_pairing_link_grows_old_and_can_be_taken_back(event: Event) -> None:
    link = devices.invite(event, "Entré", actor="organizer", now=NOON)
    token = devices.pairing_token(link)

    assert devices.find_to_pair(token, now=NOON + devices.PAIRING_LINK_DURATION) is None
    devices.revoke(link, actor="organizer", now=NOON)
    with pytest.raises(PairingSpent):
        devices.pair(token, now=NOON)


def test_neither_token_is_stored(event: Event) -> None:
    paired, device_token = a_phone(event)
    pairing_token = devices.pairing_token(paired)

    stored = {
        str(getattr(paired, column.key))
        for column in Device.__table__.columns  # type: ignore[attr-defined]
    }

    assert device_token not in stored
    assert pairing_token not in stored


def test_doors_are_made_when_first_named_and_phones_numbered(event: Event) -> None:
    invited = [
        devices.invite(event, door, actor="organizer", now=NOON)
        for door in ("Entré", "Norra porten", "Entré")
    ]

    assert [(link.place.number, link.number) for link in invited] == [(1, 1), (2, 2), (1, 3)]
    assert [gate.name for gate in devices.list_gates(event)] == ["Entré", "Norra porten"]
    assert devices.list_devices(event) == [invited[0], invited[2], invited[1]]
    other = devices.invite(an_event(), "Entré", actor="organizer", now=NOON)
    assert (other.place.number, other.number) == (1, 1)


def test_an_event_has_255_doors_at_most(event: Event) -> None:
    db.session.add(Gate(event_id=event.id, number=255, name="the last"))
    db.session.flush()

    with pytest.raises(TooManyDoors):
        devices.invite(event, "one more", actor="organizer", now=NOON)

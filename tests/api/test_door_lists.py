"""What lists cost a phone: a quarter of a byte a ticket, and five bytes for each who came."""

import os

import msgspec
import pytest
from flask import Flask

from eventapp.api import door
from eventapp.api.packed_roster import pack_roster
from eventapp.domain.door.check_in_list.definition import list_lists
from eventapp.domain.door.roster import RosterPage, sign_ups
from eventapp.domain.door.roster_log import ListedRecord
from eventapp.domain.door.sealed_record import RECORD_BYTES
from eventapp.models import Device, Event
from tests.builders import HOUR, NOON, an_event
from tests.builders.door import a_check_in_list, a_phone

PEOPLE, CHANGED, LISTS = 10_000, 100, 2


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - 2 * HOUR, ends_at=NOON + 6 * HOUR)


@pytest.fixture
def phone(event: Event) -> Device:
    return a_phone(event)[0]


def a_page(
    event: Event, people: int, lists: int, *, at_event: bool = False, at_lists: bool = False
) -> RosterPage:
    """An answer about so many people, who came or did not, with lists that all signed up for."""
    further = [a_check_in_list(event, capacity=people).number for _ in range(lists)]
    rows = [ListedRecord(os.urandom(16).hex(), None, bytes(further)) for _ in range(people)]
    digests = sorted(bytes.fromhex(row.digest) for row in rows)
    came = [digest[:8] + bytes((0, *os.urandom(3), 1, 1)) for digest in digests]
    at_each = [bytes((number,)) + arrival for number in further for arrival in came]
    return RosterPage(
        revision=7,
        since=0,
        next=None,
        records=b"".join(digest + os.urandom(RECORD_BYTES - 16) for digest in digests),
        gone=b"",
        arrivals=b"".join(came if at_event else []),
        lists=list_lists(event),
        listed=sign_ups(list_lists(event), rows) + b"".join(at_each if at_lists else []),
    )


def packed(phone: Device, page: RosterPage) -> int:
    return len(pack_roster(door.roster_shape(phone, page, now=NOON)))


def test_ten_thousand_who_all_came_to_two_lists_are_less_than_two_megabytes(
    phone: Device, event: Event
) -> None:
    arrived = packed(phone, a_page(event, PEOPLE, LISTS, at_event=True, at_lists=True))

    assert arrived <= 1_900_000


def test_a_list_adds_at_most_seventeen_bytes_for_each_who_came_to_it(
    phone: Device, event: Event
) -> None:
    without = packed(phone, a_page(event, PEOPLE, 0, at_event=True))
    with_list = packed(phone, a_page(event, PEOPLE, 1, at_event=True, at_lists=True))

    assert (with_list - without) / PEOPLE <= 17


def test_a_change_of_a_hundred_is_small_as_json_too(phone: Device, event: Event) -> None:
    page = a_page(event, CHANGED, LISTS, at_event=True, at_lists=True)

    assert len(msgspec.json.encode(door.roster_shape(phone, page, now=NOON))) <= 30_000

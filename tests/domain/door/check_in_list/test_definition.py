"""Lists are created, changed, closed and deleted; a number is never given again."""

import pytest
from flask import Flask

from eventapp.domain.door.check_in_list import definition
from eventapp.domain.door.check_in_list.definition import ListContent
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.models import CheckInListKind, Event
from tests.builders import HOUR, NOON, a_registration, a_session, an_event
from tests.builders.door import a_check_in_list, a_digest, a_phone, a_scan
from tests.domain.door.sending import send

BY = {"actor": "organizer", "now": NOON}
OWN = ListContent(CheckInListKind.EVENT, "", exits=True, capacity=400)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - 2 * HOUR, ends_at=NOON + 6 * HOUR)


def test_an_event_has_its_own_list_before_anybody_says_so(event: Event) -> None:
    own = definition.find_list(event, "event")
    assert own is not None
    assert [listing.number for listing in definition.load_lists(event)] == [0]

    definition.edit_list(event, own, OWN, version=1, **BY)

    stored = definition.find_numbered(event, 0)
    assert stored is not None
    assert (stored.exits, stored.capacity, stored.version) == (True, 400, 2)
    assert [listing.id for listing in definition.load_lists(event)] == [stored.id]
    with pytest.raises(definition.OwnListStaysOpen):
        definition.close_list(event, stored, **BY)
    with pytest.raises(definition.ListIsUsed):
        definition.delete_list(event, stored, **BY)


def test_a_list_is_changed_by_who_saw_its_last_version(event: Event) -> None:
    first, second = (a_session(event, code=code) for code in ("pass1", "pass2"))
    listing = a_check_in_list(event, first.code, name="Sal A", signed_up_only=True)
    content = ListContent(CheckInListKind.SESSIONS, "Sal B", session_codes=[second.code])

    definition.edit_list(event, listing, content, version=1, **BY)

    assert listing.name == "Sal B"
    assert [row.session_id for row in listing.listed_sessions] == [second.id]
    assert not listing.signed_up_only
    with pytest.raises(StaleVersion):
        definition.edit_list(event, listing, content, version=1, **BY)


def test_a_list_follows_its_sessions_to_another_day(event: Event) -> None:
    event.ends_at += 24 * HOUR
    session = a_session(event, code="pass1", starts_at=NOON, ends_at=NOON + HOUR)
    today, tomorrow = NOON.date(), (NOON + 24 * HOUR).date()
    listing = a_check_in_list(event, session.code, name="Sal A", day=today)
    of_the_day = a_check_in_list(event, name="Dag 1", day=today)
    definition.follow_sessions(event, **BY)
    assert (listing.day, listing.version) == (today, 1)

    session.starts_at, session.ends_at = NOON + 24 * HOUR, NOON + 25 * HOUR
    definition.follow_sessions(event, **BY)

    assert (listing.day, listing.version) == (tomorrow, 2)
    assert of_the_day.day == today


def test_two_lists_of_one_name_are_refused(event: Event) -> None:
    a_check_in_list(event, name="Sal A")
    other = a_check_in_list(event, name="Sal B")

    with pytest.raises(definition.ListNameTaken):
        a_check_in_list(event, name="sal a")
    taken = ListContent(CheckInListKind.ROOM, "SAL A")
    with pytest.raises(definition.ListNameTaken):
        definition.edit_list(event, other, taken, version=1, **BY)


def test_a_list_is_closed_and_opened_again(event: Event) -> None:
    listing = a_check_in_list(event)

    definition.close_list(event, listing, **BY)
    assert listing.closed_at == NOON
    definition.reopen_list(event, listing, **BY)
    assert listing.closed_at is None


def test_a_list_goes_while_unused_and_its_number_with_it(event: Event) -> None:
    unused, used = a_check_in_list(event), a_check_in_list(event)
    phone, _token = a_phone(event)
    send(phone, a_scan(a_digest(a_registration(event)), list=used.number))

    definition.delete_list(event, unused, **BY)
    with pytest.raises(definition.ListIsUsed):
        definition.delete_list(event, used, **BY)

    assert [listing.number for listing in definition.list_lists(event)] == [used.number]
    assert definition.find_list(event, unused.code) is None
    assert a_check_in_list(event).number == used.number + 1
    for verb in (definition.close_list, definition.reopen_list, definition.delete_list):
        with pytest.raises(definition.NoSuchList):
            verb(event, unused, **BY)


def test_there_are_as_many_lists_as_a_byte_can_name(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(definition, "LIST_NUMBER_MAX", 1)
    a_check_in_list(event)

    with pytest.raises(Refusal) as refused:
        a_check_in_list(event)
    assert refused.type is definition.TooManyLists

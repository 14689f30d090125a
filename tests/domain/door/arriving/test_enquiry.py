"""What the server says of a ticket that is held up: as a scan would be answered, none stored."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.door import roster_log
from eventapp.domain.door.arriving import enquiry
from eventapp.domain.door.check_in_list.definition import close_list
from eventapp.domain.registration import ticket
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import CheckIn, Event
from tests.builders import NOON, a_registration, a_session, an_event
from tests.builders.door import a_check_in_list, a_digest, a_phone, a_scan
from tests.domain.door.records import open_record
from tests.domain.door.sending import send

MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


def test_who_is_welcome_becomes_again_by_a_scan_and_welcome_by_its_undoing(event: Event) -> None:
    phone, _token = a_phone(event)
    digest = a_digest(a_registration(event))
    scan = a_scan(digest)

    before = enquiry.ask(phone, digest, now=NOON)
    assert db.session.query(CheckIn).count() == 0
    send(phone, scan)
    inside = enquiry.ask(phone, digest, now=NOON + MINUTE)
    send(phone, a_scan(target=scan["id"], at=NOON + MINUTE))
    undone = enquiry.ask(phone, digest, now=NOON + 2 * MINUTE)

    assert (before.said["verdict"], undone.said["verdict"]) == ("welcome", "welcome")
    first = {"at": int(NOON.timestamp() * 1000), "place": 1, "uncertain": False}
    assert inside.said == {"verdict": "again", "first": first}


def test_the_record_is_sealed_as_of_now_though_the_roster_waits(event: Event) -> None:
    phone, _token = a_phone(event)
    person = a_registration(event, name="Åsa Öberg")
    revision = roster_log.current(event.id).revision

    cancel(person, now=NOON)
    reply = enquiry.ask(phone, a_digest(person), now=NOON)

    assert reply.said["verdict"] == "cancelled"
    assert reply.record is not None
    plain = open_record(ticket.current_code(person), event.public_id, reply.record)
    assert plain[1] == 3
    assert "Åsa Öberg".encode() in plain
    assert roster_log.current(event.id).revision == revision


def test_a_replaced_ticket_and_those_of_elsewhere_and_nobody(event: Event) -> None:
    phone, _token = a_phone(event)
    person = a_registration(event)
    old = a_digest(person)
    ticket.issue(event, person, now=NOON)
    db.session.flush()

    replaced = enquiry.ask(phone, old, now=NOON)
    elsewhere = enquiry.ask(phone, a_digest(a_registration(an_event())), now=NOON)
    forged = enquiry.ask(phone, "0" * 32, now=NOON)

    assert replaced.said == {"verdict": "cancelled", "reason": "replaced"}
    assert (elsewhere.said, elsewhere.record) == ({"verdict": "other-event"}, None)
    assert (forged.said, forged.record) == ({"verdict": "unlisted"}, None)


def test_a_list_has_its_own_answer_and_who_came_to_the_event_is_new_there(event: Event) -> None:
    phone, _token = a_phone(event)
    digest = a_digest(a_registration(event))
    a_session(event, code="pass1")
    room, seats = a_check_in_list(event), a_check_in_list(event, "pass1", signed_up_only=True)

    def answers() -> list[str]:
        lists = (0, room.number, seats.number)
        replies = [enquiry.ask(phone, digest, list_number=number, now=NOON) for number in lists]
        return [reply.said["verdict"] for reply in replies]

    assert answers() == ["welcome", "welcome", "not-signed-up"]
    send(phone, a_scan(digest, at=NOON - MINUTE, list=room.number))
    assert answers() == ["welcome", "again", "not-signed-up"]
    send(phone, a_scan(digest, at=NOON - MINUTE / 2, kind="exit", list=room.number, verdict=None))
    assert answers() == ["welcome", "welcome", "not-signed-up"]
    close_list(event, room, actor="organizer", now=NOON - MINUTE / 4)
    assert answers() == ["welcome", "list-closed", "not-signed-up"]

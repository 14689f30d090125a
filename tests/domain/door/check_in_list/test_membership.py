"""Who belongs to a list, and that phones are told when that changes, whoever changes it."""

import pytest
import sqlalchemy
from flask import Flask

from eventapp.domain.door import roster, roster_entry, roster_log
from eventapp.domain.door.check_in_list.definition import ListContent, edit_list, list_lists
from eventapp.domain.door.check_in_list.membership import load_numbers
from eventapp.extensions import db
from eventapp.models import (
    CheckInListKind,
    ChoiceState,
    Event,
    Registration,
    Session,
    SessionChoice,
)
from tests.builders import HOUR, NOON, a_registration, a_session, an_event
from tests.builders.door import a_check_in_list, a_digest, a_phone


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(starts_at=NOON - 2 * HOUR, ends_at=NOON + 6 * HOUR)
    a_phone(event)
    return event


def choose(someone: Registration, session: Session, state: ChoiceState) -> None:
    db.session.add(SessionChoice(registration_id=someone.id, session_id=session.id, state=state))
    db.session.flush()


def record(event: Event) -> int:
    """Let the roster be made, and return its revision."""
    while roster_entry.record_changes(event):
        pass
    return roster_log.current(event.id).revision


def changed(event: Event, since: int) -> dict[str, bytes | None]:
    record(event)
    return {row.digest: row.lists for row in roster_log.changed_since(event.id, since, 100)}


def test_those_with_a_seat_belong_and_phones_learn_what_changes(event: Event) -> None:
    workshop, other = a_session(event, code="pass1"), a_session(event, code="pass2")
    seated, waiting = a_registration(event), a_registration(event)
    choose(seated, workshop, ChoiceState.CONFIRMED)
    choose(waiting, workshop, ChoiceState.WISHED)
    before = record(event)

    listing = a_check_in_list(event, workshop.code, signed_up_only=True)
    assert load_numbers(event.id, [seated.id, waiting.id]) == {seated.id: bytes([listing.number])}
    assert changed(event, before) == {a_digest(seated): bytes([listing.number])}

    before = record(event)
    statement = sqlalchemy.text("UPDATE session_choices SET state = 'confirmed'")
    db.session.execute(statement)
    assert changed(event, before) == {a_digest(waiting): bytes([listing.number])}

    before = record(event)
    db.session.execute(
        sqlalchemy.text("DELETE FROM session_choices WHERE registration_id = :id"),
        {"id": waiting.id},
    )
    assert changed(event, before) == {a_digest(waiting): None}

    before = record(event)
    content = ListContent(
        CheckInListKind.SESSIONS, "Sal", session_codes=[other.code], signed_up_only=True
    )
    edit_list(event, listing, content, version=1, actor="organizer", now=NOON)
    assert changed(event, before) == {a_digest(seated): None}


def test_a_session_that_is_deleted_takes_its_members_along(event: Event) -> None:
    workshop, seated = a_session(event, code="pass1"), a_registration(event)
    choose(seated, workshop, ChoiceState.CONFIRMED)
    a_check_in_list(event, workshop.code, signed_up_only=True)
    before = record(event)

    db.session.execute(sqlalchemy.text("DELETE FROM session_choices"))
    db.session.execute(sqlalchemy.text("DELETE FROM sessions"))

    assert changed(event, before) == {a_digest(seated): None}


def test_a_page_says_a_bit_for_each_record_and_list(event: Event) -> None:
    workshop, people = a_session(event, code="pass1"), [a_registration(event) for _ in range(3)]
    choose(people[1], workshop, ChoiceState.CONFIRMED)
    a_check_in_list(event)
    listing = a_check_in_list(event, workshop.code, signed_up_only=True)
    record(event)

    page = roster.whole_roster(event, lists=list_lists(event))

    digests = [page.records[at : at + 16].hex() for at in range(0, len(page.records), 172)]
    width = -(-len(digests) // 8)
    assert [of.number for of in page.lists] == [1, listing.number]
    assert page.listed[:width] == bytes(width)
    bits = "".join(f"{byte:08b}" for byte in page.listed[width : 2 * width])
    assert [d for d, bit in zip(digests, bits, strict=False) if bit == "1"] == [a_digest(people[1])]
    assert len(page.listed) == 2 * width

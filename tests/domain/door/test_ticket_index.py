"""An event's tickets in the memory of a process, and the log of what changed among them."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.door import ticket_index
from eventapp.domain.door.sealed_record import RECORD_BYTES
from eventapp.extensions import db
from eventapp.models import Event
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))
    a_phone(event)
    return event


def test_a_new_ticket_is_in_the_index_and_not_yet_in_the_log(event: Event) -> None:
    ticket_index.record_changes(event)
    assert ticket_index.is_recorded(event, ticket_index.load_ticket_index(event))

    registration = a_registration(event)
    db.session.flush()

    index = ticket_index.load_ticket_index(event)
    assert a_digest(registration) in index.rows
    assert not ticket_index.is_recorded(event, index)


def test_records_are_sorted_and_filled_up_with_decoys(event: Event) -> None:
    digests = {a_digest(a_registration(event)) for _ in range(3)}
    db.session.flush()

    book = ticket_index.load_ticket_index(event).book

    assert (len(book), {len(record) for record in book}) == (64, {RECORD_BYTES})
    assert book == sorted(book)
    assert digests <= {record[:16].hex() for record in book}


def test_pages_follow_the_digest_that_ended_the_last(event: Event) -> None:
    index = ticket_index.load_ticket_index(event)
    first = index.after(b"", 10)
    assert first + index.after(first[-1][:16], 1000) == index.book

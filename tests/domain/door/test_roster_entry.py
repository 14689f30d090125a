"""The roster's entries: whatever changes a person or a ticket is marked, sealed anew and found."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from eventapp.domain.door import (
    roster,
    roster_entry,
    roster_log,
    scan_tally,
    sealed_record,
)
from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.door.record_content import content_of
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import (
    Event,
    Registration,
    RosterEntry,
    RosterMark,
    RosterName,
    Ticket,
)
from eventapp.worker import periodic
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan, read_scans


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))
    a_phone(event)
    return event


def record_all(event: Event) -> None:
    """Work off what is marked."""
    db.session.flush()
    while not roster_entry.is_recorded(event):
        roster_entry.record_changes(event)


def sealed_afresh(event: Event) -> dict[str, bytes]:
    """Every ticket's record, made of what is stored now."""
    records = {}
    for person in db.session.scalars(select(Registration).where(Registration.event == event)):
        db.session.refresh(person)
        for issued in person.tickets:
            row = db.session.execute(
                select(*roster_entry.COLUMNS)
                .join(Registration, Ticket.registration_id == Registration.id)
                .where(Ticket.digest == issued.digest)
            ).one()
            newest = person.tickets[-1].revision
            plain = sealed_record.encode(content_of(event.public_id, row, newest))
            key = app_keys().tickets[issued.key_number]
            code = ticket.derive_code(key, event.public_id, person.secret, issued.revision)
            records[issued.digest] = sealed_record.seal_record(code, event.public_id, plain)
    return records


def stored(event: Event) -> dict[str, bytes]:
    listed = roster_log.list_records(event.id, "", 1_000)
    return {row.digest: row.record for row in listed if row.record}


CHANGES = {
    "state": "UPDATE registrations SET state = 'cancelled' WHERE id = :id",
    "name": "UPDATE registrations SET name = 'Bo Ek' WHERE id = :id",
    "organisation": "UPDATE registrations SET organisation_name = 'Ockelbo' WHERE id = :id",
    "visibility": "UPDATE registrations SET visibility = 'limited' WHERE id = :id",
    "party": "UPDATE registrations SET party_code = 'p' WHERE id = :id",
    "ticket": "DELETE FROM tickets WHERE registration_id = :id",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_by_whatever_statement_is_sealed_anew(event: Event, what: str) -> None:
    someone, _other = a_registration(event, name="Åsa Öberg"), a_registration(event)
    record_all(event)
    before = stored(event)
    assert before == sealed_afresh(event)

    db.session.execute(text(CHANGES[what]), {"id": someone.id})
    db.session.expire_all()
    assert not roster_entry.is_recorded(event)
    record_all(event)

    assert stored(event) == sealed_afresh(event) != before


def test_a_reissued_ticket_replaces_the_one_before_it(event: Event) -> None:
    someone = a_registration(event)
    record_all(event)

    ticket.issue(event, someone, now=NOON)
    record_all(event)

    assert len(stored(event)) == 2
    assert stored(event) == sealed_afresh(event)


def test_nothing_is_marked_where_no_phone_is_or_when_nothing_shown_has_changed(
    event: Event,
) -> None:
    record_all(event)
    a_registration(an_event())
    assert db.session.scalar(select(func.count()).select_from(RosterMark)) == 0
    someone = a_registration(event)
    record_all(event)

    someone.email = "other@town.example"
    someone.name = str(someone.name)
    db.session.flush()

    assert roster_entry.is_recorded(event)


def test_records_made_by_an_older_release_or_other_keys_are_made_anew(event: Event) -> None:
    someone = a_registration(event)
    record_all(event)
    revision = roster_log.current(event.id).listed_revision
    db.session.execute(update(RosterEntry).values(record=None))
    roster_log.current(event.id).fingerprint = "as the older release wrote it"

    record_all(event)

    assert stored(event) == sealed_afresh(event)
    assert a_digest(someone) in stored(event)
    assert roster_log.current(event.id).listed_revision > revision


def test_some_are_sealed_at_a_time(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    record_all(event)
    for _ in range(5):
        a_registration(event)
    db.session.flush()
    monkeypatch.setattr(roster_entry, "MARKS_AT_ONCE", 2)

    rounds = [roster_entry.record_changes(event) for _ in range(3)]

    assert rounds == [True, True, False]
    assert roster_entry.is_recorded(event)
    assert stored(event) == sealed_afresh(event)


def test_the_page_is_filled_up_with_decoys(event: Event) -> None:
    digests = {a_digest(a_registration(event)) for _ in range(3)}
    record_all(event)

    records = roster.whole_roster(event).records
    page = [records[at : at + 172] for at in range(0, len(records), 172)]

    assert (len(page), page) == (64, sorted(page))
    assert digests <= {record[:16].hex() for record in page}


def test_a_person_who_is_deleted_leaves_no_name_behind(event: Event) -> None:
    someone = a_registration(event, name="Åsa Öberg")
    record_all(event)
    assert set(db.session.scalars(select(RosterName.word))) == {"asa", "oberg"}

    db.session.delete(someone)
    record_all(event)

    assert db.session.scalars(select(RosterName)).all() == []
    assert db.session.scalars(select(RosterEntry.record)).all() == [None]


def test_the_worker_prepares_what_phones_and_the_live_door_read(event: Event) -> None:
    phone, _token = a_phone(event, "Norra porten")
    guest = a_registration(event)
    receive_scans(phone, read_scans(a_scan(a_digest(guest))), now=NOON)
    db.session.commit()

    periodic.run_due(now=NOON)

    assert roster_entry.is_recorded(event)
    assert scan_tally.is_stored(event)
    assert stored(event) == sealed_afresh(event)
    assert roster_entry.list_behind(now=NOON) == []


def test_of_an_event_that_is_over_only_marks_are_worked_off(event: Event) -> None:
    guest = a_registration(event)
    record_all(event)
    later = event.ends_at + timedelta(days=1)
    assert roster_entry.list_behind(now=later) == []

    guest.name = "Bo Ek"
    db.session.flush()

    assert roster_entry.list_behind(now=later) == [event.id]

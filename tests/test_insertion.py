"""Rows that are written together are those that the unit of work would have written."""

import pytest
from sqlalchemy import Text, cast, select

from eventapp import insertion
from eventapp.extensions import db
from eventapp.models import Job, JobKind, Registration, Session, SessionChoice, Ticket
from tests.builders import NOON, a_registration, a_session, an_event
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")
UNLIKE = {"id", "dedupe_key", "message_id", "created_at"}


def a_job(key: str) -> insertion.Row:
    values = {
        "kind": JobKind.REGISTRATION_MAIL,
        "payload": {},
        "registration_id": 0,
        "dedupe_key": key,
        "message_id": key,
        "due_at": NOON,
    }
    return insertion.new_row(Job.__table__, values, once="dedupe_key")  # type: ignore[arg-type]


def test_a_written_registration_is_known_and_whole() -> None:
    event = an_event()
    person = a_registration(event, sessions=(a_session(event),))

    with counted_statements() as sent:
        defaults = person.version, person.party_code, person.offer_ends_at
    assert (defaults, sent) == ((1, "", None), [])
    db.session.expire_all()
    again = db.session.scalars(select(Registration)).one()
    assert again is person
    assert (again.version, again.party_whole, again.cancelled_at) == (1, False, None)
    assert [ticket.revision for ticket in again.tickets] == [1]
    assert [choice.registration_id for choice in again.choices] == [again.id]


def test_its_numbers_are_followed_by_those_of_the_unit_of_work() -> None:
    a_registration(an_event())
    [drawn] = insertion.draw_ids(Registration, 1)
    person = a_registration(an_event())

    assert drawn <= person.id
    assert len({*db.session.scalars(select(Registration.id))}) == 2
    assert len({*insertion.draw_ids(Registration, 3)}) == 3


@pytest.mark.parametrize("count", [1, insertion.ONE_STATEMENT_ROWS_MAX + 1])
def test_what_is_written_once_is_there_once(count: int) -> None:
    keys = [f"key {number}" for number in range(count)]
    for _twice in range(2):
        insertion.insert_rows([a_job(key) for key in keys])

    assert sorted(db.session.scalars(select(Job.dedupe_key))) == sorted(keys)
    assert {job.attempts for job in db.session.scalars(select(Job))} == {0}


def test_rows_alike_are_stored_as_the_unit_of_work_stores_them() -> None:
    values = {
        "kind": JobKind.REGISTRATION_MAIL,
        "payload": {"a": ["å", None, 1.5]},
        "registration_id": 7,
        "message_id": "m",
        "due_at": NOON,
    }
    db.session.add(Job(**values, dedupe_key="0"))
    rows = [a_job(f"{n}").values | values | {"message_id": f"m{n}"} for n in range(1, 4)]
    insertion.insert_alike(Job.__table__, rows)  # type: ignore[arg-type]

    columns = [column for column in Job.__table__.c if column.name not in UNLIKE]
    as_text = [cast(column, Text) for column in columns]
    stored = db.session.execute(select(*as_text).order_by(Job.dedupe_key)).all()
    assert len(stored) == 4
    assert len(set(stored)) == 1
    last = db.session.scalars(select(Job).filter_by(dedupe_key="3")).one()
    assert last.payload == values["payload"]


def test_nothing_is_no_statement() -> None:
    with counted_statements() as sent:
        insertion.insert_rows([])
        insertion.insert_alike(Job.__table__, [])  # type: ignore[arg-type]

    assert sent == []
    assert db.session.scalars(select(Ticket)).all() == []
    assert db.session.scalars(select(SessionChoice)).all() == []


def test_of_a_row_that_was_read_in_part_the_rest_is_read_when_asked_for() -> None:
    written = a_session(an_event(), title="Trygga möten")
    id_ = written.id
    db.session.commit()
    db.session.expunge_all()

    with counted_statements() as sent:
        session = insertion.attach_read(Session, id_, {"last_queue_number": 2})
        session.last_queue_number += 1
    assert sent == []
    with counted_statements() as sent:
        assert insertion.attach_read(Session, id_, {}) is session
        assert session.title == "Trygga möten"
    assert [text.split()[0] for text in sent] == ["UPDATE", "SELECT"]
    db.session.flush()
    db.session.expire_all()
    assert (session.last_queue_number, session.title) == (3, "Trygga möten")

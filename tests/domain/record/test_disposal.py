"""Deleting what hangs on a registration: its letters are found by an index."""

import pytest
from sqlalchemy import select, text, update

from eventapp.domain.record.disposal import list_letters
from eventapp.extensions import db
from eventapp.models import Job
from tests.builders import a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_letters_are_found_whoever_wrote_them_and_no_others() -> None:
    event = an_event()
    mine, other = a_registration(event), a_registration(event)
    of_payload = Job.payload["registration_id"].as_integer()
    ids = set(db.session.scalars(select(Job.id).where(of_payload == mine.id)))
    assert ids

    assert set(list_letters([mine.id])) == ids
    assert not set(list_letters([other.id])) & ids
    db.session.execute(update(Job).values(registration_id=None))  # as the release before does

    assert set(list_letters([mine.id])) == ids


def test_finding_them_does_not_read_all() -> None:
    name = db.session.get_bind().dialect.name
    plans: list[str] = []
    statement = select(Job.id).where(Job.registration_id.in_([1, 2]))
    sql = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if name == "sqlite" else "EXPLAIN"
    if name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    plans += [str(row) for row in db.session.execute(text(f"{explain} {sql}"))]

    assert "jobs_by_registration" in "\n".join(plans)

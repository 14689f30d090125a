"""The worker makes a bundle outside of any lock, and only for who waits for it."""

import pytest
from flask import Flask

from eventapp.clock import utcnow
from eventapp.domain.retention import run as runs
from eventapp.domain.retention.closing.closing import close_event, find_bundle, reopen_event
from eventapp.domain.retention.closing.making import BundleContents, note_part, store_bundle
from eventapp.domain.schedule.file_removal import is_used
from eventapp.extensions import db
from eventapp.models import DataKind, Event, EventBundle, Job, JobKind, JobState
from eventapp.storage.file_store import StoredFile
from eventapp.worker import retention
from eventapp.worker.bundle import make_waiting
from eventapp.worker.loop import run_all
from tests.builders.closing import an_event_with_everything, over, unpacked
from tests.builders.retention import a_rule


@pytest.fixture
def event(app: Flask) -> Event:
    return over(an_event_with_everything(app))


def closed(event: Event) -> EventBundle:
    closing = close_event(event, language="sv", actor="organizer", now=utcnow())
    db.session.query(Job).filter(Job.kind != JobKind.EVENT_BUNDLE).update({"state": JobState.DONE})
    db.session.commit()
    bundle = find_bundle(closing)
    assert bundle
    return bundle


def test_the_worker_makes_it_and_it_is_stored_by_its_sum(app: Flask, event: Event) -> None:
    bundle_id = closed(event).id
    run_all()

    bundle = db.session.get_one(EventBundle, bundle_id)
    content = b"".join(app.extensions["files"].read(bundle.checksum))
    assert len(content) == bundle.size
    files = unpacked(content)
    parts = {part["code"]: part for part in bundle.parts}
    assert sum(part["files"] for part in parts.values()) == len(files) - 3
    assert (bundle.begun, bundle.left_out > 5) == ("", True)
    assert is_used(bundle.checksum)


def test_which_part_it_is_at_is_seen_by_others_meanwhile(
    app: Flask, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle_id, seen = closed(event).id, []

    def look(at: int, number: int, part: str) -> None:
        note_part(at, number, part)
        with db.engine.connect() as other:
            seen.append(other.execute(db.select(EventBundle.begun)).scalar_one())

    db.session.rollback()
    monkeypatch.setattr("eventapp.worker.bundle.note_part", look)
    make_waiting(bundle_id, 1)
    db.session.commit()
    assert seen == [
        "event", "schedule", "materials", "letters", "results", "report", "notes", "log",
    ]  # fmt: skip


def test_a_bundle_that_nobody_waits_for_is_not_made_and_its_file_goes(
    app: Flask, event: Event
) -> None:
    bundle = closed(event)
    reopen_event(event, actor="organizer", now=utcnow())
    db.session.commit()
    make_waiting(bundle.id, 1)
    assert db.session.get_one(EventBundle, bundle.id).made_at is None

    file = StoredFile("a" * 64, 1)
    store_bundle(bundle.id, 1, file, BundleContents([], 0), now=utcnow())
    jobs = db.session.query(Job).filter_by(kind=JobKind.FILE_REMOVAL).all()
    assert [job.payload["checksum"] for job in jobs] == [int("a" * 64, 16)]


def test_it_goes_with_the_materials_by_the_rule_of_uploads(app: Flask, event: Event) -> None:
    bundle_id = closed(event).id
    run_all()
    checksum = db.session.get_one(EventBundle, bundle_id).checksum
    a_rule(DataKind.UPLOADS, days=1)
    run_id = runs.start_run(actor="admin", now=utcnow(), kinds={DataKind.UPLOADS}).id
    db.session.commit()
    retention.carry_out(run_id)
    run_all()

    assert db.session.get(EventBundle, bundle_id) is None
    assert app.extensions["files"].size(checksum) is None

"""Files go with the last material that has them, by a promise that outlives a kill."""

import io

import pytest
from flask import Flask

from eventapp.domain.event.deletion import delete_draft
from eventapp.domain.schedule.file_removal import is_used
from eventapp.extensions import db
from eventapp.models import Event, EventState, Job, JobKind, Material
from eventapp.storage.file_store import FileStore
from eventapp.worker import loop
from tests.builders import NOON, an_event

pytestmark = pytest.mark.usefixtures("app")


def a_draft_with(*checksums: str) -> Event:
    event = an_event()
    event.state = EventState.DRAFT
    db.session.add_all(a_material(event, checksum) for checksum in checksums)
    db.session.commit()
    return event


def a_material(event: Event, checksum: str) -> Material:
    return Material(
        event_id=event.id,
        title="Bilder",
        checksum=checksum,
        filename="b.pdf",
        size=1,
        media_type="application/pdf",
    )


def promised() -> int:
    return db.session.query(Job).filter(Job.kind == JobKind.FILE_REMOVAL).count()


@pytest.fixture
def files(app: Flask) -> FileStore:
    store: FileStore = app.extensions["files"]
    return store


def stored(files: FileStore, *contents: bytes) -> list[str]:
    return [files.store(io.BytesIO(content), most=9).checksum for content in contents]


def test_the_files_of_a_draft_go_once_its_deletion_is_committed(files: FileStore) -> None:
    own, shared, again = stored(files, b"own", b"shared", b"again")
    draft_id = a_draft_with(own, shared, again).id
    other_id = a_draft_with(shared).id

    delete_draft(db.session.get_one(Event, draft_id), actor="admin", now=NOON)
    db.session.rollback()  # as if it had been killed before
    assert loop.run_all() == 0
    assert set(files.list_checksums()) == {own, shared, again}

    delete_draft(db.session.get_one(Event, draft_id), actor="admin", now=NOON)
    db.session.commit()  # and killed here: the promise stays
    assert promised() == 2
    db.session.add(a_material(db.session.get_one(Event, other_id), again))
    db.session.commit()
    loop.run_all()

    assert set(files.list_checksums()) == {shared, again}
    assert [is_used(checksum) for checksum in (own, shared, again)] == [False, True, True]
    assert db.session.query(Material).count() == 2


def test_a_file_that_is_gone_already_is_no_matter(files: FileStore) -> None:
    (own,) = stored(files, b"own")
    draft = a_draft_with(own)
    delete_draft(draft, actor="admin", now=NOON)
    db.session.commit()
    files.remove(own)  # removed already, and killed before that was written

    loop.run_all()

    assert files.list_checksums() == []

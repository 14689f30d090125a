"""Closing an event with twenty megabytes of materials, the whole way, and what memory it takes."""

import hashlib
import io
import json
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Audience, Event, Job, JobKind, JobState
from eventapp.storage.file_store import FileStore
from eventapp.worker.loop import run_all
from tests.builders.account import an_account, signed_in
from tests.builders.closing import an_event_with_everything, over, the_bundle
from tests.builders.forms import send
from tests.builders.material import a_material
from tests.visitor import Visitor

FILES, FILE_BYTES = 4, 5 << 20
# Of Python's own. Put together in memory the bundle alone would be more than twenty.
MADE_MAX_BYTES, FETCHED_MAX_BYTES = 12 << 20, 6 << 20


@pytest.fixture
def event(app: Flask) -> Event:
    """Everything that an event may have, and beside it files that pack no smaller."""
    event, files = an_event_with_everything(app), app.extensions["files"]
    the_bundle(app, event)  # what writes schedules and summaries is loaded once in a process
    for number in range(FILES):
        _a_large_material(event, files, f"Film {number}")
    return over(event)


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    client.set_cookie("language", "en")
    return signed_in(client, an_account(Role.ORGANIZER))


def _a_large_material(event: Event, files: FileStore, title: str) -> None:
    stored = files.store(io.BytesIO(os.urandom(FILE_BYTES)), most=FILE_BYTES)
    material = a_material(event, Audience.CONFIRMED, title=title, checksum=stored.checksum)
    material.size = stored.size


def peak_of(work: Callable[[], object]) -> int:
    """The most that Python held at once beyond what it held before, in bytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_twenty_megabytes_are_closed_fetched_and_checked_in_little_memory(
    desk: Visitor, event: Event, tmp_path: Path
) -> None:
    page, file = f"/organizer/events/{event.slug}/closing", tmp_path / "bundle.zip"
    assert send(desk, f"{page}/bundles", page=page).status_code == 303
    db.session.query(Job).filter(Job.kind != JobKind.EVENT_BUNDLE).update({"state": JobState.DONE})
    db.session.commit()

    assert peak_of(run_all) < MADE_MAX_BYTES

    shown = desk.get(page).text
    code = shown.partition(f'href="{page}/bundles/')[2].partition('"')[0]
    bundle = f"{page}/bundles/{code}"
    assert peak_of(lambda: _fetch(desk, bundle, file)) < FETCHED_MAX_BYTES
    sums = _check(file)
    assert len([name for name in sums if "Film" in name]) == FILES
    half = desk.get(bundle, headers={"Range": f"bytes={FILE_BYTES}-"})  # it had broken off
    assert (half.status_code, half.data) == (206, file.read_bytes()[FILE_BYTES:])
    assert "What is deleted when" in shown
    assert send(desk, f"{page}/reopening", page=f"{page}/reopening/new").status_code == 303
    assert desk.get(bundle).status_code == 200  # what was made stays


def _fetch(desk: Visitor, address: str, file: Path) -> None:
    answer = desk.get(address, buffered=False)
    with file.open("wb") as target:
        for piece in answer.iter_encoded():
            target.write(piece)


def _check(file: Path) -> dict[str, str]:
    """Each file is what the manifest says that it is; their sums."""
    assert file.stat().st_size > FILES * FILE_BYTES
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        sums = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
        for name, checksum in sums.items():
            with archive.open(name) as member:
                assert hashlib.file_digest(member, "sha256").hexdigest() == checksum
    return sums

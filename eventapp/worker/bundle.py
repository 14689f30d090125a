"""The bundle of a closed event: read and written to a file, stored, and only then told of."""

import tempfile
from typing import cast

from flask import current_app

from eventapp import transactions
from eventapp.addresses import address
from eventapp.clock import utcnow
from eventapp.documents.archive.bundle import write_bundle
from eventapp.documents.archive.source import BundleSource
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.retention.closing.making import (
    BundleContents,
    WantedBundle,
    note_part,
    read_wanted,
    store_bundle,
)
from eventapp.domain.schedule.material import EVENT_MAX_BYTES
from eventapp.extensions import app_settings, db
from eventapp.mail.message import Letter
from eventapp.storage.file_store import FileStore, StoredFile
from eventapp.worker import progress

BUNDLE_MAX_BYTES = 2 * EVENT_MAX_BYTES  # its materials, and all else


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A bundle is no letter."""
    return None


def make_bundle(leased: Lease) -> None:
    """Make the bundle outside of any transaction, and store it if somebody waits for it still.

    Raises OSError where storage or disk does not answer: the job is tried again.
    """
    make_waiting(leased.payload["bundle_id"], leased.payload["round"])


def make_waiting(bundle_id: int, number: int) -> None:
    """Make this bundle, as `make_bundle` does; the caller commits."""
    with transactions.reading(db.session):
        wanted = read_wanted(bundle_id, number)
        result = _make(wanted, bundle_id, number) if wanted else None
    if result:
        file, contents = result
        store_bundle(bundle_id, number, file, contents, now=utcnow())


def _make(
    wanted: WantedBundle, bundle_id: int, number: int
) -> tuple[StoredFile, BundleContents] | None:
    files = cast("FileStore", current_app.extensions["files"])

    def begin(part: str) -> None:
        progress.note()
        note_part(bundle_id, number, part)

    source = BundleSource(wanted.event, files, address(""), utcnow())
    # Beside the database, where there is room: the system's own folder may be in memory.
    with tempfile.TemporaryFile(dir=app_settings().data_folder) as target:
        contents = write_bundle(
            source, target, language=wanted.language, closed_at=wanted.closed_at, begin=begin
        )
        db.session.rollback()  # storage may take its time
        target.seek(0)
        return files.store(target, most=BUNDLE_MAX_BYTES), contents

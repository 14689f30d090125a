"""Making a bundle: what is awaited is read and written down, and nothing else."""

import pytest
from sqlalchemy import select

from eventapp.domain.retention.closing.closing import close_event, find_bundle
from eventapp.domain.retention.closing.making import (
    BundleContents,
    note_part,
    read_wanted,
    store_bundle,
)
from eventapp.extensions import db
from eventapp.models import EventBundle, EventState
from eventapp.storage.file_store import StoredFile
from tests.builders import NOON, an_event

pytestmark = pytest.mark.usefixtures("app")
FILE = StoredFile("a" * 64, 7)
CONTENTS = BundleContents([{"code": "log", "files": 2, "bytes": 5}], 3)


def a_waiting_bundle() -> EventBundle:
    event = an_event()
    event.state = EventState.CANCELLED
    bundle = find_bundle(close_event(event, language="en", actor="organizer", now=NOON))
    assert bundle
    return bundle


def test_what_was_made_is_written_down_once() -> None:
    bundle = a_waiting_bundle()
    wanted = read_wanted(bundle.id, 1)
    assert wanted
    assert (wanted.language, wanted.closed_at) == ("en", NOON)
    store_bundle(bundle.id, 1, FILE, CONTENTS, now=NOON)

    assert (bundle.checksum, bundle.size, bundle.left_out) == ("a" * 64, 7, 3)
    assert read_wanted(bundle.id, 1) is None
    store_bundle(bundle.id, 1, StoredFile("b" * 64, 8), CONTENTS, now=NOON)
    assert bundle.checksum == "a" * 64


def test_a_job_of_the_time_before_makes_nothing() -> None:
    bundle = a_waiting_bundle()
    bundle.round = 2
    bundle_id = bundle.id
    db.session.commit()
    note_part(bundle_id, 1, "log")
    assert db.session.scalar(select(EventBundle.begun)) == ""
    assert read_wanted(bundle_id, 1) is None
    assert read_wanted(bundle_id + 1, 2) is None

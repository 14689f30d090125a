"""Making a bundle: what the worker reads first, and writes down as it goes and at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from eventapp import transactions
from eventapp.domain.locking import lock_row
from eventapp.domain.schedule.file_removal import promise_removal
from eventapp.extensions import db
from eventapp.models import Event, EventBundle
from eventapp.storage.file_store import StoredFile


@dataclass(frozen=True, slots=True)
class WantedBundle:
    """A bundle that is to be made of an event, as it is at this moment."""

    event: Event
    language: str
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class BundleContents:
    """What is in a bundle: its parts as EventBundle has them, and how much was left out."""

    parts: Sequence[dict[str, Any]]
    left_out: int


def read_wanted(bundle_id: int, number: int) -> WantedBundle | None:
    """What to make; None where nobody waits for it any more. Only reads."""
    bundle = db.session.get(EventBundle, bundle_id)
    if bundle is None or not _is_awaited(bundle, number):
        return None
    event = db.session.get_one(Event, bundle.event_id)
    return WantedBundle(event, bundle.language, bundle.closing.closed_at)


def note_part(bundle_id: int, number: int, part: str) -> None:
    """Write down which part is begun, at once: whoever waits sees it."""
    which = (EventBundle.id == bundle_id) & (EventBundle.round == number)
    with transactions.writing(), db.engine.begin() as connection:
        connection.execute(update(EventBundle).where(which).values(begun=part))


def store_bundle(
    bundle_id: int, number: int, file: StoredFile, contents: BundleContents, *, now: datetime
) -> None:
    """Write down what was made; a file nobody waits for is promised to go. Flushes."""
    bundle = db.session.get(EventBundle, bundle_id)
    if bundle:
        lock_row(bundle)
    if bundle is None or not _is_awaited(bundle, number):
        promise_removal([file.checksum], now=now)
        return
    bundle.parts = list(contents.parts)
    bundle.left_out = contents.left_out
    bundle.checksum, bundle.size, bundle.made_at = file.checksum, file.size, now
    bundle.begun = ""
    db.session.flush()


def _is_awaited(bundle: EventBundle, number: int) -> bool:
    return bundle.round == number and bundle.made_at is None and not bundle.closing.reopened_at

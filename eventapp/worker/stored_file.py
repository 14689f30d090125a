"""Removing stored files that were promised to go."""

from functools import partial

from flask import current_app

from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.schedule.file_removal import is_used, promised_checksum
from eventapp.mail.message import Letter
from eventapp.storage.file_store import FileStore
from eventapp.storage.removal import remove_unused


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Removing a file is no letter."""
    return None


def remove_promised(leased: Lease) -> None:
    """Remove the file, unless somebody has it again. Raises OSError where storage is out."""
    store: FileStore = current_app.extensions["files"]
    checksum = promised_checksum(leased.payload)
    remove_unused(store, checksum, used=partial(is_used, checksum))

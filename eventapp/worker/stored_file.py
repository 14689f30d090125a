"""Removing stored files that were promised to go."""

from flask import current_app

from eventapp import transactions
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.schedule.file_removal import list_used, promised_checksum
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.storage.file_store import FileStore


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Removing a file is no letter."""
    return None


def remove_promised(leased: Lease) -> None:
    """Remove the file, unless a material has it again. Raises OSError where storage is out."""
    checksum = promised_checksum(leased.payload)
    with transactions.reading():
        used = list_used([checksum])
        db.session.rollback()  # storage may take its time
    if not used:
        store: FileStore = current_app.extensions["files"]
        store.remove(checksum)

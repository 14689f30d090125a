"""Reading the texts of uploaded files, and asking organizers for other formats."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from flask import current_app

from eventapp import transactions
from eventapp.documents.file_text import FileText, read_apart
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.schedule.material import list_unpromised, promise_text
from eventapp.domain.schedule.materials.format_request import find_to_notify
from eventapp.domain.schedule.materials.page_text import PAGES_A_BATCH, find_to_read, store_pages
from eventapp.extensions import db
from eventapp.mail import material as letters
from eventapp.mail.message import Letter
from eventapp.storage.file_store import FileStore

PROMISE_INTERVAL = timedelta(minutes=1)
PROMISED_AT_ONCE_MAX = 100


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Reading a text is no letter."""
    return None


def format_request_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Somebody needs another format; nothing once it is answered, or where nobody can be asked."""
    waiting = find_to_notify(leased.payload["format_request_id"])
    if waiting is None or not waiting[1].contact_email:
        return None
    return letters.format_request(*waiting, leased.message_id)


def read_text(leased: Lease) -> None:
    """Read the material's file outside of transactions, and store its pages batch by batch.

    Raises OSError where storage is out. A kill begins anew: the first batch replaces what is there.
    """
    material_id = leased.payload["material_id"]
    with transactions.reading(db.session):
        material = find_to_read(material_id)
        facts = (material.checksum, material.media_type) if material else None
    if facts is None:
        return
    text = _read(*facts)
    for start in range(0, max(1, len(text.pages)), PAGES_A_BATCH):
        batch = text.pages[start : start + PAGES_A_BATCH]
        if not store_pages(material_id, facts[0], batch, first=start + 1, count=text.count):
            return
        if start + PAGES_A_BATCH < len(text.pages):
            db.session.commit()


def promise_missing(*, now: datetime) -> None:
    """Promise to read the texts of files that an older release took in. Safe with many workers."""
    with transactions.reading(db.session):
        due = bool(list_unpromised(1))
    if due:
        for material in list_unpromised(PROMISED_AT_ONCE_MAX):
            promise_text(material, now=now)
        db.session.commit()


def _read(checksum: str, media_type: str) -> FileText:
    store = cast("FileStore", current_app.extensions["files"])
    with tempfile.NamedTemporaryFile() as file:
        for piece in store.read(checksum):
            file.write(piece)
        file.flush()
        return read_apart(Path(file.name), media_type)

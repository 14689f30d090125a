"""Events that are over, with something of everything that a bundle may have."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

from flask import Flask

from eventapp.clock import utcnow
from eventapp.documents.archive.bundle import write_bundle
from eventapp.documents.archive.source import BundleSource
from eventapp.domain.schedule.release import store_release
from eventapp.extensions import db
from eventapp.models import (
    Audience,
    Event,
    EventLetter,
    LetterRecipient,
    LetterState,
    Material,
    MeetingNotes,
    Registration,
)
from eventapp.storage.file_store import FileStore
from tests.builders.event import a_session, an_event
from tests.builders.material import a_film, a_material
from tests.builders.moments import DAY, NOON
from tests.builders.registration import a_registration

BASE_URL = "https://events.example"
CONTENT = b"%PDF-1.7 bilder"


def store(app: Flask, content: bytes = CONTENT) -> str:
    """Store a file; its checksum."""
    files: FileStore = app.extensions["files"]
    return files.store(io.BytesIO(content), most=1 << 20).checksum


def an_event_with_everything(app: Flask, people: int = 5) -> Event:
    """A released schedule, materials, letters to many and to one, notes: all but a survey."""
    event = an_event(title="Tryggare tillsammans: nät & lag", seats=50)
    session = a_session(event, title="Orossamtal / i praktiken")
    store_release(event, actor="organizer", now=NOON)
    session.title = "Orossamtal i praktiken"
    store_release(event, actor="organizer", note="Ny titel", now=NOON + DAY)
    file = a_material(event, Audience.CONFIRMED, session=session, checksum=store(app))
    file.size = len(CONTENT)
    a_material(event, title="Borta", checksum="b" * 64)
    a_material(event, Audience.ORGANIZERS, title="Internt")
    a_film(event)
    registered = [a_registration(event) for _ in range(people)]
    a_letter_to(event, registered, "Hej {fornamn}, vi ses i Storköping.")
    a_letter_to(event, registered[:1], "Hej, du glömde en väska.")
    db.session.add(MeetingNotes(event_id=event.id, text="Vi sågs.", results=["En plan"]))
    db.session.commit()
    return event


def a_letter_to(event: Event, people: Iterable[Registration], body: str) -> EventLetter:
    """A letter that has gone to these people."""
    letter = EventLetter(
        event_id=event.id,
        subject="Praktiskt",
        body=body,
        state=LetterState.SENT,
        sends_at=NOON,
        actor="organizer",
        created_at=NOON,
        saved_at=NOON,
    )
    db.session.add(letter)
    db.session.flush()
    for person in people:
        key = f"letter:{letter.id}:{person.id}"
        db.session.add(LetterRecipient(letter_id=letter.id, registration_id=person.id, job_key=key))
    db.session.flush()
    return letter


def over(event: Event) -> Event:
    """The event, which ended the day before yesterday by the clock of the machine."""
    event.starts_at, event.ends_at = utcnow() - 3 * DAY, utcnow() - 2 * DAY
    db.session.commit()
    return event


def the_bundle(
    app: Flask, event: Event, *, language: str = "sv", now: datetime | None = None
) -> bytes:
    """The bundle's bytes, made as the worker makes them."""
    target = io.BytesIO()
    source = BundleSource(event, app.extensions["files"], BASE_URL, now or utcnow())
    write_bundle(source, target, language=language, closed_at=NOON, begin=lambda _part: None)
    return target.getvalue()


def unpacked(bundle: bytes) -> dict[str, bytes]:
    """The files of a bundle by name."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def material_of(event: Event, title: str) -> Material:
    """The event's material of this title."""
    return db.session.query(Material).filter_by(event_id=event.id, title=title).one()

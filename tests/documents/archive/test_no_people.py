"""No bundle has anybody's name, address, token or words: tried with every column and every act.

Every text of the database that is not on the list of permitted fields is replaced by a mark of its
own; then everything is read that a bundle has, and no mark may be in it.
"""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import JSON, Column, Enum, LargeBinary, String, Table, insert, literal, update

from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.retention.closing.field import PERMITTED
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditChange, AuditEntry, Event, EventVisibility
from eventapp.models.base import Base
from tests.builders import NOON, a_registration
from tests.builders.closing import an_event_with_everything, over, the_bundle, unpacked
from tests.builders.invitee import an_invitee
from tests.builders.speaker import a_speaker

MARK = "Kanarie Kanariesdotter"
# Columns that are no words of anybody but what rows are found, counted or sealed by; and what
# organizers publish: names of municipalities, rooms and focus areas, where an open event is.
STRUCTURE = {
    "attendance_counts": {"organisation_name"},
    "event_bundles": {"language", "begun", "parts", "checksum"},
    "events": {"english", "calendar", "option_limits", "venue_address"},
    "focus_areas": "all",
    "material_versions": "all",
    "organisations": "all",
    "questions": "all",
    "releases": {"schedule", "changes"},
    "registration_counts": {"organisation_name"},
    "site_settings": "all",
    "survey_questions": {"choices", "statements", "settings"},
    "surveys": {"breakdown", "session_code", "follows"},
}
SURVEYS = ("survey_answers", "survey_responses", "survey_tokens", "survey_letters")
ACCOUNT_KINDS = ("account", "registration", "event", "speaker", "invitee", "anything")


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event_with_everything(app)
    a_registration(event, needs=CareNeeds(diet="Vegan"))
    a_speaker(event)
    an_invitee(event)
    return over(event)


def test_no_text_of_any_column_is_in_it_that_is_not_permitted(app: Flask, event: Event) -> None:
    marked = _mark_everything()
    write_every_act(event)
    bundle = the_bundle(app, event)

    assert {"registrations.name", "registrations.email", "speaker_addresses.email"} <= marked
    assert {"events.contact_email", "events.online_url", "invitees.name"} <= marked
    assert MARK.split(maxsplit=1)[0] not in _all_text(bundle)


def test_the_control_finds_a_field_that_slips_in(
    app: Flask, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    slipped = {**PERMITTED, Event: (*PERMITTED[Event], "contact_email")}
    _mark_everything()
    monkeypatch.setattr("eventapp.domain.retention.closing.field.PERMITTED", slipped)

    assert f"{MARK} events.contact_email" in _all_text(the_bundle(app, event))


def test_where_a_closed_event_is_stays_with_those_who_have_a_place(
    app: Flask, event: Event
) -> None:
    event.visibility = EventVisibility.CLOSED
    event.venue_name, event.venue_address = "Hemliga huset", "Hemliga gatan 1"

    assert "Hemliga" not in _all_text(the_bundle(app, event))


def write_every_act(event: Event) -> None:
    """Every kind of act, about every kind of thing, with marks wherever an entry has room."""
    details = {name: f"{MARK} {name}" for name in DETAILS}
    number = 10_000
    for action in AuditAction:
        for kind in ACCOUNT_KINDS:
            number += 1
            entry = {
                "id": number,
                "at": NOON,
                "actor": f"{MARK} actor",
                "action": action.value,
                "subject_kind": kind,
                "subject_code": f"{MARK} code",
                "reason": f"{MARK} reason",
                "details": details,
                "event_id": event.id,
                "change_digest": "",
            }
            db.session.execute(insert(AuditEntry.__table__), [entry])  # type: ignore[arg-type]
            change = AuditChange(
                entry_id=number, before={"name": MARK}, after={"name": MARK}, reason=MARK, salt="s"
            )
            db.session.add(change)
    db.session.commit()


DETAILS = (
    "number", "rows", "count", "files", "letters", "version", "seats", "slides",
    "session", "material", "survey", "letter", "organisation", "registration", "list", "reference",
)  # fmt: skip


def _mark_everything() -> set[str]:
    """Replace what is not permitted, column by column; the columns that had any row."""
    marked = set()
    db.session.expire_all()
    for table in Base.metadata.sorted_tables:
        for column in _columns_to_mark(table):
            where = f"{table.name}.{column.name}"
            changed = db.session.execute(update(table).values({column.name: _value(where, table)}))
            if changed.rowcount:  # type: ignore[attr-defined]
                marked.add(where)
    db.session.commit()
    db.session.expire_all()
    return marked


def _value(where: str, table: Table) -> Any:
    """The mark with the row's number behind it, since some columns hold each value once."""
    mark = f"{MARK} {where}"
    if isinstance(table.c[where.partition(".")[2]].type, JSON):
        return {"mark": mark}
    key = next(iter(table.primary_key.columns))
    return literal(f"{mark} ") + key.cast(String)


def _columns_to_mark(table: Table) -> Iterator[Column[Any]]:
    if table.name.startswith("audit_") or table.name in SURVEYS:
        return  # only ever added to; and what is counted, which the results' own tests hide
    permitted = _permitted(table) | set(_structure(table))
    for column in table.columns:
        plain = isinstance(column.type, (String, JSON)) and not isinstance(column.type, Enum)
        if isinstance(column.type, LargeBinary) or not plain:
            continue
        if column.primary_key or column.foreign_keys or column.name in permitted:
            continue
        if column.name in {"code", "public_id", "slug", "checksum", "dedupe_key", "message_id"}:
            continue
        yield column


def _structure(table: Table) -> set[str]:
    names = STRUCTURE.get(table.name, set())
    return set(table.c.keys()) if names == "all" else set(names)


def _permitted(table: Table) -> set[str]:
    return {
        model.__mapper__.attrs[name].columns[0].name
        for model, names in PERMITTED.items()
        if model.__table__ is table
        for name in names
    }


def _all_text(bundle: bytes) -> str:
    """Everything that can be read in a bundle: names, texts, the words of PDF files."""
    texts = []
    for name, content in unpacked(bundle).items():
        texts.append(name)
        if content.startswith(b"%PDF-1.7\n%"):
            pages = PdfReader(io.BytesIO(content)).pages
            texts += [page.extract_text() for page in pages]
        else:
            texts.append(content.decode("utf-8", "replace"))
    return "\n".join(texts)

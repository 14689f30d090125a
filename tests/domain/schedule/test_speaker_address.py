"""Speakers' addresses: for letters alone, moved with their person, and gone in time."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.domain.desk.person import export_person, find_person, load_person
from eventapp.domain.desk.person_change import PersonCorrection, correct_person, erase_person
from eventapp.domain.event.release import release_schedule
from eventapp.domain.letter.audience import AudienceGroup, LetterAudience, measure_audience
from eventapp.domain.letter.delivery import find_delivery
from eventapp.domain.people.unsubscription import find_address, unsubscribe_token
from eventapp.domain.record import erasure
from eventapp.domain.retention import run as runs
from eventapp.domain.schedule.schedule_part import create_part, edit_part, remove_part
from eventapp.extensions import db
from eventapp.mail import letter as letters
from eventapp.models import (
    DataKind,
    Event,
    LetterRecipient,
    Session,
    SessionSpeaker,
    Speaker,
    SpeakerAddress,
)
from eventapp.worker import retention
from tests.builders import DAY, NOON, a_registration, a_session, an_event
from tests.builders.event import a_copy
from tests.builders.letter import a_scheduled_letter, a_text, let_go

pytestmark = pytest.mark.usefixtures("app")
EMAIL = "karin.talar@town.example"


def a_speaker(event: Event, session: Session | None = None, **facts: Any) -> Speaker:
    values = {"name": "Karin Talar", "email": EMAIL, "language": "sv", **facts}
    speaker = create_part(Speaker, event, values)
    if session:
        session.appearances.append(SessionSpeaker(speaker=speaker))
    db.session.flush()
    return speaker


def addresses() -> list[str]:
    return list(db.session.scalars(select(SpeakerAddress.email).order_by(SpeakerAddress.id)))


def test_letters_go_to_speakers_with_their_own_sessions_in_their_language() -> None:
    event = an_event(title="Torgdagen")
    a_speaker(event, a_session(event, title="Ljus på torget"), organisation="Storköping")
    a_speaker(event, name="Kim Word", email="kim@town.example", language="en")
    a_speaker(event, name="Utan Adress", email="")
    a_registration(event)
    audience = LetterAudience(AudienceGroup.SPEAKERS)
    size = measure_audience(event, audience)
    assert (size.affected.people, size.affected.organisations, size.in_english) == (2, 1, 1)

    texts = {"body": "{fornamn}: {dina_pass}", "subject_en": "Hi", "body_en": "{name}"}
    let_go(a_scheduled_letter(event, audience=audience, **texts))

    rows = db.session.scalars(select(LetterRecipient).order_by(LetterRecipient.id)).all()
    assert [row.registration_id or row.account_id for row in rows] == [None, None]
    deliveries = [find_delivery(row.id) for row in rows]
    written = a_text(**texts)
    letter = letters.to_speaker(written, deliveries[0].speaker, "a1")
    assert letter.to == EMAIL
    assert letter.body.startswith("Karin: Ljus på torget (")
    assert letters.to_speaker(written, deliveries[1].speaker, "a2").subject == "Hi"


def test_nothing_that_is_published_or_copied_has_the_address(app: Flask) -> None:
    event = an_event()
    speaker = a_speaker(event, a_session(event))
    release_schedule(event, actor="organizer", now=NOON)
    db.session.commit()
    for ending in ("schedule", "schedule.json", "schedule.xml", "schedule.ics"):
        answer = app.test_client().get(f"/events/{event.slug}/{ending}")
        assert answer.status_code == 200
        assert speaker.name in answer.text or ending == "schedule.ics"
        assert EMAIL not in answer.text
    a_copy(event, event.starts_at + DAY)
    assert addresses() == [EMAIL]


def test_the_address_follows_the_form_and_goes_with_the_speaker() -> None:
    event = an_event()
    speaker = a_speaker(event)
    let_go(a_scheduled_letter(event, audience=LetterAudience(AudienceGroup.SPEAKERS)))
    token = unsubscribe_token(speaker.address)
    assert find_address(token) == EMAIL
    for version, email in enumerate(("ny@town.example", "", EMAIL), 1):
        values = {"name": "K", "email": email, "language": "en"}
        edit_part(event, speaker, values, version=version)
        assert addresses() == [email] * bool(email)
    remove_part(event, speaker)
    assert addresses() == []
    assert db.session.scalar(select(func.count()).select_from(LetterRecipient)) == 1
    assert find_address(token) is None


def test_one_person_is_found_read_moved_and_erased() -> None:
    event = an_event()
    a_speaker(event, biography="Har lyst upp torg.")
    a_speaker(event, name="Delad Låda")
    db.session.commit()
    person = load_person(find_person(EMAIL, "karin  TALAR") or "")
    assert person
    assert [address.speaker.name for address in person.speaking] == ["Karin Talar"]
    assert person.subject.kind == "speaker"
    assert "Har lyst upp torg." in json.dumps(export_person(person), ensure_ascii=False)

    a_registration(event, name="Karin Talar", email=EMAIL)
    person = load_person(find_person(EMAIL, "Karin Talar") or "")
    assert person
    correction = PersonCorrection("Karin Talar", "rätt@town.example", "Felstavad")
    correct_person(person, correction, version=person.version, actor="admin", now=NOON)
    assert addresses() == ["rätt@town.example", EMAIL]

    event.ends_at = event.starts_at = NOON - DAY
    event.starts_at -= DAY
    person = load_person(person.code)
    assert person
    digest = erasure.row_digest(person.speaking[0])
    erase_person(person, actor="admin", now=NOON)
    assert addresses() == [EMAIL]
    assert digest in set(db.session.scalars(select(erasure.Erasure.digest)))
    assert db.session.scalar(select(func.count()).select_from(Speaker)) == 2


def test_addresses_go_three_months_after_the_event_and_speakers_stay() -> None:
    past, coming = an_event(), an_event()
    for event in (past, coming):
        a_speaker(event)
    past.starts_at, past.ends_at = NOON - 92 * DAY, NOON - 91 * DAY
    db.session.commit()
    assert DataKind.SPEAKER_ADDRESSES in runs.find_due_kinds(now=NOON)
    run = runs.start_run(actor="system", now=NOON, kinds={DataKind.SPEAKER_ADDRESSES})
    db.session.commit()
    retention.carry_out(run.id)
    left = db.session.scalars(select(SpeakerAddress.event_id)).all()
    assert left == [coming.id]
    assert db.session.scalar(select(func.count()).select_from(Speaker)) == 2

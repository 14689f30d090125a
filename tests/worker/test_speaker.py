"""Mail to speakers: the link, what is left, and each session once in their calendar."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.event.lifecycle import postpone_event
from eventapp.domain.event.release import release_schedule
from eventapp.domain.event.speaker.speaker_calendar import confirm_sessions
from eventapp.domain.event.speaker.speaker_letter import (
    NoSpeakerToInvite,
    NoSpeakerToRemind,
    SpeakerLettersGone,
    invite_speakers,
    remind_speakers,
    undo_speaker_letters,
)
from eventapp.domain.schedule.speaker.part import confirmation_key, list_parts_of, set_parts
from eventapp.domain.schedule.speaker.slides import set_slides_due
from eventapp.domain.schedule.speaker_link import renew_link
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Event, Session, Speaker
from eventapp.worker import handlers, loop
from tests.builders import HOUR, NOON, a_session, an_event
from tests.builders.speaker import EMAIL, a_speaker, invite, link_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """The letters that left, in order."""
    del app
    letters: list[Letter] = []
    monkeypatch.setattr(handlers, "send", letters.append)
    return letters


def work(at: datetime) -> None:
    db.session.commit()
    with standing_at(at):
        loop.run_all()


def release(at: datetime) -> None:
    release_schedule(stored()[0], actor="organizer", now=at)
    db.session.commit()


def entry(letter: Letter) -> tuple[str, Any]:
    """The method and the one entry of a letter's calendar."""
    assert letter.calendar
    calendar = Calendar.from_ical(letter.calendar.ics)
    (component,) = calendar.walk("VEVENT")
    return letter.calendar.method, component


def an_invited_speaker(sent: list[Letter]) -> None:
    event = an_event()
    session = a_session(event, title="Ljus på torget", released=None)
    a_speaker(event, session)
    invite(event)
    work(NOON + 11 * MINUTE)
    assert [letter.to for letter in sent] == [EMAIL]


def stored() -> tuple[Event, Session, Speaker]:
    """The event, its session and the first speaker as they are now: a worker has been at them."""
    speaker = db.session.scalars(select(Speaker).order_by(Speaker.id)).first()
    assert speaker
    event, session = (db.session.scalars(select(kind)).one() for kind in (Event, Session))
    return event, session, speaker


def test_the_link_leaves_after_ten_minutes_to_each_speaker_once(sent: list[Letter]) -> None:
    an_invited_speaker(sent)
    event, _session, speaker = stored()
    assert link_of(speaker) in sent[0].body
    assert "Ljus på torget" in sent[0].body
    with pytest.raises(NoSpeakerToInvite):
        invite_speakers(event, actor="organizer", now=NOON)


def test_letters_can_be_taken_back_until_they_leave(sent: list[Letter]) -> None:
    event = an_event()
    speaker = a_speaker(event)
    invite(event)
    assert undo_speaker_letters(event, actor="organizer", now=NOON + MINUTE) == 1
    work(NOON + 11 * MINUTE)
    assert sent == []
    speaker = db.session.scalars(select(Speaker)).one()
    event = db.session.scalars(select(Event)).one()
    assert speaker.address
    assert speaker.address.invited_at is None
    with pytest.raises(SpeakerLettersGone):
        undo_speaker_letters(event, actor="organizer", now=NOON + MINUTE)


def test_a_link_that_was_replaced_is_not_sent(sent: list[Letter]) -> None:
    event = an_event()
    speaker = a_speaker(event)
    invite(event)
    renew_link(event, speaker, actor="organizer", now=NOON)
    invite(event, now=NOON + MINUTE)
    link = link_of(speaker)
    work(NOON + 12 * MINUTE)
    assert len(sent) == 1
    assert link in sent[0].body


def test_a_reminder_says_what_each_has_left(sent: list[Letter]) -> None:
    an_invited_speaker(sent)
    event, _session, speaker = stored()
    a_speaker(event, name="Utan Länk", email="utan@town.example")
    set_slides_due(event, date(2027, 3, 20), actor="organizer", now=NOON)
    assert remind_speakers(event, actor="organizer", now=NOON + HOUR) == 1
    speaker.biography = "Kan ljus."
    work(NOON + 2 * HOUR)
    assert "Bekräfta tid och sal" in sent[1].body
    assert "Skriv några meningar om dig" not in sent[1].body
    assert "Ladda upp dina bilder, senast 20 mars 2027" in sent[1].body


def test_nobody_is_reminded_of_nothing(sent: list[Letter]) -> None:
    del sent
    event = an_event()
    a_speaker(event)
    with pytest.raises(NoSpeakerToRemind):
        remind_speakers(event, actor="organizer", now=NOON)


def test_a_session_is_one_entry_that_follows_until_it_is_cancelled(sent: list[Letter]) -> None:
    an_invited_speaker(sent)
    event, session, speaker = stored()
    release(NOON + HOUR)
    work(NOON + HOUR + 6 * MINUTE)
    method, first = entry(sent[1])
    assert (method, first["SEQUENCE"], str(first["SUMMARY"])) == ("REQUEST", 0, "Ljus på torget")
    assert str(first["ATTENDEE"]) == f"mailto:{EMAIL}"

    release(NOON + 2 * HOUR)  # nothing of it has changed
    work(NOON + 2 * HOUR + 6 * MINUTE)
    assert len(sent) == 2

    _event, session, _speaker = stored()
    session.starts_at += HOUR
    session.ends_at += HOUR
    release(NOON + 3 * HOUR)
    work(NOON + 3 * HOUR + 6 * MINUTE)
    method, moved = entry(sent[2])
    assert (method, moved["SEQUENCE"], moved["UID"]) == ("REQUEST", 1, first["UID"])
    event, session, speaker = stored()
    assert moved["DTSTART"].dt == session.starts_at

    set_parts(event, speaker, {}, actor="organizer", now=NOON)
    release(NOON + 4 * HOUR)
    work(NOON + 4 * HOUR + 6 * MINUTE)
    method, gone = entry(sent[3])
    assert (method, gone["SEQUENCE"], gone["UID"]) == ("CANCEL", 2, first["UID"])


def test_confirming_brings_the_entries_and_postponing_takes_them(
    sent: list[Letter],
) -> None:
    an_invited_speaker(sent)
    event, _session, speaker = stored()
    release(NOON + HOUR)
    assert speaker.address
    key = confirmation_key(list_parts_of(speaker))
    confirm_sessions(speaker.address, key=key, now=NOON + HOUR)
    work(NOON + HOUR + 6 * MINUTE)
    assert entry(sent[1])[0] == "REQUEST"

    event = stored()[0]
    postpone_event(event, actor="organizer", reason="Snö", now=NOON + 2 * HOUR)
    work(NOON + 2 * HOUR + 6 * MINUTE)
    method, gone = entry(sent[2])
    assert (method, gone["SEQUENCE"]) == ("CANCEL", 1)
    assert "skjutits upp" in sent[2].body

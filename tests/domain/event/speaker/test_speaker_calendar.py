"""What speakers' calendars are sent: each session once, with a rising SEQUENCE, to those asked."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.event.draft import EDITABLE_FIELDS, EventText, edit_event
from eventapp.domain.event.release import release_schedule
from eventapp.domain.event.speaker.speaker_calendar import speaker_update
from eventapp.extensions import db
from eventapp.models import Event, Job, JobKind
from tests.builders import HOUR, NOON, a_session, an_event
from tests.builders.speaker import a_speaker, invite

pytestmark = pytest.mark.usefixtures("app")


def release(event: Event) -> None:
    release_schedule(event, actor="organizer", now=NOON)


def promised() -> int:
    kinds = select(Job.kind).where(Job.kind == JobKind.SPEAKER_NEWS_MAIL)
    return len(db.session.scalars(kinds).all())


def test_a_release_is_no_news_to_those_who_have_no_link() -> None:
    event = an_event()
    a_speaker(event, a_session(event))
    release(event)
    assert promised() == 0


def test_the_uid_stays_and_the_sequence_rises_with_what_changes() -> None:
    event = an_event()
    session = a_session(event)
    speaker = a_speaker(event, session)
    invite(event)
    release(event)
    assert promised() == 1
    assert speaker.address
    first = speaker_update(speaker.address, session.id, again=False, now=NOON)
    assert first
    assert first.sequence == 0
    assert speaker_update(speaker.address, session.id, again=False, now=NOON) is None
    assert speaker_update(speaker.address, session.id, again=True, now=NOON) == first

    session.starts_at += HOUR  # in the draft, which is no news
    session.ends_at += HOUR
    assert (
        speaker_update(speaker.address, session.id, again=False, now=NOON) is None
    )  # a draft is no news
    release(event)
    moved = speaker_update(speaker.address, session.id, again=False, now=NOON)
    assert moved
    assert (moved.uid, moved.sequence) == (first.uid, 1)


def test_speakers_hear_of_another_place_once() -> None:
    event = an_event()
    session = a_session(event)
    speaker = a_speaker(event, session)
    invite(event)
    release(event)
    assert speaker.address
    speaker_update(speaker.address, session.id, again=False, now=NOON)
    values: dict[str, Any] = {name: getattr(event, name) for name in EDITABLE_FIELDS}

    def move(later: timedelta, venue: str) -> None:
        values["venue_name"] = venue
        text = EventText(slug="", **values)
        edit_event(event, text, version=event.version, actor="organizer", now=NOON + later)

    move(HOUR, event.venue_name)  # nothing is another
    assert promised() == 1
    move(2 * HOUR, "Stadshuset")
    assert promised() == 2
    moved = speaker_update(speaker.address, session.id, again=False, now=NOON + 2 * HOUR)
    assert moved
    assert moved.sequence == 1
    again = speaker_update(speaker.address, session.id, again=False, now=NOON + 3 * HOUR)
    assert again is None


def test_what_was_never_sent_is_not_cancelled() -> None:
    event = an_event()
    session = a_session(event, cancelled=True)
    speaker = a_speaker(event, session)
    invite(event)
    release(event)
    assert promised() == 0
    assert speaker.address
    assert speaker_update(speaker.address, session.id, again=False, now=NOON) is None

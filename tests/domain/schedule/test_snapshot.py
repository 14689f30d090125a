"""A session as plain values and back, without loss."""

import json
from datetime import timedelta, timezone

import pytest

from eventapp.domain.schedule.snapshot import (
    from_snapshot,
    released_session,
    session_as_shown,
    snapshot,
)
from eventapp.extensions import db
from eventapp.models import Room, SessionSpeaker, Speaker, Track
from tests.builders import a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_what_is_frozen_survives_json() -> None:
    event = an_event()
    session = a_session(event, seats=5, known=["a", "b"], released=False)
    session.room = Room(event_id=event.id, name="Eken", floor="2", seats=40)
    session.track = Track(event_id=event.id, name="Trygghet")
    speaker = Speaker(event_id=event.id, name="Åsa")
    session.appearances = [SessionSpeaker(speaker=speaker, position=0)]
    db.session.flush()

    values = snapshot(session)
    frozen = from_snapshot(json.loads(json.dumps(values)))

    assert frozen == session_as_shown(session)
    assert frozen.room
    assert (frozen.room.name, frozen.known, frozen.seats) == ("Eken", ("a", "b"), 5)
    assert [speaker.name for speaker in frozen.speakers] == ["Åsa"]


def test_one_moment_is_one_text_whatever_its_time_zone() -> None:
    event = an_event()
    session = a_session(event, released=False)
    before = snapshot(session)
    session.starts_at = session.starts_at.astimezone(timezone(timedelta(hours=5)))

    assert snapshot(session) == before


def test_a_draft_is_shown_only_where_a_choice_needs_it() -> None:
    session = a_session(an_event(), title="Utkast", released=False)

    assert released_session(session) is None
    assert session_as_shown(session).title == "Utkast"


def test_a_released_session_is_shown_as_released() -> None:
    session = a_session(an_event(), title="Förr")
    session.title = "Nu"

    assert session_as_shown(session).title == "Förr"

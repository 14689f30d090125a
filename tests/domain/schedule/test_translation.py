"""English in the draft of a schedule, and in what is released of it."""

import pytest

from eventapp.domain.schedule.snapshot import english_snapshot, from_snapshot, snapshot
from eventapp.domain.schedule.translation import lacking, translate_part
from eventapp.extensions import db
from eventapp.i18n import EnglishText
from eventapp.models import Room
from tests.builders import NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_a_session_is_frozen_with_its_english_and_that_of_its_room() -> None:
    event = an_event()
    room = Room(event_id=event.id, name="Salen", code="r1", english={"name": "Hall"})
    db.session.add(room)
    db.session.flush()
    session = a_session(event, title="Vägar", known=["Ett"], room_id=room.id)
    texts = {"title": "Ways", "known": ["One"], "abstract": ""}

    translate_part(event, session, texts, version=1, actor="a", now=NOON)

    english = english_snapshot(session)
    assert english == {"title": "Ways", "known": ["One"], "room": {"name": "Hall"}}
    frozen = from_snapshot(snapshot(session), english)
    in_english = frozen.in_language("en")
    assert (in_english.title, in_english.known, in_english.room.name) == ("Ways", ("One",), "Hall")  # type: ignore[union-attr]
    assert isinstance(in_english.title, EnglishText)
    assert frozen.in_language("sv") is frozen
    assert lacking(session, ("title", "known", "abstract")) == []


def test_a_snapshot_of_a_release_without_english_opens() -> None:
    session = a_session(an_event(), title="Vägar")

    assert from_snapshot(snapshot(session)).in_language("en").title == "Vägar"

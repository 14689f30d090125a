"""Sessions of the draft: created, edited against a version, and acting only when released."""

from dataclasses import replace

import pytest

from eventapp.domain.errors import StaleVersion
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import (
    SessionText,
    create_session,
    edit_session,
    find_session,
    list_sessions,
)
from eventapp.models import Event, Session, SessionKind, Speaker
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event() -> Event:
    return an_event()


def a_text(event: Event, **other: object) -> SessionText:
    starts_at = event.starts_at
    text = SessionText("Trygga gator", SessionKind.CHOICE, starts_at, starts_at + HOUR)
    return replace(text, **other)  # type: ignore[arg-type]


def edit(event: Event, session: Session, text: SessionText, version: int) -> None:
    edit_session(event, session, text, version=version, actor="organizer", now=NOON)


def test_a_new_session_is_a_draft_that_its_event_alone_has(event: Event) -> None:
    session = create_session(event, a_text(event), actor="organizer", now=NOON)

    assert session.released is None
    assert find_session(event, session.code) is session
    assert find_session(an_event(), session.code) is None


def test_sessions_are_listed_by_time(event: Event) -> None:
    later, first = a_session(event, starts_at=event.starts_at + HOUR), a_session(event)

    assert list_sessions(event) == [first, later]


def test_an_edit_waits_for_the_release(event: Event) -> None:
    session = a_session(event, title="Förr", seats=5)
    edit(event, session, a_text(event, title="Nu", seats=9), session.version)

    assert (session.title, session.seats) == ("Nu", 9)
    assert (session.released["title"], session.released["seats"]) == ("Förr", 5)


def test_a_stale_save_is_refused(event: Event) -> None:
    session = create_session(event, a_text(event), actor="organizer", now=NOON)
    edit(event, session, a_text(event, title="Den första"), 1)

    with pytest.raises(StaleVersion):
        edit(event, session, a_text(event, title="Den andra"), 1)
    assert session.title == "Den första"


def test_speakers_appear_in_the_order_in_which_they_are_named(event: Event) -> None:
    asa, bo = (create_part(Speaker, event, {"name": name}) for name in ("Åsa", "Bo"))
    text = a_text(event, speakers=(asa, bo))
    session = create_session(event, text, actor="organizer", now=NOON)
    edit(event, session, replace(text, speakers=(bo, asa)), session.version)

    positions = {part.speaker.name: part.position for part in session.appearances}
    assert positions == {"Bo": 0, "Åsa": 1}

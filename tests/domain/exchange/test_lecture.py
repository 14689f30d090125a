"""Experiences and lectures: what is alike is offered, and both pages show what was joined."""

import pytest

from eventapp.domain.exchange import approval
from eventapp.domain.exchange.lecture import (
    link_experience,
    linked_experiences_revision,
    list_experiences,
    list_lectures,
    suggest_experiences,
    unlink_experience,
)
from eventapp.extensions import db
from eventapp.models import Event, EventState, EventVisibility, Readership, Session, Track
from tests.builders import NOON, a_session, an_event, let_act
from tests.builders.experience import a_draft_experience, a_focus_area, an_experience
from tests.builders.session_question import a_lecture

ACT = {"actor": "organizer", "now": NOON}


@pytest.fixture
def event(app: object) -> Event:
    del app
    return an_event()


@pytest.fixture
def session(event: Event) -> Session:
    return a_lecture(event, title="Belysning på torget", abstract="Om otrygga platser i centrum.")


def test_what_shares_words_or_the_area_is_offered_the_most_alike_first(
    event: Event, session: Session
) -> None:
    area = a_focus_area()
    both = an_experience(area=area, title="Belysning i centrum", problem="Otrygga platser.")
    words = an_experience(title="Ljus", problem="Torget och andra platser i centrum var otrygga.")
    alike = an_experience(area=area, title="Samtal om annat")
    an_experience(title="Föreningsbidrag", problem="För sent.")
    an_experience(area=area, title="Belysning på torget", audience=Readership.NETWORK)
    a_draft_experience(area=area, title="Belysning på torget")
    assert alike not in suggest_experiences(session)

    track = Track(event_id=event.id, name="Platser", focus_area=area)
    session.track = track
    db.session.flush()
    offered = suggest_experiences(session)

    assert offered[0] == both
    assert set(offered) == {both, words, alike}
    link_experience(event, session, both, **ACT)  # type: ignore[arg-type]
    assert both not in suggest_experiences(session)


def test_both_pages_show_what_is_joined_until_it_is_taken_away(
    event: Event, session: Session
) -> None:
    experience, revision = an_experience(), event.revision
    for _ in range(2):
        link_experience(event, session, experience, **ACT)  # type: ignore[arg-type]
    assert event.revision == revision + 1
    assert list_experiences(event, session.code) == [experience]
    (lecture,) = list_lectures(experience)
    assert (lecture.event, lecture.session.code) == (event, session.code)

    unlink_experience(event, session, experience, **ACT)  # type: ignore[arg-type]
    assert list_experiences(event, session.code) == []
    assert list_lectures(experience) == []


def test_nothing_that_is_not_public_is_shown(event: Event, session: Session) -> None:
    experience, draft = an_experience(), a_session(event, released=False)
    for row in (session, draft):
        link_experience(event, row, experience, **ACT)  # type: ignore[arg-type]
    assert [shown.session.code for shown in list_lectures(experience)] == [session.code]
    session.cancelled = True
    let_act(session)
    assert list_lectures(experience) == []
    session.cancelled = False
    let_act(session)
    event.visibility = EventVisibility.CLOSED
    assert list_lectures(experience) == []
    event.visibility, event.state = EventVisibility.OPEN, EventState.DRAFT
    assert list_lectures(experience) == []

    before = linked_experiences_revision(event.slug)
    approval.withdraw(experience, reason="Fel", actor="editor", now=NOON)
    assert list_experiences(event, session.code) == []
    assert linked_experiences_revision(event.slug) != before

"""Releases: frozen under a number, with what a participant would notice of the changes."""

import pytest
from sqlalchemy import select

from eventapp.domain.schedule import release as releases
from eventapp.domain.schedule.published import PublishedSchedule, changes_in
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    Event,
    Release,
    Room,
    Session,
    SessionKind,
    SessionSpeaker,
    Speaker,
    Track,
)
from eventapp.transactions import reading
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_session, an_event
from tests.views.organizer.counting import counted_statements

pytestmark = pytest.mark.usefixtures("app")


def publish(event: Event) -> Release:
    release = releases.store_release(event, actor="organizer", now=NOON)
    db.session.commit()
    return release


def shown(event: Event) -> PublishedSchedule:
    latest = releases.latest(event.id)
    assert latest is not None
    return releases.published(latest, event.time_zone)


def a_room(event: Event, name: str) -> Room:
    room = Room(event_id=event.id, name=name, floor="2", seats=40, hearing_loop=True)
    db.session.add(room)
    db.session.flush()
    return room


def test_nothing_is_shown_before_the_first_release() -> None:
    event = an_event()
    a_session(event)

    assert releases.latest(event.id) is None


def test_releases_are_numbered_and_visitors_see_the_latest() -> None:
    event = an_event()
    session = a_session(event, title="Första titeln")
    first = publish(event)
    session.title = "Andra titeln"
    assert shown(event).sessions[0].title == "Första titeln"  # a draft stays a draft

    second = publish(event)

    assert (first.number, second.number) == (1, 2)
    assert (shown(event).number, shown(event).sessions[0].title) == (2, "Andra titeln")
    assert releases.list_releases(event.id) == [second, first]


def test_a_release_tells_the_pages_and_the_log() -> None:
    event = an_event()
    revision = event.revision

    publish(event)

    assert event.revision == revision + 1
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "schedule released")
    ).one()
    assert entry.details == {"number": 1}


def test_everything_about_a_session_comes_back_from_the_release() -> None:
    event = an_event()
    session = a_session(
        event, seats=20, abstract="Om åäö 👩🏽‍🚒", known=["a"], unknown=["b"], references=["c", "d"]
    )
    session.room = a_room(event, "Lilla salen")
    session.track = Track(event_id=event.id, name="Skola", short_name="")
    speaker = Speaker(event_id=event.id, name="Åsa Öström", title="forskare")
    session.appearances = [SessionSpeaker(speaker=speaker)]
    publish(event)

    (seen,) = shown(event).sessions

    assert (seen.code, seen.abstract, seen.seats) == (session.code, session.abstract, 20)
    assert (seen.starts_at, seen.ends_at) == (session.starts_at, session.ends_at)
    assert (seen.known, seen.unknown, seen.references) == (("a",), ("b",), ("c", "d"))
    assert seen.room is not None
    assert (seen.room.name, seen.room.hearing_loop) == ("Lilla salen", True)
    assert seen.track is not None
    assert (seen.track.name, seen.track.short_name, seen.track.figure) == ("Skola", "Skola", 0)
    assert [speaker.name for speaker in seen.speakers] == ["Åsa Öström"]


def test_days_are_those_of_the_events_own_time_zone() -> None:
    event = an_event(starts_at=NEXT_MONTH, ends_at=NEXT_MONTH + 2 * DAY)
    late = NEXT_MONTH.replace(hour=21, minute=30)  # 23.30 in Stockholm in summer time
    for starts_at in (late, late + HOUR):
        a_session(event, starts_at=starts_at)
    publish(event)

    days = shown(event).days

    assert [(day.index, day.date.isoformat()) for day in days] == [
        (0, "2027-03-31"),
        (1, "2027-04-01"),
    ]


def test_sessions_stand_in_order_of_time_and_room() -> None:
    event = an_event()
    for name in ("B", "A"):
        a_session(event, title=name).room = a_room(event, name)
    a_session(event, title="tidig", starts_at=event.starts_at - HOUR, kind=SessionKind.PLENARY)
    publish(event)

    schedule = shown(event)

    assert [session.title for session in schedule.sessions] == ["tidig", "A", "B"]
    assert [room.name for room in schedule.rooms] == ["A", "B"]


def test_the_first_release_changes_nothing() -> None:
    event = an_event()
    a_session(event)

    assert publish(event).changes == []


def test_what_a_participant_would_notice_is_told() -> None:
    event = an_event()
    moved, gone, same = (a_session(event, title=t) for t in ("flyttas", "utgår", "står kvar"))
    publish(event)
    moved.starts_at, moved.ends_at = moved.starts_at + HOUR, moved.ends_at + HOUR
    moved.room = a_room(event, "Lilla salen")
    db.session.delete(gone)
    new = a_session(event, title="ny")

    changes = changes_in(publish(event))

    by_code = {change.code: change for change in changes}
    assert set(by_code) == {moved.code, gone.code, new.code}
    assert same.code not in by_code
    assert by_code[new.code].before is None
    assert by_code[gone.code].after is None
    before, after = by_code[moved.code].before, by_code[moved.code].after
    assert before is not None
    assert after is not None
    assert (before.starts_at, before.room) == (moved.starts_at - HOUR, "")
    assert (after.starts_at, after.room) == (moved.starts_at, "Lilla salen")


def test_a_session_called_off_is_told() -> None:
    event = an_event()
    session = a_session(event)
    publish(event)
    session.cancelled = True

    (change,) = changes_in(publish(event))

    assert change.after is not None
    assert change.after.cancelled


@pytest.mark.parametrize(
    ("fact", "value"), [("abstract", "rättad"), ("seats", 99), ("known", ["nytt"])]
)
def test_a_corrected_word_is_no_change_of_plans(fact: str, value: object) -> None:
    event = an_event()
    session = a_session(event)
    publish(event)
    setattr(session, fact, value)

    assert publish(event).changes == []


def test_a_release_does_not_change_when_the_draft_does() -> None:
    event = an_event()
    session: Session = a_session(event, title="Första titeln")
    first = publish(event)
    before = dict(first.schedule)
    session.title = "Andra titeln"
    publish(event)

    db.session.refresh(first)
    assert first.schedule == before


def test_releases_of_one_event_are_not_anothers() -> None:
    first, other = an_event(), an_event()
    publish(first)

    assert releases.latest(other.id) is None
    assert publish(other).number == 1


def test_a_release_is_read_once_and_the_next_one_is_seen() -> None:
    event = an_event()
    session = a_session(event, title="Första titeln")
    publish(event)
    with reading(db.session):
        first = releases.latest_schedule(event)
        with counted_statements() as sent:
            assert releases.latest_schedule(event) is first
    assert len(sent) == 1
    assert first == shown(event)
    db.session.rollback()  # on PostgreSQL its transaction cannot write

    session.title = "Andra titeln"
    publish(event)
    with reading(db.session):
        assert releases.latest_schedule(event) == shown(event)
    db.session.rollback()
    event.time_zone = "America/New_York"
    db.session.commit()
    with reading(db.session):
        assert releases.latest_schedule(event) == shown(event)


def test_what_is_not_committed_is_not_kept() -> None:
    event = an_event()
    session = a_session(event, title="Första titeln")
    db.session.commit()
    releases.store_release(event, actor="organizer", now=NOON)
    assert releases.latest_schedule(event) is not None
    db.session.rollback()
    session.title = "Andra titeln"
    publish(event)  # under the same number, at the same moment

    with reading(db.session):
        seen = releases.latest_schedule(event)
    assert seen is not None
    assert seen.sessions[0].title == "Andra titeln"

"""Taking in a schedule: what is new, moved and gone; what was changed here stays; undone."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.documents.schedule_file.reading import read_schedule
from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.release import release_schedule
from eventapp.domain.schedule.board.act import ActGone
from eventapp.domain.schedule.schedule_import import schedule_import as imports
from eventapp.domain.schedule.schedule_import import undoing as undoings
from eventapp.domain.schedule.schedule_import.comparison import compare, load_names
from eventapp.domain.schedule.schedule_import.undoing import (
    ScheduleReleasedSince,
    TooLateToUndoSchedule,
    continue_undoing,
    load_undoing,
    start_undoing,
)
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import edit_session, list_sessions, session_text
from eventapp.extensions import db
from eventapp.models import (
    AuditAction,
    AuditEntry,
    Event,
    EventState,
    ImportState,
    Room,
    ScheduleSource,
    Session,
    SessionKind,
    Speaker,
    Track,
)
from tests.builders import NOON, a_session, an_event
from tests.builders.schedule_file import GUID, a_talk, as_calendar, as_json, take_in, undo_import

pytestmark = pytest.mark.usefixtures("app")
LATER = NOON + timedelta(minutes=3)


@pytest.fixture
def event() -> Event:
    return an_event(state=EventState.DRAFT)


def edit(event: Event, session: Session, **values: object) -> None:
    text = replace(session_text(session), **values)  # type: ignore[arg-type]
    edit_session(event, session, text, version=session.version, actor="organizer", now=NOON)


def by_title(event: Event) -> dict[str, Session]:
    return {session.title: session for session in list_sessions(event)}


def counts(event: Event, content: bytes) -> tuple[int, int, int, int]:
    there = compare(event, read_schedule(content))
    return len(there.new), len(there.moved), len(there.changed), len(there.gone)


def test_a_file_fills_a_draft_with_everything_in_it(event: Event) -> None:
    talk = a_talk(1, links=[{"title": "Rapport", "url": "https://a.example/r"}])
    rooms = [{"name": "Eken", "capacity": 40}, {"name": "Tom", "description": "Plan 2"}]
    plan, _there = take_in(event, as_json(talk, a_talk(2, room="Linden"), rooms=rooms))

    assert plan.state is ImportState.DONE
    session = by_title(event)["Föredrag 1"]
    assert session.room
    assert (session.room.name, session.room.seats) == ("Eken", 40)
    assert session.track
    assert session.track.name == "Unga"
    assert [part.speaker.name for part in session.appearances] == ["Talare 1"]
    assert session.references == ["Rapport: https://a.example/r"]
    assert (session.kind, session.form) == (SessionKind.PLENARY, "lecture")
    assert session.released is None
    names = set(db.session.scalars(select(Room.name).where(Room.event_id == event.id)))
    accessible = select(Room.name).where(Room.event_id == event.id, Room.wheelchair)
    assert db.session.scalars(accessible).all() == []  # no file says so
    assert names == {"Eken", "Linden", "Tom"}
    entries = db.session.scalars(select(AuditEntry.action)).all()
    assert entries.count(AuditAction.SCHEDULE_IMPORTED) == 1


def test_the_same_file_again_changes_nothing(event: Event) -> None:
    content = as_json(a_talk(1), a_talk(2))
    take_in(event, content)
    versions = [session.version for session in list_sessions(event)]

    _plan, there = take_in(event, content)

    assert counts(event, content) == (0, 0, 0, 0)
    assert not there.repairs
    assert [session.version for session in list_sessions(event)] == versions


def test_a_later_state_brings_what_is_new_moved_and_changed(event: Event) -> None:
    take_in(event, as_json(a_talk(1), a_talk(2), a_talk(3), a_talk(4)))
    later = as_json(
        a_talk(1, date="2026-12-15T14:00:00+01:00", start="14:00"),
        a_talk(2, room="Linden"),
        a_talk(3, title="Nytt namn"),
        a_talk(5),
    )

    assert counts(event, later) == (1, 2, 1, 1)
    take_in(event, later)

    sessions = by_title(event)
    assert sessions["Föredrag 1"].starts_at.hour == 13
    assert sessions["Föredrag 2"].room
    assert sessions["Föredrag 2"].room.name == "Linden"
    assert {"Nytt namn", "Föredrag 5"} <= set(sessions)
    assert not sessions["Föredrag 4"].cancelled
    assert counts(event, later) == (0, 0, 0, 1)


def test_those_that_are_gone_are_called_off_only_where_somebody_says_so(event: Event) -> None:
    take_in(event, as_json(a_talk(1), a_talk(2)))
    own = a_session(event, title="Egen")
    later = as_json(a_talk(1))
    [gone] = compare(event, read_schedule(later)).gone
    take_in(event, later, called_off=[gone.code, own.code])

    assert {s.title for s in list_sessions(event) if s.cancelled} == {"Föredrag 2"}
    assert counts(event, later) == (0, 0, 0, 0)


def test_what_was_changed_here_stays_and_is_said_each_time(event: Event) -> None:
    take_in(event, as_json(a_talk(1), a_talk(2)))
    edit(event, by_title(event)["Föredrag 1"], title="Vår rubrik")
    later = as_json(a_talk(1, title="Deras nya", abstract="Nytt."), a_talk(2))

    for _time in range(2):
        _plan, there = take_in(event, later)
        assert [(repair.code, repair.values["name"]) for repair in there.repairs] == [
            ("kept-local", "title")
        ]
        assert by_title(event)["Vår rubrik"].abstract == "Nytt."


def test_what_was_removed_here_does_not_come_back(event: Event) -> None:
    content = as_json(a_talk(1), a_talk(2))
    take_in(event, content)
    session = by_title(event)["Föredrag 2"]
    session.appearances = []
    db.session.delete(session)
    db.session.flush()

    _plan, there = take_in(event, content)

    assert [repair.code for repair in there.repairs] == ["removed-here"]
    assert set(by_title(event)) == {"Föredrag 1"}


def test_a_calendar_leaves_alone_what_it_says_nothing_of(event: Event) -> None:
    entry = ["UID:7", "SUMMARY:Möte", "DTSTART:20261215T090000Z", "DURATION:PT1H"]
    take_in(event, as_calendar(entry))
    track = create_part(Track, event, {"name": "Unga"})
    liv = create_part(Speaker, event, {"name": "Liv"})
    edit(event, by_title(event)["Möte"], track=track, speakers=(liv,), form="samtal")

    _plan, there = take_in(event, as_calendar([*entry, "LOCATION:Eken"]))

    session = by_title(event)["Möte"]
    assert not there.repairs
    assert session.room
    assert (session.room.name, session.form) == ("Eken", "samtal")
    assert session.track is track
    assert session.appearances[0].speaker is liv


def test_somebody_who_is_here_already_is_known_by_name(event: Event) -> None:
    liv = create_part(Speaker, event, {"name": "Liv Tranhylla", "biography": "Vår text."})
    person = {"id": 3, "public_name": "Liv  Tranhylla"}
    take_in(event, as_json(a_talk(1, persons=[person]), a_talk(2, persons=[person])))

    assert db.session.scalars(select(Speaker)).all() == [liv]
    assert liv.biography == "Vår text."


def test_two_people_of_one_name_stay_two(event: Event) -> None:
    people = [{"id": number, "public_name": "Ali Ek"} for number in (1, 2)]
    content = as_json(a_talk(1, persons=people))
    take_in(event, content)

    assert len(db.session.scalars(select(Speaker)).all()) == 2
    assert counts(event, content) == (0, 0, 0, 0)


def test_sessions_to_choose_among_can_be_saved_by_hand(event: Event) -> None:
    take_in(event, as_json(a_talk(1, type="choice"), a_talk(2, type="service")))
    kinds = {s.title: (s.kind, bool(s.choice_group), s.form) for s in list_sessions(event)}

    assert kinds == {
        "Föredrag 1": (SessionKind.CHOICE, True, ""),
        "Föredrag 2": (SessionKind.SERVICE, False, ""),
    }


def test_undoing_takes_out_what_is_new_and_puts_back_what_was_changed(event: Event) -> None:
    take_in(event, as_json(a_talk(1), a_talk(2)))
    later = as_json(a_talk(1, title="Ny", room="Linden"), a_talk(3), a_talk(2))
    plan, _there = take_in(event, later, now=LATER)

    undo_import(plan, now=LATER + timedelta(minutes=9))

    sessions = by_title(event)
    assert set(sessions) == {"Föredrag 1", "Föredrag 2"}
    assert sessions["Föredrag 1"].room
    assert sessions["Föredrag 1"].room.name == "Eken"
    assert set(db.session.scalars(select(Room.name))) == {"Eken"}
    assert set(db.session.scalars(select(Speaker.name))) == {"Talare 1", "Talare 2"}
    assert counts(event, later) == (1, 1, 0, 0)
    assert plan.counts["stays"] == 0


def test_undoing_leaves_what_somebody_has_changed_since(event: Event) -> None:
    content = as_json(a_talk(1), a_talk(2))
    plan, _there = take_in(event, content)
    edit(event, by_title(event)["Föredrag 1"], title="Vår rubrik")

    undo_import(plan, now=LATER)

    assert set(by_title(event)) == {"Vår rubrik"}
    assert plan.counts["stays"] == 1
    assert counts(event, content) == (1, 0, 0, 0)


def test_it_can_be_undone_for_ten_minutes_and_until_it_is_published(event: Event) -> None:
    plan, _there = take_in(event, as_json(a_talk(1)))
    with pytest.raises(TooLateToUndoSchedule):
        undo_import(plan, now=NOON + timedelta(minutes=10))
    release_schedule(event, actor="organizer", now=LATER)
    with pytest.raises(ScheduleReleasedSince):
        undo_import(plan, now=LATER)


def test_a_file_is_started_once_and_goes_on_where_it_was_stopped(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH_SESSIONS", 2)
    content = read_schedule(as_json(*(a_talk(number) for number in range(1, 6))))
    plan = imports.create_import(event, content, "fil", actor="organizer", now=NOON)
    there = compare(event, content)
    with pytest.raises(StaleVersion):
        imports.start_import(plan, there, version=9, actor="organizer", now=NOON)
    imports.start_import(plan, there, version=1, actor="organizer", now=NOON)
    names = load_names(event, content.speakers)
    for _part in range(3):
        imports.continue_import(plan, content, names, now=NOON)
    assert (plan.state, len(list_sessions(event))) == (ImportState.RUNNING, 2)
    other = imports.create_import(event, content, "annan", actor="organizer", now=NOON)
    with pytest.raises(imports.ScheduleImportUnderWay):
        imports.start_import(other, there, version=1, actor="organizer", now=NOON)

    names = load_names(event, content.speakers)
    while imports.continue_import(plan, content, names, now=NOON):
        pass

    assert (plan.state, len(list_sessions(event))) == (ImportState.DONE, 5)
    with pytest.raises(imports.ScheduleImportUnderWay):
        imports.start_import(plan, there, version=plan.version, actor="organizer", now=NOON)
    undo_import(plan, now=NOON)
    assert not list_sessions(event)
    assert not db.session.scalars(select(Speaker)).all()


def test_undoing_goes_on_where_it_was_stopped(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoings, "BATCH_REMOVED", 2)
    monkeypatch.setattr(undoings, "BATCH_RESTORED", 2)
    take_in(event, as_json(*(a_talk(number) for number in range(1, 5))))
    later = as_json(*(a_talk(number, room="Linden") for number in range(1, 8)))
    plan, _there = take_in(event, later, now=LATER)

    start_undoing(plan, actor="organizer", now=LATER)
    assert continue_undoing(plan, load_undoing(plan), now=LATER)
    assert (plan.state, len(list_sessions(event))) == (ImportState.UNDOING, 5)
    with pytest.raises(ActGone):
        start_undoing(plan, actor="organizer", now=LATER)
    much_later = LATER + timedelta(days=1)
    while continue_undoing(plan, load_undoing(plan), now=much_later):  # by another process
        pass

    sessions = list_sessions(event)
    assert (plan.state, plan.counts["stays"]) == (ImportState.UNDONE, 0)
    assert {session.room.name for session in sessions if session.room} == {"Eken"}
    assert len(sessions) == 4
    assert not continue_undoing(plan, load_undoing(plan), now=much_later)


def test_what_is_published_while_it_is_undone_stays(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoings, "BATCH_REMOVED", 1)
    plan, _there = take_in(event, as_json(a_talk(1), a_talk(2)))
    start_undoing(plan, actor="organizer", now=NOON)
    undoing = load_undoing(plan)
    continue_undoing(plan, undoing, now=NOON)
    release_schedule(event, actor="organizer", now=NOON)

    while continue_undoing(plan, undoing, now=NOON):
        pass

    assert (len(list_sessions(event)), plan.counts["stays"]) == (1, 1)


def test_what_one_part_of_a_file_changed_after_another_is_as_before_both(event: Event) -> None:
    plan, _there = take_in(event, as_json(a_talk(1)))
    plan.undoing = None
    undoings.add_undoing(
        plan,
        undoings.ImportUndoing(
            sessions=["a"], before={"x": {"title": "first"}}, versions={"x": 2}, sources={"x": None}
        ),
    )
    undoings.add_undoing(
        plan,
        undoings.ImportUndoing(
            sessions=["b"],
            before={"x": {"title": "second"}, "y": {"title": "y"}},
            versions={"x": 3},
            sources={"x": {"key": "k"}},
        ),
    )
    undoing = load_undoing(plan)

    assert undoing.sessions == ["a", "b"]
    assert undoing.before == {"x": {"title": "first"}, "y": {"title": "y"}}
    assert (undoing.versions, undoing.sources) == ({"x": 3}, {"x": None})


def test_nothing_is_taken_into_an_event_that_is_called_off() -> None:
    event = an_event(state=EventState.CANCELLED)
    with pytest.raises(imports.ScheduleImportClosed):
        take_in(event, as_json(a_talk(1)))


def test_two_events_take_the_same_file_apart_from_each_other(event: Event) -> None:
    other = an_event(state=EventState.DRAFT)
    content = as_json(a_talk(1))
    take_in(event, content)

    assert counts(other, content) == (1, 0, 0, 0)
    take_in(other, content)
    assert len(list_sessions(other)) == len(list_sessions(event)) == 1
    keys = set(db.session.scalars(select(ScheduleSource.key)))
    assert f"guid:{GUID.format(1)}" in keys


def test_the_longest_files_are_written_in_few_short_transactions(event: Event) -> None:
    talks = [
        a_talk(n, guid=GUID.format(n), date="2026-12-15T10:00:00+01:00") for n in range(1, 301)
    ]
    content = read_schedule(as_json(*talks))
    plan = imports.create_import(event, content, "fil", actor="organizer", now=NOON)
    imports.start_import(plan, compare(event, content), version=1, actor="o", now=NOON)
    names, parts = load_names(event, content.speakers), 1
    while imports.continue_import(plan, content, names, now=NOON):
        parts += 1

    assert parts == 1 + 2 + 12  # places, 150 speakers each, 25 sessions each
    assert len(json.dumps(plan.counts)) < 500


def test_what_is_gone_is_called_off_in_parts_and_undone(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH_SESSIONS", 3)
    take_in(event, as_json(*(a_talk(number) for number in range(1, 10))))
    content = read_schedule(as_json(a_talk(1)))
    plan = imports.create_import(event, content, "fil", actor="organizer", now=LATER)
    there, names = compare(event, content), load_names(event, content.speakers)
    codes = [session.code for session in there.gone]
    imports.start_import(
        plan, there, version=1, called_off=[*codes, "no-such"], actor="organizer", now=LATER
    )
    called_off = []
    while imports.continue_import(plan, content, names, now=LATER):
        called_off.append(sum(session.cancelled for session in list_sessions(event)))
        if len(called_off) == 4:  # by hand, while it waits
            waiting = [s for s in list_sessions(event) if s.code in codes and not s.cancelled]
            edit(event, waiting[0], title="Skriven nu")
            stopped = load_undoing(plan)
    assert called_off == [0, 0, 0, 3, 6]
    assert len(stopped.before) == 3
    assert {s.code for s in list_sessions(event) if s.cancelled} == set(codes)
    assert (plan.state, plan.counts["called_off"]) == (ImportState.DONE, 8)

    undo_import(plan, now=LATER)

    sessions = list_sessions(event)
    assert not any(session.cancelled for session in sessions)
    assert "Skriven nu" in {session.title for session in sessions}
    assert plan.counts["stays"] == 0


def test_undoing_what_was_stopped_leaves_what_was_not_called_off_yet(event: Event) -> None:
    take_in(event, as_json(a_talk(1), a_talk(2)))
    content = read_schedule(as_json(a_talk(1)))
    plan = imports.create_import(event, content, "fil", actor="organizer", now=LATER)
    there = compare(event, content)
    [gone] = there.gone
    imports.start_import(
        plan, there, version=1, called_off=[gone.code], actor="organizer", now=LATER
    )

    undo_import(plan, now=LATER)

    assert (plan.state, gone.cancelled, gone.version) == (ImportState.UNDONE, False, 1)

"""News of events and sessions: once for all that changes together, by mail and by calendar."""

from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.event.draft import EDITABLE_FIELDS, EventText, edit_event
from eventapp.domain.event.lifecycle import cancel_event, postpone_event, resume_event
from eventapp.domain.locking import lock_event
from eventapp.domain.registration import session_choice
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.change import (
    RegistrationChange,
    change,
    change_session_entries,
    take_session,
)
from eventapp.domain.registration.notification import moved_codes, notify_of_sessions
from eventapp.domain.schedule import release
from eventapp.domain.schedule.published import changes_in
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import (
    Event,
    EventVisibility,
    Job,
    JobKind,
    JobState,
    Registration,
    Room,
    Session,
)
from eventapp.worker import handlers, loop
from tests.builders import DAY, HOUR, NEXT_MONTH, NOON, a_queue, a_registration, a_session, an_event

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


def entries(letter: Letter) -> list[tuple[str, Any]]:
    """The methods and entries of a letter's calendars, of which each has one."""
    read = []
    for part in letter.calendars:
        calendar = Calendar.from_ical(part.ics)
        (component,) = calendar.walk("VEVENT")
        assert calendar["METHOD"] == part.method
        read.append((part.method, component))
    return read


def entry(letter: Letter) -> tuple[str, Any]:
    """The method and the entry of a letter that has only one."""
    (read,) = entries(letter)
    return read


def move(event: Event, later: timedelta, at: datetime) -> None:
    values = {name: getattr(event, name) for name in EDITABLE_FIELDS}
    values["starts_at"] += later
    values["ends_at"] += later
    edit_event(
        event, EventText(slug="", **values), version=event.version, actor="organizer", now=at
    )


def fresh(event_id: int) -> Event:
    event = db.session.get(Event, event_id)
    assert event
    return event


def test_moves_within_five_minutes_are_one_request_with_a_higher_sequence(
    sent: list[Letter],
) -> None:
    event = an_event()
    a_registration(event)
    id_ = event.id
    work(NOON)
    _method, first = entry(sent.pop())

    move(fresh(id_), HOUR, NOON + MINUTE)
    move(fresh(id_), HOUR, NOON + 2 * MINUTE)
    work(NOON + 4 * MINUTE)
    assert sent == []
    work(NOON + 7 * MINUTE)

    (letter,) = sent
    method, second = entry(letter)
    assert method == "REQUEST"
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"] == 0
    assert second["DTSTART"].dt - first["DTSTART"].dt == 2 * HOUR


def test_edits_on_either_side_of_a_five_minute_mark_are_told_once(sent: list[Letter]) -> None:
    event = an_event()
    a_registration(event)
    id_ = event.id
    work(NOON)
    sent.clear()

    move(fresh(id_), HOUR, NOON + 4 * MINUTE)
    move(fresh(id_), HOUR, NOON + 6 * MINUTE)
    work(NOON + 12 * MINUTE)

    assert len(sent) == 1


def test_what_is_moved_and_moved_back_is_no_news(sent: list[Letter]) -> None:
    event = an_event()
    a_registration(event)
    id_ = event.id
    work(NOON)
    sent.clear()

    move(fresh(id_), HOUR, NOON + MINUTE)
    move(fresh(id_), -HOUR, NOON + 2 * MINUTE)
    work(NOON + 7 * MINUTE)

    assert sent == []


def test_a_second_try_says_the_same_again(
    sent: list[Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event()
    a_registration(event)
    id_ = event.id
    work(NOON)
    sent.clear()
    move(fresh(id_), HOUR, NOON)

    def fail(_letter: Letter) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(handlers, "send", fail)
        work(NOON + 6 * MINUTE)
    work(NOON + 8 * MINUTE)

    (letter,) = sent
    assert entry(letter)[1]["SEQUENCE"] == 1


def test_calling_off_cancels_for_the_seated_and_tells_those_who_wait(sent: list[Letter]) -> None:
    event = an_event(seats=1)
    seated = a_registration(event)
    (waiting,) = a_queue(event, 1)
    id_, names = event.id, {seated.email, waiting.email}
    work(NOON)
    first = next(entry(letter)[1] for letter in sent if letter.calendar)
    sent.clear()

    cancel_event(fresh(id_), actor="organizer", reason="Snö", now=NOON)
    work(NOON + 6 * MINUTE)

    assert {letter.to for letter in sent} == names
    method, cancelled = entry(next(letter for letter in sent if letter.calendar))
    assert (method, cancelled["STATUS"]) == ("CANCEL", "CANCELLED")
    assert cancelled["UID"] == first["UID"]
    assert cancelled["SEQUENCE"] == 1


def test_putting_off_takes_the_time_away_and_resuming_gives_the_new_one(
    sent: list[Letter],
) -> None:
    event = an_event()
    a_registration(event)
    id_ = event.id
    work(NOON)
    sent.clear()

    postpone_event(fresh(id_), actor="organizer", reason="Snö", now=NOON)
    work(NOON + 6 * MINUTE)
    resume_event(fresh(id_), actor="organizer", now=NOON + 10 * MINUTE)
    work(NOON + 16 * MINUTE)

    sequences = [(method, component["SEQUENCE"]) for method, component in map(entry, sent)]
    assert sequences == [("CANCEL", 1), ("REQUEST", 2)]


def a_released_event() -> tuple[Event, Session]:
    event = an_event()
    session = a_session(event, seats=5)
    session.room = Room(event_id=event.id, name="Eken")
    release.store_release(event, actor="organizer", now=NOON)
    return event, session


def release_again(event: Event, at: datetime) -> None:
    released = release.store_release(event, actor="organizer", now=at)
    notify_of_sessions(event, moved_codes(changes_in(released)), now=at)


def test_only_those_who_chose_a_session_are_told_that_it_moved(sent: list[Letter]) -> None:
    event, session = a_released_event()
    chooser = a_registration(event, sessions=(session,))
    a_registration(event)
    email, id_ = chooser.email, event.id
    work(NOON)
    first = next(entries(letter)[1][1]["SEQUENCE"] for letter in sent if letter.to == email)
    sent.clear()

    moved = db.session.scalars(select(Session).where(Session.event_id == id_)).one()
    moved.starts_at += HOUR
    moved.ends_at += HOUR
    release_again(fresh(id_), NOON)
    work(NOON + 6 * MINUTE)

    (letter,) = sent
    method, component = entry(letter)
    assert letter.to == email
    assert (method, component["SEQUENCE"]) == ("REQUEST", first + 1)
    assert "Eken" in component["LOCATION"]


def test_a_session_called_off_is_cancelled_in_the_calendar(sent: list[Letter]) -> None:
    event, session = a_released_event()
    a_registration(event, sessions=(session,))
    id_ = event.id
    work(NOON)
    sent.clear()

    for off, at in ((False, NOON), (True, NOON + 10 * MINUTE)):
        moved = db.session.scalars(select(Session).where(Session.event_id == id_)).one()
        moved.starts_at += HOUR
        moved.ends_at += HOUR
        moved.cancelled = off
        release_again(fresh(id_), at)
        work(at + 6 * MINUTE)

    sequences = [(method, component["SEQUENCE"]) for method, component in map(entry, sent)]
    assert sequences == [("REQUEST", 2), ("CANCEL", 3)]
    assert len({entry(letter)[1]["UID"] for letter in sent}) == 1


def the_moved_session(id_: int, sent: list[Letter]) -> None:
    """Let the session have an entry of its own in the calendars of those who chose it."""
    moved = db.session.scalars(select(Session).where(Session.event_id == id_)).one()
    moved.starts_at += HOUR
    moved.ends_at += HOUR
    release_again(fresh(id_), NOON)
    work(NOON + 6 * MINUTE)
    assert [entry(letter)[0] for letter in sent] == ["REQUEST"]


def test_cancelling_takes_the_event_and_each_session_with_an_entry_of_its_own_away(
    sent: list[Letter],
) -> None:
    event, session = a_released_event()
    chooser = a_registration(event, sessions=(session,))
    id_, number = event.id, chooser.id
    work(NOON)
    sent.clear()
    the_moved_session(id_, sent)
    own = entry(sent.pop())[1]["UID"]

    cancel(db.session.get_one(Registration, number), now=NOON + 10 * MINUTE)
    work(NOON + 10 * MINUTE)

    (letter,) = sent
    by_uid = {
        str(component["UID"]): (method, component["SEQUENCE"])
        for method, component in entries(letter)
    }
    assert len(by_uid) == 2
    assert by_uid[own] == ("CANCEL", 3)
    assert {method for method, _sequence in by_uid.values()} == {"CANCEL"}


def test_a_session_that_is_chosen_no_more_leaves_the_calendar_once(sent: list[Letter]) -> None:
    event, session = a_released_event()
    chooser = a_registration(event, sessions=(session,))
    id_, number = event.id, chooser.id
    work(NOON)
    sent.clear()
    the_moved_session(id_, sent)
    sent.clear()

    for at in (NOON + 10 * MINUTE, NOON + 20 * MINUTE):
        left = db.session.get_one(Registration, number)
        session_choice.drop(lock_event(left.event), left, list(left.choices), now=at)
        work(at + 6 * MINUTE)

    (letter,) = sent
    assert entry(letter)[0] == "CANCEL"
    assert "Removed from your calendar" in letter.subject or "kalender" in letter.subject


def test_those_who_wait_are_told_of_a_move_without_an_invitation_and_once(
    sent: list[Letter],
) -> None:
    event = an_event(seats=1)
    a_registration(event)
    (waiting,) = a_queue(event, 1)
    id_, email = event.id, waiting.email
    work(NOON)
    sent.clear()

    move(fresh(id_), HOUR, NOON + 4 * MINUTE)
    move(fresh(id_), HOUR, NOON + 6 * MINUTE)
    work(NOON + 12 * MINUTE)

    assert len(sent) == 2
    (letter,) = [letter for letter in sent if letter.to == email]
    assert letter.calendar is None
    assert fresh(id_).venue_address in letter.body


def test_what_is_moved_and_moved_back_is_no_news_to_those_who_wait(sent: list[Letter]) -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 1)
    id_ = event.id
    work(NOON)
    sent.clear()

    move(fresh(id_), HOUR, NOON + MINUTE)
    move(fresh(id_), -HOUR, NOON + 2 * MINUTE)
    work(NOON + 7 * MINUTE)

    assert sent == []


def test_those_who_wait_for_a_closed_meeting_do_not_learn_where_it_is(sent: list[Letter]) -> None:
    event = an_event(seats=1, visibility=EventVisibility.CLOSED)
    a_registration(event)
    (waiting,) = a_queue(event, 1)
    id_, email = event.id, waiting.email
    work(NOON)
    sent.clear()

    move(fresh(id_), HOUR, NOON)
    work(NOON + 6 * MINUTE)

    (letter,) = [letter for letter in sent if letter.to == email]
    assert fresh(id_).venue_address not in f"{letter.body}{letter.html}"


def test_every_promise_is_kept_in_the_end(sent: list[Letter]) -> None:
    event = an_event()
    a_registration(event)
    move(event, HOUR, NOON)
    work(NOON + 6 * MINUTE)
    states = set(db.session.scalars(select(Job.state)))
    assert states == {JobState.DONE}
    kinds = set(db.session.scalars(select(Job.kind)))
    assert kinds == {JobKind.REGISTRATION_MAIL, JobKind.EVENT_NEWS_MAIL}
    assert len(sent) == 1  # the confirmation, written late, said it all


def test_who_waits_for_an_organizer_hears_that_the_event_is_cancelled(sent: list[Letter]) -> None:
    event = an_event(approval_days=3)
    a_registration(event)
    event_id = event.id
    work(NOON)
    sent.clear()

    cancel_event(fresh(event_id), reason="Sjukdom", actor="organizer", now=NOON)
    work(NOON + 10 * MINUTE)

    (letter,) = sent
    assert letter.subject.startswith(("Inställt", "Inställd"))
    assert letter.calendar is None


def a_change(registration: Registration, *codes: str) -> RegistrationChange:
    """The registration as it is, with these sessions."""
    return RegistrationChange(
        registration.name,
        registration.role,
        registration.visibility,
        registration.badge,
        sessions=codes,
    )


def test_each_chosen_session_comes_as_an_invitation_of_its_own(sent: list[Letter]) -> None:
    event = an_event()
    title = event.title
    session = a_session(event, title="Orossamtal")
    a_registration(event, sessions=(session,))
    work(NOON)

    (letter,) = sent
    read = entries(letter)
    assert [(method, str(e["SUMMARY"])) for method, e in read] == [
        ("REQUEST", title),
        ("REQUEST", "Orossamtal"),
    ]
    assert len({str(e["UID"]) for _method, e in read}) == 2
    names = [part.get_filename() for part in message_from_bytes(letter.as_bytes()).walk()]
    assert [name for name in names if name and name.endswith(".ics")] == [
        "invite.ics",
        "invite-2.ics",
    ]


def test_choosing_another_session_is_one_receipt_that_swaps_them_in_the_calendar(
    sent: list[Letter],
) -> None:
    event = an_event()
    first, other = a_session(event, title="Ena"), a_session(event, title="Andra")
    chooser = a_registration(event, sessions=(first,))
    codes, id_ = (first.code, other.code), chooser.id
    work(NOON)
    sent.clear()

    for minute, code in enumerate((codes[1], codes[0], codes[1]), start=1):
        mine = db.session.get_one(Registration, id_)
        change(mine, a_change(mine, code), version=mine.version, now=NOON + minute * MINUTE)
        db.session.commit()
    work(NOON + 10 * MINUTE)

    (letter,) = sent
    assert {(method, str(e["SUMMARY"])) for method, e in entries(letter)} == {
        ("CANCEL", "Avanmäld: Ena"),
        ("REQUEST", "Andra"),
    }
    assert "Andra" in letter.body
    assert "inte längre anmäld till ”Ena”" in letter.body


@pytest.mark.parametrize("by", ["the form", "the schedule"])
def test_choosing_a_first_session_is_a_receipt_that_puts_it_into_the_calendar(
    sent: list[Letter], by: str
) -> None:
    event = an_event()
    code, id_ = a_session(event, title="Ena").code, a_registration(event).id
    work(NOON)
    sent.clear()

    chooser = db.session.get_one(Registration, id_)
    if by == "the form":
        change(chooser, a_change(chooser, code), version=chooser.version, now=NOON + MINUTE)
    else:
        take_session(chooser, code, now=NOON + MINUTE)
    db.session.commit()
    work(NOON + 10 * MINUTE)

    (letter,) = sent
    assert [(method, str(e["SUMMARY"])) for method, e in entries(letter)] == [("REQUEST", "Ena")]
    assert "Ena" in letter.body


def test_choices_that_end_as_they_began_are_no_news(sent: list[Letter]) -> None:
    event = an_event()
    first, other = a_session(event), a_session(event)
    chooser = a_registration(event, sessions=(first,))
    codes, id_ = (first.code, other.code), chooser.id
    work(NOON)
    sent.clear()

    for minute, code in enumerate((codes[1], codes[0]), start=1):
        mine = db.session.get_one(Registration, id_)
        change(mine, a_change(mine, code), version=mine.version, now=NOON + minute * MINUTE)
        db.session.commit()
    work(NOON + 10 * MINUTE)

    assert sent == []


def test_chosen_sessions_are_cancelled_and_come_back_with_their_event(sent: list[Letter]) -> None:
    event = an_event()
    a_registration(event, sessions=(a_session(event),))
    id_ = event.id
    work(NOON)
    (first,) = sent
    uids = {str(e["UID"]) for _method, e in entries(first)}
    sent.clear()

    postpone_event(fresh(id_), actor="organizer", reason="Snö", now=NOON)
    work(NOON + 6 * MINUTE)
    resume_event(fresh(id_), actor="organizer", now=NOON + 10 * MINUTE)
    work(NOON + 16 * MINUTE)

    off, on = (entries(letter) for letter in sent)
    assert {str(e["UID"]) for _method, e in off} == {str(e["UID"]) for _method, e in on} == uids
    assert [(method, e["SEQUENCE"]) for method, e in off] == [("CANCEL", 1)] * 2
    assert [(method, e["SEQUENCE"]) for method, e in on] == [("REQUEST", 2)] * 2


def test_sessions_leave_the_calendar_of_those_who_want_none_and_come_back(
    sent: list[Letter],
) -> None:
    event = an_event()
    chooser = a_registration(event, sessions=(a_session(event, title="Orossamtal"),))
    id_ = chooser.id
    work(NOON)
    sent.clear()

    for wanted, at in ((False, NOON), (True, NOON + 10 * MINUTE)):
        change_session_entries(db.session.get_one(Registration, id_), wanted=wanted, now=at)
        work(at + 6 * MINUTE)

    off, on = map(entry, sent)
    assert (off[0], str(off[1]["SUMMARY"]), off[1]["SEQUENCE"]) == ("CANCEL", "Orossamtal", 1)
    assert (on[0], on[1]["SEQUENCE"], on[1]["UID"]) == ("REQUEST", 2, off[1]["UID"])
    assert all("inte längre" not in letter.body for letter in sent)


def test_a_day_that_an_event_no_longer_has_leaves_the_calendar(sent: list[Letter]) -> None:
    event = an_event(ends_at=NEXT_MONTH + DAY + 6 * HOUR)
    a_registration(event)
    id_ = event.id
    work(NOON)
    uids = [str(e["UID"]) for _method, e in entries(sent.pop())]

    values = {name: getattr(fresh(id_), name) for name in EDITABLE_FIELDS}
    values["ends_at"] -= DAY
    shorter = EventText(slug="", **values)
    edit_event(fresh(id_), shorter, version=fresh(id_).version, actor="organizer", now=NOON)
    work(NOON + 6 * MINUTE)

    (letter,) = sent
    assert [(method, str(e["UID"])) for method, e in entries(letter)] == [
        ("REQUEST", uids[0]),
        ("CANCEL", uids[1]),
    ]

"""The programme at the desk: drafted by plain forms, checked for conflicts, released."""

import re
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.schedule.schedule_part import create_part
from eventapp.extensions import db
from eventapp.models import Job, JobKind, Release, Room, Session, SessionKind, Speaker, Track
from tests.builders import DAY, HOUR, NOON, a_registration, a_session, an_event
from tests.builders.door import a_check_in_list
from tests.builders.forms import send
from tests.visitor import Visitor


def fields(**other: Any) -> dict[str, Any]:
    return {
        "title": "Vägar in",
        "kind": "plenary",
        "starts_at": "2027-03-31T14:00",
        "ends_at": "2027-03-31T15:00",
        **other,
    }


def test_a_session_is_made_of_rooms_tracks_and_speakers_by_forms_alone(desk: Visitor) -> None:
    event = an_event()
    base = f"/organizer/events/{event.slug}"
    assert send(desk, f"{base}/rooms", name="Eken", seats="140").status_code == 303
    assert send(desk, f"{base}/tracks", name="Unga").status_code == 303
    assert send(desk, f"{base}/speakers", name="Liv Tranhylla").status_code == 303
    room, track, speaker = (db.session.scalars(select(k)).one() for k in (Room, Track, Speaker))

    named = {"room": room.code, "track": track.code, "speakers": [speaker.code]}
    assert send(desk, f"{base}/sessions", **fields(**named)).status_code == 303

    session = db.session.scalars(select(Session)).one()
    assert (session.room, session.track) == (room, track)
    assert [part.speaker for part in session.appearances] == [speaker]
    page = desk.get(f"{base}/schedule").text
    assert all(word in page for word in ("Vägar in", "Eken", "Unga", "Liv Tranhylla"))


def test_a_speakers_address_is_checked_kept_and_shown_to_whoever_edits(desk: Visitor) -> None:
    event = an_event()
    base = f"/organizer/events/{event.slug}/speakers"
    wrong = send(desk, base, name="Liv Tranhylla", email="liv-utan-snabel.example")
    assert wrong.status_code == 422
    assert 'value="liv-utan-snabel.example"' in wrong.text
    typed = {"name": "Liv Tranhylla", "email": "Liv <LIV@town.example>", "language": "en"}
    assert send(desk, base, **typed).status_code == 303
    speaker = db.session.scalars(select(Speaker)).one()
    page = desk.get(f"{base}/{speaker.code}").text
    assert 'value="liv@town.example"' in page
    assert "liv@town.example" not in desk.get(base).text
    assert "The email address does not work" not in page
    assert speaker.address is not None
    speaker.address.bounced_at = NOON
    db.session.commit()
    for address in (base, f"{base}/{speaker.code}"):
        assert "The email address does not work" in desk.get(address).text
    corrected = {**typed, "email": "liv@city.example", "version": "1"}
    assert send(desk, f"{base}/{speaker.code}", **corrected).status_code == 303
    assert "The email address does not work" not in desk.get(base).text


def test_a_stale_save_of_a_session_answers_409_with_both_texts(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event, kind=SessionKind.PLENARY)
    address = f"/organizer/events/{event.slug}/sessions/{session.code}"
    assert send(desk, address, **fields(version=1, title="Den första")).status_code == 303
    stale = send(desk, address, **fields(version=1, title="Den andra"))
    assert stale.status_code == 409
    assert "Den första" in stale.text
    assert "Den andra" in stale.text


def test_a_room_in_use_stays_and_a_stale_one_answers_409(desk: Visitor) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken"})
    session = a_session(event)
    session.room = room
    address = f"/organizer/events/{event.slug}/rooms/{room.code}"
    assert "A session is using it" in desk.get(f"{address}/removal").text
    assert send(desk, f"{address}/removal").status_code == 409
    assert send(desk, address, name="Linden", version=1).status_code == 303
    assert send(desk, address, name="Björken", version=1).status_code == 409
    session.room = None
    assert f'action="{address}/removal"' not in desk.get(address).text
    assert f'action="{address}/removal"' in desk.get(f"{address}/removal").text
    assert send(desk, f"{address}/removal").status_code == 303


def test_two_sessions_in_one_room_warn_until_somebody_says_why(desk: Visitor) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken"})
    for _ in range(2):
        a_session(event).room = room
    base = f"/organizer/events/{event.slug}/schedule"
    page = desk.get(base).text
    assert "Eken has two sessions at once" in page
    key = page.split('name="conflict" value="')[1].split('"')[0]

    assert send(desk, f"{base}/conflicts", conflict=key, reason="").status_code == 422
    assert send(desk, f"{base}/conflicts", conflict=key, reason="Delas av").status_code == 303
    assert "Accepted: Delas av" in desk.get(base).text
    assert send(desk, f"{base}/conflicts", conflict=key, reason="Igen").status_code == 409


def test_a_conflict_that_stands_comes_anew_when_a_session_moves(desk: Visitor) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken"})
    sessions = [a_session(event) for _ in range(2)]
    for session in sessions:
        session.room = room
    base = f"/organizer/events/{event.slug}/schedule"
    key = desk.get(base).text.split('name="conflict" value="')[1].split('"')[0]
    send(desk, f"{base}/conflicts", conflict=key, reason="Delas av")
    sessions[1].ends_at += HOUR
    assert "It stands" not in desk.get(base).text


def test_releasing_says_whom_it_touches_and_tells_them(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event)
    base = f"/organizer/events/{event.slug}/schedule"
    assert "This is the first version" in desk.get(f"{base}/release/new").text
    assert send(desk, f"{base}/releases", note="Nu").status_code == 303
    again = desk.get(f"{base}/release/new").text
    assert "Visitors already see the schedule as it is" in again
    assert f'action="{base}/releases"' not in again
    session.abstract = "En mening till."
    assert "Only texts." in desk.get(f"{base}/release/new").text
    a_registration(event, sessions=(session,))
    session.starts_at += HOUR
    session.ends_at += HOUR

    assert "This affects 1 person from 1 organisation." in desk.get(f"{base}/release/new").text
    assert send(desk, f"{base}/releases").status_code == 303

    assert db.session.scalars(select(Release.number)).all() == [1, 2]
    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.SESSION_NEWS_MAIL)).all()
    assert len(jobs) == 1


def test_a_check_in_list_follows_its_session_once_that_is_published(desk: Visitor) -> None:
    event = an_event(starts_at=NOON, ends_at=NOON + 30 * HOUR)
    session = a_session(event, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
    listing = a_check_in_list(event, session.code, day=NOON.date())
    session.starts_at, session.ends_at = NOON + 25 * HOUR, NOON + 26 * HOUR
    db.session.commit()
    assert listing.day == NOON.date()

    assert send(desk, f"/organizer/events/{event.slug}/schedule/releases").status_code == 303

    assert listing.day == (NOON + 25 * HOUR).date()


def test_what_a_colleague_changes_after_the_preview_is_shown_before_it_is_published(
    desk: Visitor,
) -> None:
    event = an_event()
    session = a_session(event)
    base = f"/organizer/events/{event.slug}"

    def revision_on(page: str) -> str:
        hidden = re.search(r'name="revision" value="(\w+)"', page)
        assert hidden
        return hidden[1]

    looked_at = revision_on(desk.get(f"{base}/schedule/release/new").text)
    changed = fields(title="Vägar ut", version=session.version)
    assert send(desk, f"{base}/sessions/{session.code}", **changed).status_code == 303

    refused = send(desk, f"{base}/schedule/releases", note="Nu", revision=looked_at)
    assert refused.status_code == 409
    assert "the draft has changed since you looked at it" in refused.text
    assert 'value="Nu"' in refused.text
    assert db.session.scalars(select(Release)).all() == []
    seen = revision_on(refused.text)
    assert send(desk, f"{base}/schedule/releases", note="Nu", revision=seen).status_code == 303


def test_sessions_left_behind_when_the_event_moved_are_named_before_release(desk: Visitor) -> None:
    event = an_event()
    a_session(event, title="I rätt tid")
    coffee = event.starts_at - HOUR
    a_session(event, title="Kaffe", kind=SessionKind.SERVICE, starts_at=coffee)
    a_session(event, title="Kvar på gamla dagen", starts_at=event.ends_at + 24 * HOUR)
    base = f"/organizer/events/{event.slug}/schedule"

    for address in (base, f"{base}/release/new"):
        notice = desk.get(address).text.partition("1 session is outside the event’s times")[2]
        named = notice.partition("</div>")[0]
        assert "Kvar på gamla dagen" in named, address
        assert "I rätt tid" not in named
        assert "Kaffe" not in named


def test_the_release_page_says_what_differs_in_a_retitled_session(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event, title="Vägar in")
    base = f"/organizer/events/{event.slug}/schedule"
    assert send(desk, f"{base}/releases").status_code == 303
    session.title = "Vägar ut"
    text = " ".join(re.sub(r"<[^>]*>", " ", desk.get(f"{base}/release/new").text).split())
    assert "Before: Vägar in Now: Vägar ut" in text


def test_the_release_page_says_who_gets_a_seat_and_asks_why_seats_are_cut(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event, seats=1)
    for _ in range(2):
        a_registration(event, sessions=(session,))
    base = f"/organizer/events/{event.slug}/schedule"
    session.seats = 60
    page = desk.get(f"{base}/release/new").text
    assert "1 person on the waiting list gets a place straight away" in page
    session.seats = 0
    page = desk.get(f"{base}/release/new").text
    assert "That is 1 more than there will be" in page
    assert send(desk, f"{base}/releases").status_code == 409
    assert send(desk, f"{base}/releases", reason="Mindre sal").status_code == 303


def test_seats_beyond_the_room_and_below_those_taken_are_warned_of_with_numbers(
    desk: Visitor,
) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken", "seats": 30})
    large, small = a_session(event, seats=99), a_session(event, seats=2, choice_group="b")
    large.room = room
    for _ in range(2):
        a_registration(event, sessions=(small,))
    small.seats = 1
    page = desk.get(f"/organizer/events/{event.slug}/schedule").text
    assert "99 places, but Eken has 30." in page
    assert "2 people have a place, and the draft has 1." in page


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [("2027-03-28T02:30", "2027-03-28T03:30"), ("2027-10-31T02:30", "2027-10-31T03:30")],
)
def test_times_that_clocks_jump_over_or_show_twice_are_refused_with_the_text_kept(
    desk: Visitor, starts_at: str, ends_at: str
) -> None:
    address = f"/organizer/events/{an_event().slug}/sessions"
    answer = send(desk, address, **fields(starts_at=starts_at, ends_at=ends_at))
    assert answer.status_code == 422
    assert f'value="{starts_at}"' in answer.text
    assert "Choose another time" in answer.text


def test_each_empty_field_is_named_in_the_list_of_errors(desk: Visitor) -> None:
    answer = send(desk, "/organizer/events", title="Rådslag", seats="10")
    text = " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())
    for label in ("Starts", "Ends", "Registration opens", "Cancellation deadline"):
        assert f"{label}: Write the date and time." in text


def test_of_many_sessions_one_day_stands_on_the_page(
    desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event()
    on_each = [
        a_session(event, title=title, starts_at=event.starts_at + days * DAY)
        for days, title in enumerate(("Ljus", "Skola", "Fritid"))
    ]
    db.session.commit()
    address = f"/organizer/events/{event.slug}/schedule"
    rows = re.compile(r'<th scope="row"><a[^>]*>(?:<span[^>]*>)?([^<]*)')
    assert rows.findall(desk.get(address).text) == ["Ljus", "Skola", "Fritid"]

    page_module = import_module("eventapp.views.organizer.schedule.schedule")
    monkeypatch.setattr(page_module, "SESSIONS_ON_PAGE_MAX", 2)
    assert rows.findall(desk.get(address).text) == ["Ljus"]
    second = on_each[1].starts_at.date().isoformat()
    page = desk.get(f"{address}?day={second}").text
    assert rows.findall(page) == ["Skola"]
    assert page.count(f'href="{address}?day=') == 3
    assert rows.findall(desk.get(f"{address}?day=igår").text) == ["Ljus"]


def test_of_many_sessions_outside_the_event_the_first_are_named(desk: Visitor) -> None:
    event = an_event()
    for number in range(22):
        a_session(event, title=f"Pass {number}.", starts_at=event.ends_at + number * HOUR)
    db.session.commit()

    page = desk.get(f"/organizer/events/{event.slug}/schedule").text
    notice = page.partition("22 sessions are outside the event’s times")[2].partition("</div>")[0]
    assert notice.count("Pass ") == 20
    assert "and 2 more." in notice

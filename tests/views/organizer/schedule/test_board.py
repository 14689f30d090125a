"""The board at the desk: a day of the draft, placed by forms alone."""

import re
from typing import Any

import pytest

from eventapp.domain.schedule.schedule_part import create_part
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.models import Event, Room, Session, SessionKind, SessionSpeaker, Speaker
from tests.builders import HOUR, a_registration, a_session, an_event
from tests.builders.forms import send
from tests.visitor import Visitor


def board(event: Event, rest: str = "") -> str:
    return f"/organizer/events/{event.slug}/schedule/board/{event.starts_at:%Y-%m-%d}{rest}"


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def place(desk: Visitor, event: Event, session: Session, **fields: Any) -> Any:
    typed = {"starts_at": "2027-03-31T15:30", "minutes": "45", "room": "", **fields}
    return send(desk, board(event, f"/sessions/{session.code}"), **typed)


def act(desk: Visitor, event: Event, name: str, *sessions: Session, **fields: Any) -> Any:
    chosen = [f"{session.code}:{session.version}" for session in sessions]
    return send(desk, board(event, "/acts"), act=name, chosen=chosen, **fields)


def number(page: str) -> str:
    return page.partition('name="number" value="')[2].partition('"')[0]


def test_a_day_shows_rooms_what_stands_in_them_and_what_has_no_place(desk: Visitor) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken", "seats": 140})
    a_session(event, title="Vägar in").room = room
    a_session(event, title="Fråga polisen").placed = False
    a_session(event, title="Dagen efter", starts_at=event.starts_at + 24 * HOUR)
    page = desk.get(board(event)).text
    text = text_of(page)
    assert "Eken 140 places" in text
    assert "Without a place: 1" in text
    assert "Vägar in" in page.partition("data-board-day")[2]
    assert "Fråga polisen" in page.partition("data-tray")[2].partition("</section>")[0]
    assert "Dagen efter" not in page.partition("data-board-day")[2].partition("</ol>")[0]
    assert desk.get(board(event).rpartition("/")[0]).status_code == 200
    assert desk.get(board(event).replace("2027", "finns-inte")).status_code == 404


def test_a_session_is_placed_by_the_form_and_undone_and_done_again(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event, title="Vägar in")
    room = create_part(Room, event, {"name": "Eken"})
    began = session.starts_at
    assert 'value="60"' in desk.get(board(event, f"?session={session.code}")).text
    assert place(desk, event, session, version="1", room=room.code).status_code == 303
    assert (session.room, session.ends_at - session.starts_at) == (room, HOUR * 0.75)

    page = desk.get(board(event)).text
    assert "Undo: moved Vägar in" in text_of(page)
    assert send(desk, board(event, "/undoing"), number=number(page)).status_code == 303
    assert (session.room, session.starts_at) == (None, began)
    page = desk.get(board(event)).text
    assert "Redo: moved Vägar in" in text_of(page)
    assert send(desk, board(event, "/redoing"), number=number(page)).status_code == 303
    assert session.room == room
    assert send(desk, board(event, "/redoing"), number=number(page)).status_code == 409


def test_a_free_time_in_the_tray_is_one_press(desk: Visitor) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken"})
    session = a_session(event, title="Fråga polisen", placed=False)
    tray = desk.get(board(event)).text.partition("data-tray")[2].partition("</section>")[0]
    first = tray.partition("<form")[2].partition("</form>")[0]
    assert "free times. " in text_of(tray)
    assert "All free times for Fråga polisen" in text_of(tray)
    address = first.partition('action="')[2].partition('"')[0]
    fields = dict(re.findall(r'name="(version|starts_at|minutes|room)" value="([^"]*)"', first))
    assert send(desk, address, **fields).status_code == 303
    assert (session.placed, session.room) == (True, room)

    session.placed, session.ends_at = False, session.starts_at + 12 * HOUR
    assert "No free time this day." in text_of(desk.get(board(event)).text)


def test_a_stale_place_answers_409_with_both_and_what_was_typed(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event)
    opened = desk.get(board(event, f"?session={session.code}")).text
    version = opened.partition('name="version" type="hidden" value="')[2].partition('"')[0]
    assert place(desk, event, session, version="1", minutes="50").status_code == 303
    stale = place(desk, event, session, version=version, starts_at="2027-03-31T16:00")
    assert stale.status_code == 409
    text = text_of(stale.text)
    assert "Saved: 2027-03-31 15:30 You wrote: 2027-03-31 16:00" in text
    assert "Saved: 50 You wrote: 45" in text
    assert 'value="2027-03-31T16:00"' in stale.text
    assert session.ends_at - session.starts_at == HOUR * 50 / 60


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": ""}, "Write how many minutes it lasts."),
        ({"minutes": "2000"}, "Write a number from 1 to 1,440."),
        ({"starts_at": "2027-03-28T02:30"}, "Choose another time"),
        ({"room": "finns-inte"}, "That option no longer exists"),
    ],
)
def test_what_cannot_be_is_said_kindly_and_kept(
    desk: Visitor, wrong: dict[str, str], sentence: str
) -> None:
    event = an_event()
    session = a_session(event)
    answer = place(desk, event, session, version="1", **wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.version == 1


def test_several_are_moved_unplaced_duplicated_and_deleted_at_once(desk: Visitor) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken"})
    two = a_session(event, released=False), a_session(event, released=False)
    assert act(desk, event, "move", *two, later="30", room=room.code).status_code == 303
    assert {session.starts_at for session in two} == {event.starts_at + HOUR / 2}
    assert {session.room for session in two} == {room}
    assert act(desk, event, "move", *two, later="-30").status_code == 303
    assert {session.room for session in two} == {room}
    assert act(desk, event, "unplace", *two).status_code == 303
    assert "Without a place: 2" in text_of(desk.get(board(event)).text)
    assert act(desk, event, "duplicate", *two).status_code == 303
    assert len(list_sessions(event)) == 4
    assert act(desk, event, "delete", *list_sessions(event)).status_code == 303
    assert list_sessions(event) == []
    page = desk.get(board(event)).text
    assert "Undo: deleted 4 sessions" in text_of(page)
    assert send(desk, board(event, "/undoing"), number=number(page)).status_code == 303
    assert len(list_sessions(event)) == 4


def test_what_visitors_know_of_is_not_deleted_and_says_why(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event)
    assert 'value="delete"' not in desk.get(board(event, f"?session={session.code}")).text
    a_session(event)
    answer = act(desk, event, "delete", session)
    assert answer.status_code == 409
    assert "Cancel it instead" in answer.text
    assert f'value="{session.code}:1" checked' in answer.text
    assert act(desk, event, "delete").status_code == 409
    assert act(desk, event, "explode", session).status_code == 400


def problem(page: str, name: str) -> str:
    return page.partition(name)[2].partition("notice-")[0]


def press(desk: Visitor, page: str, name: str, number: int = 0) -> Any:
    """Send the form that solves the problem."""
    form = problem(page, name).split("<form")[number + 1].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    fields.pop("csrf_token")
    address = re.findall(r'action="([^"]*)"', form)[0]
    return send(desk, address, **fields)


def test_each_conflict_says_what_solves_it_and_one_press_does(desk: Visitor) -> None:
    event = an_event()
    eken, linden = (create_part(Room, event, {"name": n, "seats": 30}) for n in ("Eken", "Linden"))
    asa, bo = (create_part(Speaker, event, {"name": name}) for name in ("Åsa", "Bo"))
    first, second = a_session(event, title="Ett"), a_session(event, title="Två")
    first.room = second.room = eken
    page = desk.get(board(event)).text
    assert "has 1 conflict" in text_of(page)
    assert press(desk, page, "Eken has two sessions at once").status_code == 303
    assert second.room == linden

    first.appearances = [SessionSpeaker(speaker=asa)]
    second.appearances = [SessionSpeaker(speaker=asa), SessionSpeaker(speaker=bo, position=1)]
    db.session.flush()
    page = desk.get(board(event)).text
    assert "Conflict 1: Åsa is also in Två" in text_of(page)
    assert press(desk, page, "Åsa is in two sessions at once").status_code == 303
    assert [part.speaker for part in second.appearances] == [bo]
    assert "conflict" not in text_of(desk.get(board(event)).text.partition("<h1>")[2][:200])
    page = desk.get(board(event)).text
    assert send(desk, board(event, "/undoing"), number=number(page)).status_code == 303
    page = desk.get(board(event)).text
    assert press(desk, page, "Åsa is in two sessions at once", 1).status_code == 303
    assert second.starts_at >= first.ends_at


def test_seats_times_and_pauses_that_do_not_add_up_are_solved_in_one_press(desk: Visitor) -> None:
    event = an_event()
    small = create_part(Room, event, {"name": "Linden", "seats": 30})
    create_part(Room, event, {"name": "Eken", "seats": 140})
    asa = create_part(Speaker, event, {"name": "Åsa"})
    large = a_session(event, title="Stort", seats=99)
    large.room = small
    page = desk.get(board(event)).text
    assert press(desk, page, "More places than Linden has", 1).status_code == 303
    assert large.room.name == "Eken"

    few = a_session(event, title="Litet", seats=2, choice_group="b")
    for _ in range(2):
        a_registration(event, sessions=(few,))
    few.seats = 1
    page = desk.get(board(event)).text
    assert press(desk, page, "More people have a place").status_code == 303
    assert few.seats == 2

    early = a_session(event, title="Tidigt", starts_at=event.starts_at - 3 * HOUR, choice_group="c")
    page = desk.get(board(event)).text
    assert press(desk, page, "outside the event’s times").status_code == 303
    assert early.starts_at >= event.starts_at

    late = a_session(event, title="Sent", starts_at=few.ends_at, choice_group="d")
    few.room = small
    for session in (few, late):
        session.appearances = [SessionSpeaker(speaker=asa)]
    db.session.flush()
    page = desk.get(board(event)).text
    assert press(desk, page, "Åsa has no time to change rooms").status_code == 303
    assert late.starts_at - few.ends_at == HOUR / 12


def test_a_conflict_is_accepted_with_a_reason_and_the_board_comes_back(desk: Visitor) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken"})
    for _ in range(2):
        a_session(event).room = room
    page = desk.get(board(event)).text
    key = page.split('name="conflict" value="')[1].split('"')[0]
    base = f"/organizer/events/{event.slug}/schedule/conflicts"
    day = f"{event.starts_at:%Y-%m-%d}"
    answer = send(desk, base, conflict=key, reason="Delas av", day=day)
    assert answer.headers["Location"].endswith(board(event))
    assert "Accepted: Delas av" in desk.get(board(event)).text


def test_a_break_spans_all_rooms_and_two_at_once_stand_beside_each_other(desk: Visitor) -> None:
    event = an_event()
    room = create_part(Room, event, {"name": "Eken"})
    coffee = event.starts_at + 3 * HOUR
    a_session(event, title="Kaffe", kind=SessionKind.SERVICE, starts_at=coffee)
    for _ in range(2):
        a_session(event).room = room
    page = desk.get(board(event)).text
    classes = re.findall(r'<li class="(block[^"]*)"', page)
    assert any("room-all" in words for words in classes)
    assert any("lane-1-2" in words for words in classes)
    assert any("lane-2-2" in words for words in classes)


def test_the_revision_differs_once_somebody_changed_something(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event)
    before = desk.get(board(event, "/revision")).text
    assert before == desk.get(board(event, "/revision")).text
    assert f'data-revision="{before}"' in desk.get(board(event)).text
    place(desk, event, session, version="1")
    assert desk.get(board(event, "/revision")).text != before


def test_what_is_written_of_a_session_that_a_colleague_deleted_is_kept(desk: Visitor) -> None:
    event = an_event()
    session = a_session(event, title="Borttaget", released=False)
    address = f"/organizer/events/{event.slug}/sessions/{session.code}"
    typed = {
        "title": "Lång text",
        "kind": "plenary",
        "starts_at": "2027-03-31T15:30",
        "ends_at": "2027-03-31T16:30",
        "version": str(session.version),
    }
    there = board(event, f"/sessions/{session.code}")
    assert act(desk, event, "delete", session).status_code == 303
    late = send(desk, there, starts_at="2027-03-31T15:30", minutes="45", room="", version="1")
    assert late.status_code == 409
    assert "The session has been deleted since you opened the page." in late.text
    late = send(desk, address, **typed)
    assert late.status_code == 409
    assert "The session has been deleted since you opened the page." in late.text
    assert 'value="Lång text"' in late.text
    target = re.search(r'action="([^"]*/sessions)"', late.text)
    assert target
    assert send(desk, target[1], **typed).status_code == 303
    assert [other.title for other in list_sessions(event)] == ["Lång text"]


def test_a_mistake_in_the_form_for_several_stands_above_the_board_too(desk: Visitor) -> None:
    event = an_event()
    first = a_session(event)
    a_session(event)
    page = act(desk, event, "move", first, later="abc")
    assert page.status_code == 422
    assert "Minutes later" in page.text.partition('class="error-summary')[2].partition("</ul>")[0]


def test_each_field_has_an_id_of_its_own_beside_the_form_for_one(desk: Visitor) -> None:
    event = an_event()
    first = a_session(event)
    a_session(event)
    page = desk.get(board(event, f"?session={first.code}")).text
    ids = [id_ for id_ in re.findall(r' id="([^"]+)"', page) if id_ != "csrf_token"]
    assert len(ids) == len(set(ids))

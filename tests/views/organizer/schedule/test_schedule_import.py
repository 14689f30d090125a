"""Taking in a schedule on the organizers' pages."""

import io

from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.event.release import release_schedule
from eventapp.domain.schedule.schedule_import import schedule_import as imports
from eventapp.domain.schedule.schedule_import.comparison import compare
from eventapp.domain.schedule.schedule_import.undoing import start_undoing
from eventapp.domain.schedule.session import list_sessions
from eventapp.extensions import db
from eventapp.forms.schedule.schedule_import import setting_of
from eventapp.models import Event, ImportState, Room, ScheduleImport, Session
from eventapp.views.organizer.schedule import schedule_import as pages
from tests.builders import NOON, an_event
from tests.builders.forms import token_on
from tests.builders.schedule_file import a_talk, as_calendar, as_json, take_in
from tests.visitor import Visitor


def page_of(event: Event) -> str:
    return f"/organizer/events/{event.slug}/schedule/import"


def choose(desk: Visitor, event: Event, content: bytes, name: str = "schema.json") -> str:
    """Choose a file; the address of the page that shows what would happen."""
    page = page_of(event)
    data = {"csrf_token": token_on(desk, page), "file": (io.BytesIO(content), name)}
    response = desk.post(page, data=data)
    assert response.status_code == 303, response.text
    return str(response.location)


def press(desk: Visitor, page: str, deed: str, **fields: object) -> int:
    db.session.rollback()
    version = db.session.scalars(
        select(ScheduleImport.version).order_by(ScheduleImport.id.desc())
    ).first()
    sent = {"csrf_token": token_on(desk, page), "version": str(version), **fields}
    return desk.post(f"{page}/{deed}", data=sent).status_code


def titles(event: Event) -> set[str]:
    db.session.rollback()
    return {session.title for session in list_sessions(event)}


def test_a_file_is_looked_through_taken_in_and_undone(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = choose(
        desk, event, as_json(a_talk(1, abstract="<p>Ett</p>", answers=[1], logo="x"), a_talk(2))
    )

    shown = desk.get(page).text
    assert "2 sessions in the file" in shown
    assert "The text was HTML" in shown
    assert "session 1" in shown
    assert "for example: There is no place here for “session.answers” (1 times)." in shown
    assert titles(event) == set()
    assert press(desk, page, "start") == 303
    assert titles(event) == {"Föredrag 1", "Föredrag 2"}
    assert "The file has been taken in" in desk.get(page).text
    log = desk.get(f"/organizer/events/{event.slug}/log").text
    assert "A schedule was taken in from a file" in log
    assert f"{page}/undo" in log
    assert press(desk, page, "undo") == 303
    assert titles(event) == set()
    assert "The file is undone" in desk.get(page).text
    assert press(desk, page, "undo") == 409


def test_undoing_that_was_stopped_goes_on_at_a_press(desk: Visitor) -> None:
    event = an_event()
    plan, _there = take_in(event, as_json(a_talk(1)))
    start_undoing(plan, actor="organizer", now=utcnow())
    db.session.commit()
    page = f"{page_of(event)}/{plan.code}"

    assert "The file was not undone to its end" in desk.get(page).text
    assert "Not undone to its end" in desk.get(page_of(event)).text
    assert press(desk, page, "undo") == 303
    assert "The file is undone" in desk.get(page).text
    assert titles(event) == set()


def test_a_later_file_shows_what_moved_and_asks_about_what_is_gone(desk: Visitor) -> None:
    event = an_event()
    take_in(event, as_json(a_talk(1), a_talk(2), a_talk(3)))
    db.session.commit()
    page = choose(desk, event, as_json(a_talk(1, room="Linden"), a_talk(2, title="Nytt namn")))

    shown = desk.get(page).text
    assert all(words in shown for words in ("Linden", "Nytt namn", "Föredrag 3"))
    [gone] = [s.code for s in list_sessions(event) if s.title == "Föredrag 3"]
    assert press(desk, page, "start", called_off=gone) == 303

    db.session.rollback()
    sessions = {session.title: session for session in list_sessions(event)}
    assert sessions["Föredrag 3"].cancelled
    rooms = db.session.scalars(select(Room).where(Room.name == "Linden")).all()
    assert [sessions["Föredrag 1"].room] == rooms


def test_a_file_that_cannot_be_read_is_answered_with_what_to_do(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = page_of(event)
    for content, words in ((b"%PDF", "no schedule that we can read"), (b"", "The file is empty")):
        data = {"csrf_token": token_on(desk, page), "file": (io.BytesIO(content), "fil.pdf")}
        response = desk.post(page, data=data)
        assert response.status_code == 422
        assert words in response.text
    response = desk.post(page, data={"csrf_token": token_on(desk, page)})
    assert (response.status_code, "Choose a file." in response.text) == (422, True)


def test_a_title_beyond_all_bounds_keeps_what_was_read(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = choose(desk, event, as_json(a_talk(1, title="Lång titel " * 5_000)))
    shown = desk.get(page).text
    assert "The title is longer than 200 characters and was cut off." in shown

    token = token_on(desk, page)
    answer = desk.post(f"{page}/start", data={"csrf_token": token, "called_off": "x" * 12_000_000})

    assert (answer.status_code, answer.location) == (303, page)
    shown = desk.get(page).text
    assert "One of the texts was far too long" in shown
    assert "1 session in the file" in shown
    assert press(desk, page, "start") == 303
    db.session.rollback()
    [session] = list_sessions(event)
    assert len(session.title) == 200
    assert session.abstract.startswith("Lång titel Lång titel")
    assert session.abstract.endswith("\n\nVad vi vet.")


def test_the_repairs_are_a_file_too_where_formulas_are_words(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    first = choose(desk, event, as_json(a_talk(1, id="=1+1")))
    press(desk, first, "start")
    [session] = list_sessions(event)
    session.title = "Vår rubrik"
    db.session.commit()
    page = choose(desk, event, as_json(a_talk(1, abstract="<p>x</p>", id="=1+1")))

    table = desk.get(f"{page}/repairs.csv")

    assert table.status_code == 200
    assert "session =1+1;The text was HTML" in table.text
    assert "“Title” of “Vår rubrik” was changed here" in table.text
    assert desk.get(f"{page}/repairs.pdf").status_code == 404


def test_what_a_file_says_is_text_on_the_page(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    entry = ["UID:<script>alert(1)</script>", "SUMMARY:<b>x</b>", "DTSTART:20261215T090000Z"]
    page = choose(desk, event, as_calendar(entry), "<i>fil</i>.ics")

    shown = desk.get(page).text

    assert "<script>alert(1)" not in shown
    assert "<b>x</b>" not in shown
    assert "<i>fil</i>" not in shown


def test_what_was_stopped_goes_on(desk: Visitor) -> None:
    event = an_event()
    db.session.commit()
    page = choose(desk, event, as_json(a_talk(1), a_talk(2)))
    plan = db.session.scalars(select(ScheduleImport)).one()
    content, there, names = pages._prepare(event.slug, plan.code)
    event = db.session.get_one(Event, event.id)
    plan = db.session.get_one(ScheduleImport, plan.id)
    imports.start_import(plan, there, version=1, actor="organizer", now=plan.created_at)
    imports.continue_import(plan, content, names, now=plan.created_at)
    db.session.commit()

    assert "not taken in to its end" in desk.get(page).text
    assert press(desk, page, "start") == 303

    assert titles(event) == {"Föredrag 1", "Föredrag 2"}
    state = db.session.scalars(select(ScheduleImport.state)).one()
    assert state is ImportState.DONE


def test_an_events_files_are_its_own(desk: Visitor) -> None:
    event, other = an_event(), an_event()
    db.session.commit()
    page = choose(desk, event, as_json(a_talk(1)))
    code = page.rpartition("/")[2]

    assert desk.get(f"{page_of(other)}/{code}").status_code == 404
    assert db.session.scalars(select(Session)).all() == []


def test_our_own_calendar_finds_our_own_sessions_again(desk: Visitor) -> None:
    event = an_event(venue_name="Kulturhuset", venue_city="Norrvik")
    take_in(event, as_json(a_talk(1, abstract="Rad ett.\n\nRad två, med mera; så."), a_talk(2)))
    release_schedule(event, actor="organizer", now=NOON)
    db.session.commit()

    written = desk.get(f"/events/{event.slug}/schedule.ics").data

    there = compare(event, setting_of(event).read(written))
    assert not (there.new)
    assert not (there.moved)
    assert not (there.changed)
    assert not (there.gone)
    assert not (there.local)

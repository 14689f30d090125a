"""Network meetings: made in a row, attended, and what they carry over."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.event.attendance import mark_own_attendance
from eventapp.domain.event.series import MeetingPlan, SeriesText, create_series
from eventapp.domain.registration.link import personal_token
from eventapp.extensions import db
from eventapp.models import (
    Attendance,
    AttendanceMode,
    Event,
    EventState,
    EventVisibility,
    FollowUp,
    Registration,
    Series,
)
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.forms import send
from tests.visitor import Visitor

MINUTE = timedelta(minutes=1)
DATES = "2027-04-01 13:00\n2027-05-06 13.00\n\n2027-06-03 13:00"


def make_series(desk: Visitor, **other: str) -> None:
    answer = send(
        desk,
        "/organizer/series",
        title="Nätverket",
        dates=DATES,
        minutes="90",
        seats="50",
        online_url="https://meet.example/hemligt",
        rules="Vi namnger ingen",
        published="y",
        **other,
    )
    assert answer.status_code == 303, answer.text


def a_meeting(**facts: object) -> Event:
    return an_event(
        form=AttendanceMode.ONLINE,
        visibility=EventVisibility.CLOSED,
        online_url="https://meet.example/hemligt",
        **facts,  # type: ignore[arg-type]
    )


def test_a_row_of_dates_becomes_a_row_of_meetings(desk: Visitor) -> None:
    make_series(desk)
    events = db.session.scalars(select(Event).order_by(Event.starts_at)).all()
    assert [event.starts_at.hour for event in events] == [11, 11, 11]
    assert {event.ends_at - event.starts_at for event in events} == {timedelta(minutes=90)}
    assert {event.state for event in events} == {EventState.PUBLISHED}
    assert len({event.slug for event in events}) == 3


def test_a_date_that_cannot_be_read_is_named(desk: Visitor) -> None:
    wrong = send(
        desk, "/organizer/series", title="Nätverket", dates="i morgon", minutes="90", seats="5"
    )
    assert wrong.status_code == 422
    assert "“i morgon” is not a date and time." in wrong.text


def test_the_series_page_is_public_and_keeps_the_address_to_itself(desk: Visitor) -> None:
    make_series(desk)
    series = db.session.scalars(select(Series)).one()
    page = desk.get(f"/series/{series.slug}").text
    assert "Nätverket" in page
    assert "Vi namnger ingen" in page
    assert "meet.example" not in page
    assert desk.get("/series/nothing").status_code == 404


def test_only_who_has_a_place_is_told_where_the_meeting_is(desk: Visitor) -> None:
    event = a_meeting()
    mine = personal_token(a_registration(event))
    assert "meet.example" not in desk.get(f"/events/{event.slug}").text
    assert "meet.example" in desk.get(f"/registrations/{mine}").text


def attend(client: Visitor, registration: Registration) -> int:
    address = f"/registrations/{personal_token(registration)}"
    # The page of the registration has the button only while it may be pressed.
    return send(client, f"{address}/attendance", page="/sign-in").status_code


def test_one_marks_oneself_from_ten_minutes_before_to_the_end(client: Visitor) -> None:
    event = a_meeting(cancellation_closes_at=NOON + timedelta(days=40))
    registration = a_registration(event)
    starts, ends = event.starts_at, event.ends_at

    for moment, status in (
        (starts - 11 * MINUTE, 409),
        (ends, 409),
        (starts - 10 * MINUTE, 303),
        (starts + HOUR, 303),
    ):
        with standing_at(moment):
            assert attend(client, registration) == status
    (mark,) = db.session.scalars(select(Attendance)).all()
    assert (mark.marked_by, mark.marked_at) == ("participant", starts - 10 * MINUTE)


def test_nobody_marks_themselves_at_a_meeting_with_a_door(client: Visitor) -> None:
    event = an_event(cancellation_closes_at=NOON + timedelta(days=40))
    registration = a_registration(event)
    with standing_at(event.starts_at):
        assert attend(client, registration) == 409


def test_the_host_marks_people_during_the_meeting(desk: Visitor) -> None:
    event = a_meeting(starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    registration = a_registration(event)
    base = f"/organizer/events/{event.slug}/meeting"
    other = a_registration(event)
    both = [registration.code, other.code]
    assert "0 of 2 are marked" in desk.get(base).text
    assert send(desk, f"{base}/attendances", present=both).status_code == 303
    assert "2 of 2 are marked" in desk.get(base).text

    untick = {"present": [other.code], "marked": both}
    assert send(desk, f"{base}/attendances", **untick).status_code == 303
    assert "1 of 2 are marked" in desk.get(base).text


def test_who_marks_themselves_meanwhile_is_not_unmarked(desk: Visitor) -> None:
    event = a_meeting(starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    registration = a_registration(event)
    mark_own_attendance(registration, now=NOON)  # after the host opened the page
    base = f"/organizer/events/{event.slug}/meeting"
    assert send(desk, f"{base}/attendances", present=[], marked=[]).status_code == 303
    assert "1 of 1 are marked" in desk.get(base).text


def test_what_is_to_be_done_is_carried_to_the_next_meeting_until_it_is(desk: Visitor) -> None:
    make_series(desk)
    first, second, _third = db.session.scalars(select(Event).order_by(Event.starts_at))
    here, there = (f"/organizer/events/{event.slug}/meeting" for event in (first, second))
    assert send(desk, f"{here}/follow-ups", text="Dela rutinen").status_code == 303
    assert "Dela rutinen" in desk.get(there).text

    code = db.session.scalars(select(FollowUp.code)).one()
    assert send(desk, f"{there}/follow-ups/{code}/done").status_code == 303
    assert f"{code}/done" not in desk.get(here).text
    assert send(desk, f"{there}/follow-ups/{code}/done").status_code == 404


def test_what_is_to_be_done_names_nobody_for_it_is_published(desk: Visitor) -> None:
    make_series(desk)
    event = db.session.scalars(select(Event).order_by(Event.starts_at)).first()
    assert event
    base = f"/organizer/events/{event.slug}/meeting"
    named = {"text": "Anna Andersson delar rutinen", "responsible": ""}
    for typed in (named, {"text": "Dela rutinen", "responsible": "070-123 45 67"}):
        answer = send(desk, f"{base}/follow-ups", **typed)
        assert answer.status_code == 422
        assert typed["text"] in answer.text
    assert send(desk, f"{base}/follow-ups", **named, read_through="y").status_code == 303
    assert "Anna Andersson delar rutinen" in desk.get(f"{base}/notes").text


def test_only_a_meeting_has_a_page_of_meetings_in_its_menu(desk: Visitor) -> None:
    conference, meeting = an_event(), an_event(form=AttendanceMode.ONLINE)
    for event, shown in ((conference, False), (meeting, True)):
        page = desk.get(f"/organizer/events/{event.slug}").text
        assert (f"/organizer/events/{event.slug}/meeting" in page) is shown


def test_a_series_on_a_time_that_does_not_exist_is_refused_with_the_text_kept(
    desk: Visitor,
) -> None:
    dates = "2027-03-14 02:30\n2027-03-28 02:30"
    answer = send(desk, "/organizer/series", title="Nätverket", dates=dates, seats="5")
    assert answer.status_code == 422
    assert "The time 02.30 does not exist on 2027-03-28" in answer.text
    assert "2027-03-14 02:30" in answer.text


def test_a_meeting_lasts_as_long_as_said_when_the_clocks_change(app: Flask) -> None:
    starts_at = datetime(2027, 3, 28, 1, 45, tzinfo=ZoneInfo("Europe/Stockholm"))
    plan = MeetingPlan([starts_at], timedelta(minutes=90), "", 5, published=False)
    create_series(SeriesText("Nätverket"), plan, actor="organizer", now=NOON)
    (event,) = db.session.scalars(select(Event))
    assert event.ends_at - event.starts_at == timedelta(minutes=90)
    assert event.slug == "natverket-2027-03-28"

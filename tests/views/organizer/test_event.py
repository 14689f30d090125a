"""Events at the desk: written, edited, announced, copied, put off and called off."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import (
    AttendanceMode,
    Event,
    EventState,
    Invitee,
    Job,
    JobKind,
    RegistrationState,
    Session,
)
from tests.builders import HOUR, NOON, a_queue, a_registration, a_session, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import send, token_on
from tests.views.organizer.counting import counted_statements
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

ALI = "ali@town.example"


def fields(**other: Any) -> dict[str, Any]:
    return {
        "title": "Trygga torg",
        "kind": "seminar",
        "form": "on-site",
        "visibility": "open",
        "starts_at": "2027-05-04T10:00",
        "ends_at": "2027-05-04T15:00",
        "registration_opens_at": "2027-03-01T08:00",
        "registration_closes_at": "2027-05-01T08:00",
        "cancellation_closes_at": "2027-05-02T08:00",
        "seats": "40",
        "promotion": "automatic",
        "offer_hours": "48",
        "venue_name": "Exempelhallen",
        "venue_city": "Exempelstad",
        "venue_address": "Prästgatan 1",
        **other,
    }


def news() -> list[Job]:
    return list(db.session.scalars(select(Job).where(Job.kind == JobKind.EVENT_NEWS_MAIL)))


def test_a_new_event_is_a_draft_in_local_time_which_publishing_shows(desk: Visitor) -> None:
    answer = send(desk, "/organizer/events", **fields())
    assert answer.status_code == 303
    event = db.session.scalars(select(Event)).one()
    assert (event.slug, event.state, event.seats) == ("trygga-torg-2027", EventState.DRAFT, 40)
    assert event.starts_at.hour == 8  # ten o'clock in summer
    assert desk.get(f"/events/{event.slug}").status_code == 404

    assert send(desk, f"/organizer/events/{event.slug}/publication").status_code == 303
    assert desk.get(f"/events/{event.slug}").status_code == 200
    assert send(desk, f"/organizer/events/{event.slug}/publication").status_code == 409


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(desk: Visitor) -> None:
    wrong = send(desk, "/organizer/events", **fields(ends_at="2027-05-04T09:00", seats="många"))
    assert wrong.status_code == 422
    assert "The end must be after the start." in wrong.text
    assert "Write a whole number." in wrong.text
    assert "Trygga torg" in wrong.text


@pytest.mark.parametrize("year", ["0001", "1969", "2200", "9999"])
def test_a_year_that_nobody_can_mean_is_refused_everywhere(desk: Visitor, year: str) -> None:
    event = an_event()
    moment = f"{year}-05-04T10:00"
    for address, typed in (
        ("/organizer/events", fields(registration_opens_at=moment)),
        (f"/organizer/events/{event.slug}/copies", {"starts_at": moment}),
    ):
        refused = send(desk, address, **typed)
        assert refused.status_code == 422
        assert "Write a year from 1970 to 2199." in refused.text
    meeting = {"title": "Nätverk", "dates": moment, "minutes": "90", "seats": "10"}
    assert send(desk, "/organizer/series", **meeting).status_code == 422


def test_two_events_of_one_name_get_two_addresses(desk: Visitor) -> None:
    for _ in range(2):
        send(desk, "/organizer/events", **fields())
    slugs = db.session.scalars(select(Event.slug).order_by(Event.id)).all()
    assert slugs == ["trygga-torg-2027", "trygga-torg-2027-2"]


def test_a_stale_save_answers_409_with_both_texts(desk: Visitor) -> None:
    event = an_event(venue_name="Den gamla salen")
    address = f"/organizer/events/{event.slug}"
    assert send(desk, address, **fields(version=1, title="Den första")).status_code == 303

    stale = send(desk, address, **fields(version=1, title="Den andra"))

    assert stale.status_code == 409
    assert "Den första" in stale.text
    assert "Den andra" in stale.text
    assert 'name="version" type="hidden" value="2"' in stale.text
    assert event.title == "Den första"
    assert send(desk, address, **fields(version=2, title="Den andra")).status_code == 303


def test_the_form_says_whom_a_new_time_touches(desk: Visitor) -> None:
    event = an_event()
    for _ in range(3):
        a_registration(event)
    page = desk.get(f"/organizer/events/{event.slug}/edit").text
    assert "This affects 3 people from 1 organisation." in page


def test_a_corrected_text_is_no_news_but_a_new_time_is_once_in_five_minutes(desk: Visitor) -> None:
    event = an_event(time_zone="Europe/Stockholm")
    registration = a_registration(event)
    address = f"/organizer/events/{event.slug}"
    same = {"starts_at": "2027-03-31T14:00", "ends_at": "2027-03-31T22:00"}
    send(
        desk,
        address,
        **fields(
            version=1,
            **same,
            registration_closes_at="2027-03-20T10:00",
            cancellation_closes_at="2027-03-20T10:00",
        ),
    )
    assert event.version == 2
    assert news() == []

    for version, hour in ((2, 11), (3, 12)):
        send(desk, address, **fields(version=version, starts_at=f"2027-05-04T{hour}:00"))
    (job,) = news()
    assert job.payload["registration_id"] == registration.id
    assert job.due_at == NOON + timedelta(minutes=5)


def test_more_seats_pass_on_to_those_who_wait(desk: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)
    (waiting,) = a_queue(event, 1)
    send(desk, f"/organizer/events/{event.slug}", **fields(version=1, seats=2))
    assert waiting.state is RegistrationState.CONFIRMED


def test_a_copy_moves_everything_and_takes_nobody_along(desk: Visitor) -> None:
    event = an_event()
    a_session(event, starts_at=event.starts_at + HOUR)
    a_registration(event)
    address = f"/organizer/events/{event.slug}/copies"
    typed = {"title": "Nästa år", "parts": ["schedule"], "record_number": "Dnr 2028/7"}
    missing = send(desk, address, **{**typed, "title": " "}, starts_at="2028-03-31T10:00")
    assert missing.status_code == 422
    assert "Dnr 2028/7" in missing.text

    draft = send(desk, address, **typed, starts_at="2028-03-31T10:00")

    copied = db.session.scalars(select(Event).where(Event.id != event.id)).one()
    later = copied.starts_at - event.starts_at
    assert copied.state is EventState.DRAFT
    assert (copied.title, copied.record_number) == ("Nästa år", "Dnr 2028/7")
    assert "Look through 1 session and publish the schedule" in desk.get(draft.location).text
    assert copied.ends_at - event.ends_at == later
    session = db.session.scalars(select(Session).where(Session.event_id == copied.id)).one()
    assert session.starts_at == event.starts_at + HOUR + later
    assert (
        "Nobody has registered yet"
        in desk.get(f"/organizer/events/{copied.slug}/registrations").text
    )


@pytest.mark.parametrize(("invited", "people"), [("", []), ("registered", [ALI])])
def test_a_copy_may_begin_with_those_of_last_time_on_its_list(
    desk: Visitor, invited: str, people: list[str]
) -> None:
    event = an_event()
    a_registration(event, email=ALI)
    db.session.commit()
    page = f"/organizer/events/{event.slug}/copies"
    assert "1 address" in desk.get(f"{page}/new").text

    answer = send(desk, page, title="Nästa år", starts_at="2028-05-20T09:00", invited=invited)

    assert answer.status_code == 303
    copy = db.session.scalar(select(Event).where(Event.title == "Nästa år"))
    assert copy is not None
    listed = db.session.scalars(select(Invitee.email).where(Invitee.event_id == copy.id)).all()
    assert listed == people
    assert JobKind.INVITEE_MAIL not in db.session.scalars(select(Job.kind)).all()


def test_a_copy_into_summer_keeps_the_hours_that_clocks_show(desk: Visitor) -> None:
    event = an_event(
        starts_at=datetime(2027, 11, 23, 8, tzinfo=UTC),  # nine o'clock in winter
        ends_at=datetime(2027, 11, 23, 15, tzinfo=UTC),
        registration_opens_at=datetime(2027, 10, 1, 6, tzinfo=UTC),  # eight, still summer
    )
    typed = {"title": "Nästa", "starts_at": "2028-06-01T09:00"}
    send(desk, f"/organizer/events/{event.slug}/copies", **typed)

    copied = db.session.scalars(select(Event).where(Event.id != event.id)).one()
    shown = desk.get(f"/organizer/events/{copied.slug}/edit").text
    assert 'value="2028-06-01T16:00"' in shown
    assert 'value="2028-04-09T08:00"' in shown


def test_calling_off_asks_says_whom_it_touches_and_wants_a_reason(desk: Visitor) -> None:
    event = an_event(seats=1)
    a_registration(event)
    a_queue(event, 1)
    address = f"/organizer/events/{event.slug}/calling-off"

    assert "This affects 2 people" in desk.get(f"{address}/new").text
    assert send(desk, address, reason=" ").status_code == 422
    assert event.state is EventState.PUBLISHED

    assert send(desk, address, reason="Lokalen brann").status_code == 303
    assert event.state is EventState.CANCELLED
    assert len(news()) == 2
    assert send(desk, address, reason="Igen").status_code == 409


def test_putting_off_keeps_people_and_a_new_time_puts_it_on_again(desk: Visitor) -> None:
    event = an_event()
    registration = a_registration(event)
    base = f"/organizer/events/{event.slug}"
    assert send(desk, f"{base}/postponement", reason="Snö").status_code == 303
    assert (event.state, registration.state) == (
        EventState.POSTPONED,
        RegistrationState.CONFIRMED,
    )
    assert send(desk, f"{base}/resumption").status_code == 303
    assert event.state is EventState.PUBLISHED


@pytest.mark.parametrize("state", list(EventState))
def test_who_may_not_edit_an_event_sees_no_way_to(client: Visitor, state: EventState) -> None:
    event = an_event(state=state)
    address = f"/organizer/events/{event.slug}"
    editor = signed_in(client, an_account(Role.EDITOR))

    page = editor.get(address).text
    offered = set(re.findall(rf'(?:href|action)="({address}/[^"]+)"', page))

    assert {link for link in offered if editor.get(link).status_code in {403, 404, 405}} == set()


def test_pages_of_the_desk_cost_at_most_fifteen_statements(desk: Visitor) -> None:
    event = an_event(seats=3, form=AttendanceMode.ON_SITE)
    a_session(event)
    registrations = [a_registration(event) for _ in range(3)]
    a_queue(event, 3)
    base = f"/organizer/events/{event.slug}"
    for path in (
        "/organizer",
        "/organizer/outbox?state=waiting",
        "/organizer/events/new",
        base,
        f"{base}/edit",
        f"{base}/registrations",
        f"{base}/registrations/{registrations[0].code}",
        f"{base}/kitchen",
        f"{base}/delegations",
        f"{base}/schedule",
        f"{base}/schedule/release/new",
        f"{base}/sessions/new",
        f"{base}/rooms",
        f"{base}/tracks",
        f"{base}/speakers",
    ):
        desk.get(path)  # what is cached is read, and the reading logged
        with counted_statements() as sent:
            assert desk.get(path).status_code == 200, path
        assert len(sent) <= 15, (path, len(sent))


def test_a_preview_keeps_what_was_typed_and_saves_nothing(desk: Visitor) -> None:
    event = an_event(summary="Som förut.")
    page = f"/organizer/events/{event.slug}/edit"
    address = f"/organizer/events/{event.slug}"
    typed = {
        **fields(csrf_token=token_on(desk, page)),
        "summary": "Om **skolan**.\n\n- <b>ett</b>\n- [två](javascript:alert(1))",
        "seats": "",
    }

    answer = desk.post(f"{address}?preview=summary", data=typed)

    assert answer.status_code == 200
    assert "<p>Om <strong>skolan</strong>.</p>" in answer.text
    assert "<li>&lt;b&gt;ett&lt;/b&gt;</li>" in answer.text
    assert 'href="javascript' not in answer.text
    assert "Om **skolan**.\n\n- &lt;b&gt;ett" in answer.text.replace("\r", "")
    assert event.summary == "Som förut."


def test_a_preview_of_what_is_no_form_leads_to_its_page(desk: Visitor) -> None:
    event = an_event(state=EventState.DRAFT)
    address = f"/organizer/events/{event.slug}/publication"

    token = token_on(desk, f"/organizer/events/{event.slug}")

    answer = desk.post(f"{address}?preview=x", data={"csrf_token": token})

    assert answer.status_code in {200, 303}
    assert event.state is EventState.DRAFT

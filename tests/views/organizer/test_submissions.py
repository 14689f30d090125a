"""Organizers' forms act once, however often the same form is sent."""

import re
from datetime import timedelta

from sqlalchemy import func, select

from eventapp.domain.record.submission import claim_submission
from eventapp.extensions import db
from eventapp.models import Event, Room, Submission
from tests.builders import NOON, an_event
from tests.builders.forms import token_on
from tests.visitor import Visitor


def opened(desk: Visitor, page: str) -> dict[str, str]:
    """The hidden fields of a form as the page shows it."""
    form_id = re.search(r'name="form_id" value="([^"]+)"', desk.get(page).text)
    assert form_id
    return {"csrf_token": token_on(desk, page), "form_id": form_id[1]}


def rooms() -> int:
    return db.session.scalar(select(func.count()).select_from(Room)) or 0


def test_a_form_sent_twice_acts_once_and_is_answered_alike(desk: Visitor) -> None:
    page = f"/organizer/events/{an_event().slug}/rooms"
    sent = {**opened(desk, page), "name": "Eken"}
    first, second = desk.post(page, data=sent), desk.post(page, data=sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert rooms() == 1
    assert "Nothing was done twice" in desk.get(page).text


def test_going_back_and_sending_something_else_acts_anew(desk: Visitor) -> None:
    page = f"/organizer/events/{an_event().slug}/rooms"
    hidden = opened(desk, page)
    desk.post(page, data={**hidden, "name": "Eken"})
    desk.post(page, data={**hidden, "name": "Linden"})
    assert rooms() == 2


def test_two_pages_opened_may_make_two_alike(desk: Visitor) -> None:
    page = f"/organizer/events/{an_event().slug}/rooms"
    for _ in range(2):
        desk.post(page, data={**opened(desk, page), "name": "Eken"})
    assert rooms() == 2


def test_what_was_refused_may_be_sent_again(desk: Visitor) -> None:
    page = f"/organizer/events/{an_event().slug}/rooms"
    hidden = opened(desk, page)
    assert desk.post(page, data={**hidden, "name": ""}).status_code == 422
    assert desk.post(page, data={**hidden, "name": ""}).status_code == 422
    assert desk.post(page, data={**hidden, "name": "Eken"}).status_code == 303
    assert rooms() == 1


def test_an_event_is_made_once(desk: Visitor) -> None:
    moments = {
        "starts_at": "2027-06-13T10:00",
        "ends_at": "2027-06-13T15:00",
        "registration_opens_at": "2027-04-13T10:00",
        "registration_closes_at": "2027-06-01T10:00",
        "cancellation_closes_at": "2027-06-01T10:00",
    }
    sent = {**opened(desk, "/organizer/events/new"), "title": "Rådslag", "seats": "10", **moments}
    answers = [desk.post("/organizer/events", data=sent) for _ in range(3)]
    assert {answer.location for answer in answers} == {answers[0].location}
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1


def test_forms_are_forgotten_after_a_day(desk: Visitor) -> None:
    assert claim_submission("a", now=NOON)
    assert not claim_submission("a", now=NOON)
    assert claim_submission("b", now=NOON + timedelta(days=2))
    assert db.session.scalars(select(Submission.digest)).all() == ["b"]

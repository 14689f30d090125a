"""The page where attendance is put right: what is typed stays, and the reason is asked for."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.door.check_in_list.definition import load_lists
from eventapp.domain.door.desk_check_in import check_in_from_paper
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Event, Registration
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.views.public.pages import words
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

LONG_AGO = NOON - 30 * DAY
STARTS = NOON - 10 * DAY
FIRST, SECOND = STARTS.date(), (STARTS + DAY).date()


@pytest.fixture
def person(app: Flask) -> Registration:
    """Somebody who came on the first of two days, long ago."""
    event = an_event(
        starts_at=STARTS,
        ends_at=STARTS + DAY + 4 * HOUR,
        registration_opens_at=LONG_AGO - DAY,
        registration_closes_at=STARTS,
        cancellation_closes_at=STARTS,
    )
    registration = a_registration(event, name="Åsa Öberg", now=LONG_AGO)
    [own] = load_lists(event)
    check_in_from_paper(event, own, registration.desk_code, FIRST, actor="x", now=NOON)
    db.session.commit()
    return registration


@pytest.fixture
def desk(client: Visitor, app: Flask) -> Visitor:
    return signed_in(client, an_account(Role.ORGANIZER))


def person_url(event: Event, person: Registration) -> str:
    return f"/organizer/events/{event.slug}/registrations/{person.code}"


def send(desk: Visitor, person: Registration, of: str = "", **fields: str) -> TestResponse:
    prefix = of or "added"
    data = {f"{prefix}-{name}": value for name, value in fields.items()}
    data[f"{prefix}-csrf_token"] = desk.form_token()
    address = f"{person_url(person.event, person)}/attendance"
    return desk.post(f"{address}/{of}" if of else address, data=data)


def test_moved_with_a_reason_that_stands_in_the_persons_history(
    desk: Visitor, person: Registration
) -> None:
    url = person_url(person.event, person)
    assert f"{url}/attendance" in desk.get(url).text
    assert send(desk, person, str(FIRST), right=str(SECOND), reason="Fel flik").status_code == 303

    history = words(desk.get(url).text)
    assert "Incheckning flyttad till en annan dag" in history
    assert "Fel flik" in history
    listed = f"/organizer/events/{person.event.slug}/registrations?came="
    assert "Åsa Öberg" in desk.get(listed + str(SECOND)).text
    assert "Åsa Öberg" not in desk.get(listed + str(FIRST)).text


def test_without_a_reason_nothing_is_changed_and_the_choice_stays(
    desk: Visitor, person: Registration
) -> None:
    answer = send(desk, person, str(FIRST), right="none", reason=" ")
    assert answer.status_code == 422
    assert "Skriv varför" in words(answer.text)
    added = send(desk, person, reason="Kom sent")
    assert added.status_code == 422  # no day was chosen
    assert 'value="Kom sent"' in added.text
    assert send(desk, person, "2031-01-01", right="none", reason="x").status_code == 404


def test_taken_back_and_noted_for_the_right_day(desk: Visitor, person: Registration) -> None:
    assert send(desk, person, str(FIRST), right="none", reason="Annan person").status_code == 303
    assert send(desk, person, day=str(SECOND), reason="Var här").status_code == 303
    gone = send(desk, person, str(FIRST), right="none", reason="Igen")
    assert gone.status_code == 409
    assert "Inget säger att personen kom den dagen" in words(gone.text)

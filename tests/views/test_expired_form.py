"""A form whose token is of a session that has ended: it comes back filled in, not saved."""

import pytest
from sqlalchemy import func, select

from eventapp.extensions import db
from eventapp.models import Account, FocusArea, Registration
from tests.builders import an_event
from tests.builders.forms import token_on
from tests.views.organizer.conftest import desk
from tests.visitor import Visitor

__all__ = ["desk"]

pytestmark = pytest.mark.usefixtures("app")
OWN = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
FOREIGN = {"Sec-Fetch-Site": "cross-site"}
SAID = "The form had been open for too long. Send it once more."


def test_a_visitor_gets_the_form_back_as_it_was_typed(client: Visitor) -> None:
    event = an_event()
    address = f"/events/{event.slug}/registration"

    answer = client.post(
        address,
        data={"csrf_token": "old", "name": "Per Ek", "email": "per@town.example"},
        headers=OWN,
    )

    assert answer.status_code == 422
    assert SAID in answer.text
    assert 'value="Per Ek"' in answer.text
    assert "What you have already filled in is saved." in answer.text
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_the_form_that_came_back_can_be_sent(desk: Visitor) -> None:
    typed = {
        "name": "Trygghet i skolan",
        "name_en": "Safety at school",
        "short_name": "Skola",
        "short_name_en": "School",
        "figure": "3",
        "colour": "3",
        "valid_from": "2026-01-01",
    }
    before = db.session.scalar(select(func.count()).select_from(FocusArea))
    page = "/organizer/focus-areas"

    expired = desk.post(page, data={"csrf_token": "old", **typed}, headers=OWN)

    assert expired.status_code == 422
    assert SAID in expired.text
    assert 'value="Trygghet i skolan"' in expired.text
    assert db.session.scalar(select(func.count()).select_from(FocusArea)) == before

    sent = desk.post(page, data={"csrf_token": token_on(desk, f"{page}/new"), **typed})

    assert sent.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(FocusArea)) == before + 1


@pytest.mark.parametrize("headers", [FOREIGN, {}, {"Origin": "https://other.example"}])
def test_what_another_site_sends_is_not_shown(desk: Visitor, headers: dict[str, str]) -> None:
    answer = desk.post(
        "/organizer/focus-areas", data={"csrf_token": "old", "name": "Planted"}, headers=headers
    )

    assert answer.status_code == 400
    assert "Planted" not in answer.text


def test_a_browser_that_says_its_origin_alone_is_believed(desk: Visitor) -> None:
    answer = desk.post(
        "/organizer/focus-areas",
        data={"csrf_token": "old", "name": "Kept"},
        headers={"Origin": "http://localhost"},
    )

    assert answer.status_code == 422
    assert "Kept" in answer.text


def test_a_button_without_a_form_does_nothing(desk: Visitor) -> None:
    event = an_event()
    state = event.state

    answer = desk.post(
        f"/organizer/events/{event.slug}/publication", data={"csrf_token": "old"}, headers=OWN
    )

    assert answer.status_code == 400
    assert event.state is state


def test_whoever_was_signed_out_meanwhile_keeps_the_page_to_go_back_to(client: Visitor) -> None:
    """Sent on to sign in, the way back to what was typed would be one page longer."""
    answer = client.post("/organizer/focus-areas", data={"name": "Typed"}, headers=OWN)

    assert answer.status_code == 400


def test_a_password_does_not_come_back(desk: Visitor) -> None:
    answer = desk.post(
        "/account/password",
        data={"csrf_token": "old", "new_password": "a long sentence to remember"},
        headers=OWN,
    )

    assert "a long sentence to remember" not in answer.text
    assert SAID in answer.text
    assert "already filled in" not in answer.text
    assert db.session.scalar(select(func.count()).select_from(Account)) == 1

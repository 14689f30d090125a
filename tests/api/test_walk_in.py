"""The door's protocol for those without a registration, over HTTP."""

import base64
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from eventapp.api.shapes import WALK_INS_MAX
from eventapp.clock import standing_at
from eventapp.domain.door import device as devices
from eventapp.domain.door.walk_in.sealed_person import POINT_BYTES, current_public_key
from eventapp.extensions import db
from eventapp.models import Event, WalkIn
from tests.api.test_door import Phone
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.door import a_walk_in


@pytest.fixture
def event(app: object) -> Event:
    return an_event(seats=2, starts_at=NOON - 2 * HOUR, ends_at=NOON + 6 * HOUR)


@pytest.fixture
def phone(client: FlaskClient, event: Event) -> Phone:
    return Phone(client, event)


def test_the_roster_names_the_key_that_names_are_sealed_for(phone: Phone) -> None:
    key = phone.roster()["walk_in_key"]

    assert key["number"] == 1
    assert base64.b64decode(key["point"]) == current_public_key().point
    assert len(current_public_key().point) == POINT_BYTES


def test_a_batch_is_answered_item_by_item(phone: Phone, event: Event) -> None:
    a_registration(event)
    items = [a_walk_in(event), {"id": "x", "kind": "walk-in"}, a_walk_in(event)]

    sent = phone.post("walk-ins", {"walk_ins": items})
    again = phone.post("walk-ins", {"walk_ins": items[:1]})

    answers = sent.get_json()["answers"]
    assert [answer["result"] for answer in answers] == ["stored", "malformed", "stored"]
    assert [answer.get("full") for answer in answers] == [False, None, True]
    assert sent.get_json()["server_time"]
    assert again.get_json()["answers"] == [{"id": items[0]["id"], "result": "known", "full": False}]
    assert db.session.query(WalkIn).count() == 2


def test_what_is_no_batch_is_refused_with_a_code(phone: Phone, event: Event) -> None:
    for body, status in (
        ({"walk_ins": [a_walk_in(event)] * (WALK_INS_MAX + 1)}, 413),
        ({"scans": []}, 400),
        ({"walk_ins": 1}, 400),
    ):
        assert phone.post("walk-ins", body).status_code == status
    elsewhere = phone.post("walk-ins", {"walk_ins": []}, origin="https://elsewhere.example")
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (403, "foreign-origin")
    assert phone.post("walk-ins", {"walk_ins": []}).get_json()["answers"] == []


def test_organisations_are_named_until_the_door_closes(phone: Phone, event: Event) -> None:
    for _ in range(2):
        a_registration(event)
    a_registration(an_event())

    answer = phone.client.get("/api/v1/door/organisations")

    assert answer.get_json() == {"organisations": ["Föreningen Exempel"]}
    assert answer.headers["Cache-Control"] == "no-store"
    with standing_at(event.ends_at + timedelta(hours=3)):
        assert phone.client.get("/api/v1/door/organisations").status_code == 403
    devices.revoke(phone.device, actor="organizer", now=NOON)
    assert phone.client.get("/api/v1/door/organisations").status_code == 401

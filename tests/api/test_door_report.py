"""What phones report and hear over HTTP, and what they may say of a guest."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from eventapp.clock import standing_at
from eventapp.domain.door import device as devices
from eventapp.domain.door.arriving.live_door import watch
from eventapp.domain.door.arriving.message import list_messages, send_message
from eventapp.domain.door.arriving.pause import pause_door
from eventapp.domain.door.roster import milliseconds
from eventapp.extensions import db
from eventapp.models import Event
from tests.api.test_door import Phone
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.door import a_digest, a_scan, a_scan_id
from tests.builders.people import an_organisation

WELL = {"waiting": 0, "list_fetched": None, "read": []}


@pytest.fixture
def event(app: object) -> Event:
    return an_event(seats=20, starts_at=NOON - 2 * HOUR, ends_at=NOON + 6 * HOUR)


@pytest.fixture
def phone(client: FlaskClient, event: Event) -> Phone:
    return Phone(client, event)


def test_a_phone_says_how_it_is_and_hears_what_is_said(phone: Phone, event: Event) -> None:
    a_registration(event)
    sent_message = send_message(event, "Garderoben är full.", actor="organizer", now=NOON)
    pause_door(event, phone.device.place, actor="organizer", now=NOON)
    db.session.commit()
    fetched = milliseconds(NOON - timedelta(seconds=9))

    heard = phone.post("report", {"waiting": 11, "list_fetched": fetched, "read": []}).get_json()

    assert heard == {
        "server_time": milliseconds(NOON),
        "placed": 1,
        "paused": True,
        "messages": [
            {"code": sent_message.code, "at": milliseconds(NOON), "text": "Garderoben är full."}
        ],
    }
    (seen,) = watch(event, NOON.date(), now=NOON).phones
    assert (seen.device.waiting, seen.knows_of_pause) == (11, True)
    assert seen.device.list_fetched_at == NOON - timedelta(seconds=9)

    heard = phone.post("report", WELL | {"read": [sent_message.code]}).get_json()
    assert heard["messages"] == []
    assert list_messages(event)[0].readers == {phone.device.id}


@pytest.mark.parametrize(
    "body",
    [
        {},
        WELL | {"waiting": -1},
        WELL | {"waiting": "many"},
        WELL | {"list_fetched": 1e30},
        WELL | {"read": ["ABC"]},
        WELL | {"read": ["a"] * 21},
        WELL | {"read": ["\ud800"]},
    ],
)
def test_what_is_no_report_is_refused(phone: Phone, body: object) -> None:
    assert phone.post("report", body).status_code == 400


def test_only_a_phone_that_may_see_people_hears_anything(phone: Phone, event: Event) -> None:
    for path, body in (("report", WELL), ("welcome", {"scan": a_scan_id()})):
        assert phone.post(path, body, origin="https://elsewhere.example").status_code == 403
    with standing_at(event.ends_at + 3 * HOUR):
        assert phone.post("report", WELL).get_json()["code"] == "event-over"
    devices.revoke(phone.device, actor="organizer", now=NOON)
    db.session.commit()
    for path, body in (("report", WELL), ("welcome", {"scan": a_scan_id()})):
        assert phone.post(path, body).get_json()["code"] == "device-revoked"


def test_of_whoever_it_let_in_it_hears_who_of_theirs_is_missing(phone: Phone, event: Event) -> None:
    sigtuna = an_organisation("Sigtuna")
    guest, *_others = [
        a_registration(event, name="Åsa Öberg", organisation=sigtuna) for _ in range(3)
    ]
    scan = a_scan(a_digest(guest))
    phone.send(scan)

    answer = phone.post("welcome", {"scan": scan["id"]})

    assert answer.get_json() == {
        "sessions": [],
        "of_theirs": {"missing": 2, "placed": 3, "organisation": "Sigtuna"},
    }
    assert answer.headers["Cache-Control"] == "no-store"
    nobody = phone.post("welcome", {"scan": a_scan_id()}).get_json()
    assert nobody == {"sessions": [], "of_theirs": None}
    assert phone.post("welcome", {"scan": "x"}).status_code == 400

"""The door's protocol over HTTP: whom it lets in, what it tells, and what it never loses."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from msgspec import structs
from werkzeug.test import TestResponse

from eventapp.api import door, packed_roster, shapes
from eventapp.clock import standing_at
from eventapp.domain.door import device as devices
from eventapp.domain.door import roster_entry
from eventapp.domain.record import disposal
from eventapp.domain.registration import ticket
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import AuditEntry, CheckIn, Event, Registration, RejectedScan
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.records import open_record

ORIGIN = "http://localhost"
COOKIE = "eventapp_door"


@pytest.fixture
def event(app: object) -> Event:
    return an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=6))


class Phone:
    """A paired phone that speaks the protocol."""

    def __init__(self, client: FlaskClient, event: Event, place: str = "Entré") -> None:
        self.device, token = a_phone(event, place)
        self.client = client
        self.client.set_cookie(COOKIE, token)

    def roster(self, **query: Any) -> dict[str, Any]:
        answer = self.client.get("/api/v1/door/roster", query_string=query)
        assert answer.status_code == 200, answer.text
        payload: dict[str, Any] = answer.get_json()
        return payload

    def post(self, path: str, body: object, origin: str | None = ORIGIN) -> TestResponse:
        headers = {"Origin": origin} if origin else {}
        return self.client.post(f"/api/v1/door/{path}", json=body, headers=headers)

    def send(self, *scans: object) -> list[dict[str, Any]]:
        answer = self.post("scans", {"scans": list(scans)})
        assert answer.status_code == 200, answer.text
        answers: list[dict[str, Any]] = answer.get_json()["answers"]
        return answers


@pytest.fixture
def phone(client: FlaskClient, event: Event) -> Phone:
    return Phone(client, event)


def records_of(payload: dict[str, Any]) -> list[bytes]:
    plain = base64.b64decode(payload["records"])
    return [plain[at : at + 172] for at in range(0, len(plain), 172)]


def test_the_roster_opens_with_tickets_and_with_nothing_else(phone: Phone, event: Event) -> None:
    someone = a_registration(event, name="Åsa Öberg")

    roster = phone.roster()

    assert roster["count"] == 64
    assert (roster["since"], roster["complete"], roster["next"]) == (0, True, None)
    assert roster["place"] == 1
    assert roster["places"] == [{"place": 1, "name": "Entré"}]
    whole = b"".join(base64.b64decode(roster[part]) for part in ("records", "gone", "arrivals"))
    assert roster["check"] == hashlib.sha256(whole).hexdigest()
    assert sorted(records_of(roster)) == records_of(roster)
    digest = bytes.fromhex(a_digest(someone))
    record = next(record for record in records_of(roster) if record.startswith(digest))
    plain = open_record(ticket.current_code(someone), event.public_id, record)
    assert "Åsa Öberg".encode() in plain
    assert "Åsa" not in json.dumps(roster, ensure_ascii=False)


def test_who_accepts_it_gets_the_roster_packed_and_others_json(phone: Phone, event: Event) -> None:
    digest = a_digest(a_registration(event))
    phone.send(a_scan(digest))
    address, kind = "/api/v1/door/roster", packed_roster.PACKED_ROSTER

    packed = phone.client.get(address, headers={"Accept": f"{kind}, application/json;q=0.9"})
    plain = phone.client.get(address, headers={"Accept": "*/*"})

    assert (packed.mimetype, plain.mimetype) == (kind, "application/json")
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept"
    roster = msgspec.json.decode(plain.data, type=shapes.RosterShape)
    sent_at = json.loads(packed.data[16:][: int.from_bytes(packed.data[:4], "big")])["server_time"]
    assert packed.data == packed_roster.pack_roster(structs.replace(roster, server_time=sent_at))
    assert packed.data.endswith(roster.arrivals[9:])  # the rest is in the record
    assert roster.arrivals[:8].hex() == digest[:16]


def test_later_answers_tell_only_what_has_changed(phone: Phone, event: Event) -> None:
    first, second = a_registration(event), a_registration(event)
    before = phone.roster()["revision"]

    cancel(first, now=NOON)
    roster = phone.roster(since=before)

    assert (roster["since"], roster["count"]) == (before, 1)
    assert records_of(roster)[0][:16].hex() == a_digest(first)
    assert roster["revision"] > before
    assert phone.roster(since=roster["revision"])["count"] == 0
    phone.send(a_scan(a_digest(second)))
    arrived = base64.b64decode(phone.roster(since=roster["revision"])["arrivals"])
    assert (arrived[:8].hex(), arrived[12:]) == (a_digest(second)[:16], bytes((1, 1)))


def test_a_roster_that_takes_long_to_make_is_asked_for_again(
    phone: Phone, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_entry, "MARKS_AT_ONCE", 2)
    monkeypatch.setattr(door, "DERIVING_SECONDS", 0)
    for _ in range(5):
        a_registration(event)
    db.session.commit()

    searched = phone.post("search", {"q": "be"})
    answers = [phone.client.get("/api/v1/door/roster") for _ in range(10)]

    assert (searched.status_code, searched.headers["Retry-After"]) == (503, "2")
    assert searched.get_json()["code"] == "not-ready"
    statuses = [answer.status_code for answer in answers]
    assert (statuses[0], statuses[-1]) == (503, 200)
    assert statuses == sorted(statuses, reverse=True)  # what was made stays
    assert phone.post("search", {"q": "be"}).status_code == 200


def test_a_deleted_registration_is_gone_from_phones(phone: Phone, event: Event) -> None:
    someone = a_registration(event)
    digest = a_digest(someone)
    before = phone.roster()["revision"]

    db.session.delete(db.session.get_one(Registration, someone.id))
    roster = phone.roster(since=before)

    assert base64.b64decode(roster["gone"]).hex() == digest


def test_a_scan_is_stored_once_and_answered_alike(phone: Phone, event: Event) -> None:
    scan = a_scan(a_digest(a_registration(event)))

    first, again = phone.send(scan), phone.send(scan, scan)

    assert first == [{"id": scan["id"], "result": "stored", "verdict": "welcome"}]
    assert again == [{"id": scan["id"], "result": "known", "verdict": "welcome"}] * 2
    assert db.session.query(CheckIn).count() == 1


def test_a_ticket_shown_again_is_told_when_and_where_it_came_in(phone: Phone, event: Event) -> None:
    digest = a_digest(a_registration(event))
    phone.send(a_scan(digest, at=NOON - timedelta(minutes=10)))

    answer = phone.send(a_scan(digest))[0]

    at = int((NOON - timedelta(minutes=10)).timestamp() * 1000)
    assert answer["verdict"] == "again"
    assert answer["first"] == {"at": at, "place": 1, "uncertain": False}


@pytest.mark.parametrize(
    ("what", "verdict"),
    [("cancelled", "cancelled"), ("forged", "unlisted"), ("elsewhere", "other-event")],
)
def test_whatever_the_phone_said_the_scan_is_kept_and_judged(
    phone: Phone, event: Event, what: str, verdict: str
) -> None:
    someone = a_registration(an_event() if what == "elsewhere" else event)
    if what == "cancelled":
        cancel(someone, now=NOON)
    digest = "0" * 32 if what == "forged" else a_digest(someone)

    answer = phone.send(a_scan(digest))[0]

    assert (answer["result"], answer["verdict"]) == ("stored", verdict)
    assert db.session.query(CheckIn).one().admits


def test_a_question_is_answered_as_of_now_and_writes_nothing(phone: Phone, event: Event) -> None:
    someone = a_registration(event, name="Åsa Öberg")
    digest, revision = a_digest(someone), phone.roster()["revision"]
    welcome = phone.post("verdict", {"digest": digest})
    cancel(someone, now=NOON)

    answer = phone.post("verdict", {"digest": digest}).get_json()

    assert (welcome.get_json()["verdict"], answer["verdict"]) == ("welcome", "cancelled")
    record = base64.b64decode(answer["record"])
    assert record[:16].hex() == digest
    assert records_of(phone.roster(since=revision)) == [record]
    assert "Åsa" not in welcome.text
    assert db.session.query(CheckIn).count() == 0
    assert phone.post("verdict", {"digest": "x"}).status_code == 400


def test_an_old_ticket_is_told_to_be_replaced(phone: Phone, event: Event) -> None:
    someone = a_registration(event)
    old = a_digest(someone)
    ticket.issue(event, someone, now=NOON)

    answer = phone.send(a_scan(old))[0]

    assert (answer["verdict"], answer["reason"]) == ("cancelled", "replaced")


def test_other_content_under_a_known_id_is_kept_aside(phone: Phone, event: Event) -> None:
    scan = a_scan(a_digest(a_registration(event)))
    phone.send(scan)

    other = scan | {"place": 2}
    answers = [phone.send(other)[0], phone.send(other)[0]]

    assert [answer["result"] for answer in answers] == ["differs", "differs"]
    rejected = db.session.query(RejectedScan).one()
    assert (rejected.scan_id, rejected.reason) == (scan["id"], "differs")
    assert db.session.query(AuditEntry).filter_by(action="scan kept aside").count() == 1


def test_one_bad_item_holds_nobody_up(phone: Phone, event: Event) -> None:
    good = [a_scan(a_digest(a_registration(event))) for _ in range(3)]
    bad = [{"id": "x"}, a_scan("zz"), a_scan("0" * 32, place=True), 7, None]

    answers = phone.send(good[0], *bad, *good[1:])

    results = [answer["result"] for answer in answers]
    assert results == ["stored", *["malformed"] * 5, "stored", "stored"]
    assert answers[1]["id"] == "x"
    assert db.session.query(RejectedScan).count() == 5


def test_a_revoked_phone_learns_nothing_but_is_heard_for_a_day(phone: Phone, event: Event) -> None:
    someone = a_registration(event)
    devices.revoke(phone.device, actor="organizer", now=NOON)

    refused = phone.client.get("/api/v1/door/roster")
    payload = phone.post("scans", {"scans": [a_scan(a_digest(someone))]}).get_json()

    assert (refused.status_code, refused.get_json()["code"]) == (401, "device-revoked")
    assert "revision" not in payload
    assert [answer["result"] for answer in payload["answers"]] == ["quarantined"]
    assert "verdict" not in payload["answers"][0]
    assert phone.post("search", {"q": "li"}).status_code == 401
    assert phone.post("verdict", {"digest": a_digest(someone)}).status_code == 401

    phone.device.revoked_at = NOON - timedelta(hours=25)
    late = phone.post("scans", {"scans": [a_scan(a_digest(someone))]})
    assert (late.status_code, late.get_json()["code"]) == (401, "device-revoked")


@pytest.mark.parametrize("after", [timedelta(hours=2, seconds=1), timedelta(days=60)])
def test_after_the_event_a_phone_sees_nobody(phone: Phone, event: Event, after: timedelta) -> None:
    a_registration(event, name="Åsa Öberg")
    moment = event.ends_at + after

    with standing_at(moment):
        answers = [
            phone.client.get("/api/v1/door/roster"),
            phone.post("search", {"q": "oberg"}),
            phone.post("verdict", {"digest": "0" * 32}),
        ]

    assert [(answer.status_code, answer.get_json()["code"]) for answer in answers] == [
        (403, "event-over")
    ] * 3
    assert db.session.query(AuditEntry).filter_by(action="door search").count() == 0


def test_late_scans_are_taken_until_the_phones_token_ends(phone: Phone, event: Event) -> None:
    scan, later = (a_scan(a_digest(a_registration(event))) for _ in range(2))

    with standing_at(event.ends_at + timedelta(days=30)):
        assert [answer["result"] for answer in phone.send(scan)] == ["stored"]
    with standing_at(event.ends_at + timedelta(days=30, seconds=1)):
        refused = phone.post("scans", {"scans": [later]})

    assert (refused.status_code, refused.get_json()["code"]) == (403, "event-over")


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
def test_no_other_page_speaks_for_the_phone(phone: Phone, origin: str | None) -> None:
    answer = phone.post("scans", {"scans": []}, origin=origin)

    assert (answer.status_code, answer.get_json()["code"]) == (403, "foreign-origin")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "roster"), ("POST", "scans"), ("POST", "search"), ("POST", "verdict")],
)
def test_a_stranger_is_told_to_pair(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(f"/api/v1/door/{path}", method=method, json={}, headers={"Origin": ORIGIN})

    assert (answer.status_code, answer.get_json()["code"]) == (401, "not-paired")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (json.dumps({"scans": [1] * 201}), "application/json", 413),
        ('{"scans": "' + "x" * 300_000 + '"}', "application/json", 413),
        ('{"scans": 1}', "application/json", 400),
        ("[", "application/json", 400),
        ("scans=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_is_no_batch_is_refused_whole(phone: Phone, body: str, kind: str, status: int) -> None:
    answer = phone.client.post(
        "/api/v1/door/scans", data=body, content_type=kind, headers={"Origin": ORIGIN}
    )

    assert answer.status_code == status
    assert set(answer.get_json()) == {"code", "message"}


def test_two_hundred_and_forty_requests_a_minute_are_enough(phone: Phone) -> None:
    statuses = [phone.post("scans", {"scans": []}).status_code for _ in range(241)]

    assert statuses == [200] * 240 + [429]
    answer = phone.post("scans", {"scans": []})
    assert answer.headers["Retry-After"]
    assert answer.get_json()["code"] == "too-many-requests"


def test_a_name_is_found_in_spite_of_accents_and_the_search_leaves_no_words(
    phone: Phone, event: Event
) -> None:
    a_registration(event, name="Åsa Öberg")
    a_registration(event, name="Oskar Lind")

    results = phone.post("search", {"q": "oberg"}).get_json()["results"]

    assert [(result["name"], result["status"]) for result in results] == [("Åsa Öberg", "admitted")]
    entry = db.session.query(AuditEntry).filter_by(action="door search").one()
    assert entry.details == {"results": 1}
    assert "berg" not in json.dumps([entry.details, entry.reason, entry.actor])


@pytest.mark.parametrize("typed", ["soren", "sören", "o'akerstrom", "o’åker", "aker", "SØREN"])
def test_a_name_is_found_however_its_letters_are_typed(
    phone: Phone, event: Event, typed: str
) -> None:
    a_registration(event, name="Søren O'Åkerström")

    assert len(phone.post("search", {"q": typed}).get_json()["results"]) == 1


def test_the_description_names_what_there_is(client: FlaskClient) -> None:
    payload = client.get("/api/v1/openapi.json").get_json()

    routes = {
        rule.rule
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/door")
    }
    assert set(payload["paths"]) >= routes
    assert client.get("/api/v1/nothing").get_json()["code"] == "not-found"


@pytest.mark.parametrize("odd", ["\0" * 22, "\ud800", "å" * 22, "x" * 100])
def test_an_id_that_no_database_keeps_loses_no_scan_beside_it(
    phone: Phone, event: Event, odd: str
) -> None:
    good = a_scan(a_digest(a_registration(event)))

    answers = phone.send({**good, "id": odd}, good)

    assert [answer["result"] for answer in answers] == ["malformed", "stored"]
    assert db.session.query(RejectedScan).count() == 1


@pytest.mark.parametrize("address", ["/api/v1/door/scans", "/api/v1/door/search"])
def test_a_list_in_a_list_without_end_is_malformed(phone: Phone, address: str) -> None:
    deep = b"[" * 10_000 + b"]" * 10_000
    headers = {"Origin": "http://localhost"}
    answer = phone.client.post(address, data=deep, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")


FAR = 2**53 - 1
LAST, MOST = shapes.MOMENT_MAX, shapes.AWAKE_MAX


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        ({"before": {"server": FAR, "odo": 0, "wall": 0}}, "malformed"),
        ({"before": {"server": -FAR, "odo": 0, "wall": 0}}, "malformed"),
        ({"odo": FAR}, "malformed"),
        ({"after": {"server": 0, "odo": -FAR, "wall": 0}}, "malformed"),
        ({"odo": MOST, "before": {"server": LAST, "odo": 0, "wall": -FAR}}, "stored"),
        ({"odo": 0, "before": {"server": 0, "odo": MOST, "wall": FAR}}, "stored"),
        ({"wall": FAR, "after": {"server": LAST, "odo": 0, "wall": -FAR}}, "stored"),
        ({"place": FAR}, "malformed"),
        ({"place": -1}, "malformed"),
        ({"seq": -FAR, "roster": FAR}, "stored"),
    ],
)
def test_numbers_beyond_reason_are_kept_and_the_rest_is_taken(
    phone: Phone, event: Event, facts: dict[str, Any], result: str
) -> None:
    good = a_scan(a_digest(a_registration(event)))
    odd = a_scan(a_digest(a_registration(event)), **facts)

    answers = phone.send(odd, good)

    assert [answer["result"] for answer in answers] == [result, "stored"]
    assert phone.roster()["revision"] > 1


def test_an_erased_registration_is_gone_from_phones_in_the_next_answer(
    phone: Phone, event: Event
) -> None:
    someone = a_registration(event)
    digest = a_digest(someone)
    before = phone.roster()["revision"]

    disposal.delete_registrations([someone.id])
    roster = phone.roster(since=before)

    assert base64.b64decode(roster["gone"]).hex() == digest


def test_who_is_inside_is_so_with_a_new_ticket_too(phone: Phone, event: Event) -> None:
    someone = a_registration(event)
    phone.send(a_scan(a_digest(someone)))
    known = phone.roster()["revision"]

    ticket.issue(event, someone, now=NOON)
    db.session.commit()
    arrivals = base64.b64decode(phone.roster(since=known)["arrivals"])

    assert (arrivals[:8].hex(), arrivals[12:]) == (a_digest(someone)[:16], bytes((1, 1)))

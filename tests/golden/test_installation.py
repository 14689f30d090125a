"""An installation of the older release goes on: links, tickets, cookies, phones, promises."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from eventapp.app import create_app
from eventapp.clock import standing_at
from eventapp.extensions import db
from eventapp.worker import exchange, loop
from tests.builders.forms import send
from tests.builders.moments import HOUR, NOON
from tests.golden import answers
from tests.golden.installation import ORIGIN, Installation, read
from tests.visitor import Visitor

GOLDEN = read("answers")
ACT = re.compile(r'<ol class="log.*?<p>([^<·]+)', re.DOTALL)
RADIO = re.compile(r'<input[^>]*type="radio"[^>]*>')
pytestmark = pytest.mark.xdist_group("golden")


# First of all: with the letters that wait goes the way from a person to the answer.
def test_survey_links_open_and_take_one_answer(old: Installation) -> None:
    links = [f"/surveys/{token}" for token in old.secrets["surveys"].values()]
    assert [old.visitor().get(link).status_code for link in links] == [200] * len(links)
    letters = len(old.rows("survey_letters"))

    fields = radios(old.visitor().get(links[0]).text)
    answered = [old.visitor().post(links[0], data=fields).status_code for _ in range(2)]

    assert answered == [303, 410]
    assert len(old.rows("survey_letters")) == letters - 1


def test_every_promise_is_kept_once(old: Installation) -> None:
    used = next(iter(old.secrets["surveys"].values()))
    before = {row["id"]: row for row in old.rows("jobs")}
    with standing_at(NOON + timedelta(minutes=10)):
        loop.run_all()

    sent = answers.mails(old.data)
    for message, golden in GOLDEN["mails"].items():
        if any(used in link for link in golden["links"]):
            continue  # answered above: nothing is to be asked
        if message not in sent:  # a first letter that is written by now brings the session too
            further = [part for mail in sent.values() for part in mail["further"]]
            assert golden["calendar"][1] in {uid for _method, uid, _sequence in further}
            continue
        mail = sent[message]
        assert (mail["to"], mail["from"]) == (golden["to"], golden["from"])
        assert golden["calendar"] in (mail["calendar"], [])  # a seat in a session brings one now
        assert set(golden["links"]) <= set(mail["links"])
    done = [row for row in old.rows("jobs") if row["id"] in before]
    assert {(row["state"], row["error"]) for row in done} == {("done", "")}


def test_every_personal_link_opens_its_registration(old: Installation) -> None:
    for person in old.people.values():
        page = old.visitor().get(f"/registrations/{person['personal']}")

        assert page.status_code == 200
        assert person["state"] != "confirmed" or person["agenda"] in page.text
        copied = old.visitor().get(f"/registrations/{person['personal']}/copy.json")
        assert person["email"] in copied.text


def test_tickets_bear_the_same_codes_and_pictures(old: Installation) -> None:
    assert answers.tickets(old) == GOLDEN["tickets"]
    for name in GOLDEN["tickets"]:
        code = old.people[name]["code"]
        page = old.visitor().get(f"/registrations/{old.people[name]['personal']}/ticket")
        assert all(part in page.text for part in (code[:4], code[4:8], code[8:12], code[12:]))
        assert hashlib.sha256(code.encode()).digest()[:16].hex() == old.people[name]["digest"]


def test_needs_sealed_by_the_older_release_open(old: Installation) -> None:
    copied = old.visitor().get(f"/registrations/{old.people['asa']['personal']}/copy.json")

    assert "Glutenfritt, tack" in copied.text
    assert "Hörslinga" in copied.text


def test_calendars_know_their_entries_again(old: Installation) -> None:
    # A person's feed names what is in it as the letters do, which an older release did not.
    assert answers.calendars(old) == GOLDEN["calendars"]


def test_readers_of_the_schedule_know_sessions_and_releases_again(old: Installation) -> None:
    assert answers.schedule(old) == GOLDEN["schedule"]


def test_the_roster_is_byte_for_byte_the_same(old: Installation) -> None:
    now, then = answers.door(old), GOLDEN["door"]
    # What a newer release adds, an older page passes over; nothing that it knows is missing.
    now["roster"] = {name: now["roster"][name] for name in then["roster"]}
    assert _sorted_arrivals(now) == _sorted_arrivals(then)


def _sorted_arrivals(door: dict[str, Any]) -> dict[str, Any]:
    """Arrivals may stand in any order: phones look them up. The check is of the order sent."""
    plain = base64.b64decode(door["roster"]["arrivals"])
    arrivals = sorted(plain[at : at + 14] for at in range(0, len(plain), 14))
    return door | {"roster": door["roster"] | {"arrivals": arrivals, "check": None}}


def test_scans_that_were_answered_are_answered_alike(old: Installation) -> None:
    sent = read("installation")["sent_scans"]

    answer = old.phone().post(
        "/api/v1/door/scans",
        json={"scans": [*sent, {**sent[0], "wall": 0}]},
        headers={"Origin": ORIGIN},
    )

    payload = answer.get_json()
    assert set(payload) == {"server_time", "revision", "answers"}
    assert [(answer["id"], answer["result"]) for answer in payload["answers"]] == [
        (sent[0]["id"], "known"),
        (sent[1]["id"], "known"),
        (sent[0]["id"], "differs"),
    ]


def test_a_phone_that_was_shut_out_still_tells(old: Installation) -> None:
    scan = {**read("installation")["sent_scans"][0], "id": "AAAAAAAAAAAAAAAAAAAA9Q"}
    phone = old.phone("lost_phone")

    answer = phone.post("/api/v1/door/scans", json={"scans": [scan]}, headers={"Origin": ORIGIN})
    asked = phone.get("/api/v1/door/roster")

    assert answer.get_json()["answers"] == [{"id": scan["id"], "result": "quarantined"}]
    assert (asked.status_code, asked.get_json()["code"]) == (401, "device-revoked")


def test_a_pairing_link_pairs_and_the_cookie_is_the_same(old: Installation) -> None:
    phone, address = old.visitor(), f"/door/pair/{old.secrets['pairing']}"
    (invited,) = [row for row in old.rows("devices") if row["paired_at"] is None]
    devices = "/organizer/events/kongress/door/devices"
    assert address in old.admin().get(f"{devices}/{invited['code']}").text

    paired = send(phone, address, page=address)

    assert paired.status_code == 303
    assert cookie_of(paired, "eventapp_door") == {
        "path": "/",
        "httponly": True,
        "samesite": "Strict",
        "secure": "",
    }
    assert phone.get("/api/v1/door/roster").status_code == 200


def test_whoever_is_signed_in_stays_so(old: Installation) -> None:
    cookie = old.secrets["cookies"]["eventapp_session"]

    assert old.visitor(eventapp_session=cookie).get("/organizer").status_code == 200
    assert old.visitor(eventapp_session=cookie[:-1] + "-").get("/organizer").status_code == 303


def test_password_and_second_factor_open_and_set_the_same_cookies(old: Installation) -> None:
    with standing_at(NOON + timedelta(minutes=1)):
        client = old.visitor()
        answer = with_password(client, old)
        code = pyotp.TOTP(old.secrets["totp"]).at(int((NOON + timedelta(minutes=1)).timestamp()))
        page = str(answer.headers["Location"])
        passed = send(client, page, page=page, code=code)

        assert passed.headers["Location"] == "/organizer"
        assert cookie_of(passed, "eventapp_session")["samesite"] == "Lax"
        assert cookie_of(passed, "eventapp_known") == {
            "path": "/",
            "httponly": True,
            "samesite": "Strict",
            "secure": "",
        }


def test_a_recovery_code_opens_once(old: Installation) -> None:
    answers_of_both = []
    for _ in range(2):
        client = old.visitor()
        page = str(with_password(client, old).headers["Location"])
        answers_of_both.append(send(client, page, page=page, code=old.secrets["recovery_code"]))

    assert [answer.status_code for answer in answers_of_both] == [303, 422]


def test_a_known_browser_may_try_though_others_tried_too_often(old: Installation) -> None:
    locked = "UPDATE accounts SET locked_until = :until WHERE email = 'admin@bra.example'"
    write(locked, until=NOON + timedelta(hours=1))

    known = old.visitor(eventapp_known=old.secrets["cookies"]["eventapp_known"])
    answered = (with_password(known, old), with_password(old.visitor(), old))
    write("UPDATE accounts SET locked_until = NULL, wrong_tries = 0")

    assert [answer.status_code == 303 for answer in answered] == [True, False]


def test_sign_in_addresses_open(old: Installation) -> None:
    client, address = old.visitor(), f"/sign-in/links/{old.secrets['sign_in_link']}"

    assert client.get(address).status_code == 200
    assert send(client, address, page=address).status_code == 303
    assert client.get("/delegations").status_code == 200


def test_the_coordinator_finds_the_address_that_calendars_know(old: Installation) -> None:
    client, address = old.visitor(), f"/sign-in/links/{old.secrets['second_sign_in_link']}"
    send(client, address, page=address)
    (delegation,) = old.rows("delegations")

    page = client.get(f"/delegations/{delegation['code']}")

    assert old.secrets["delegation_feed"] in page.text


def test_files_are_found_by_their_checksum(old: Installation) -> None:
    file = old.visitor().get(f"/events/kongress/materials/{old.secrets['material']}")

    assert file.data == b"Minnesanteckningar\n"


def test_published_experiences_are_found_by_their_words(old: Installation) -> None:
    exchange.index_missing(now=NOON)  # the worker's turn, within a minute of the upgrade
    page = old.visitor().get("/experiences?q=närvaroteam")

    assert f"/experiences/{old.secrets['card']}" in page.text


def test_deeds_of_the_older_release_are_told_in_words(old: Installation) -> None:
    page = "/organizer/events/kongress"
    entry = {"event": old.secrets["event"]}

    for number, action in enumerate(read("words")["audit_actions"]):
        entry["at"] = NOON + number * 2 * HOUR  # each the newest, and never gathered with another
        write(
            "INSERT INTO audit_entries"
            " (at, actor, action, subject_kind, subject_code, reason, details)"
            " VALUES (:at, 'system', :action, 'event', :event, '', '{}')",
            **entry,
            action=action,
        )
        newest = ACT.search(old.admin().get(page).text)
        assert newest
        assert newest[1].strip() != action


def test_under_https_the_names_of_cookies_say_so(old: Installation) -> None:
    settings = replace(old.app.extensions["settings"], base_url="https://localhost")
    app = create_app(settings)
    app.test_client_class = Visitor
    with app.app_context():
        phone, client = app.test_client(), app.test_client()
        phone.set_cookie("__Host-eventapp_door", old.secrets["phone"], secure=True)
        asked = phone.get("/api/v1/door/roster", base_url="https://localhost")
        opened = client.get("/sign-in", base_url="https://localhost")
        db.engine.dispose()

    assert asked.status_code == 200
    assert cookie_of(opened, "__Host-eventapp_session") == {
        "path": "/",
        "httponly": True,
        "samesite": "Lax",
        "secure": True,
    }


# Last of all, since somebody cancels.
def test_new_promises_bear_the_keys_and_fields_of_the_old(old: Installation) -> None:
    before = {row["id"] for row in old.rows("jobs")}
    jon, cia = old.people["jon"], old.people["cia"]
    cancelling = f"/registrations/{jon['personal']}/cancellation"

    cancelled = send(old.visitor(), cancelling, page=f"{cancelling}/new")
    send(old.visitor(), "/registrations", page="/registrations", email=cia["email"])
    mailed = {"link_email": "samordnare@exempelstad.example"}
    send(old.visitor(), "/sign-in/links", page="/sign-in", **mailed)

    assert cancelled.status_code == 303
    new = [row for row in old.rows("jobs") if row["id"] not in before]
    forms, golden = form_of(new), form_of(read("installation")["rows"]["jobs"])
    assert forms.keys() - golden.keys() == {"lost-link-mail"}  # a letter of its own, and a new kind
    assert forms.pop("lost-link-mail")[1] == {"registration_id"}
    # By digest: a number comes back once links have been deleted, and its promise was there.
    assert golden["sign-in-mail"] == ("sign-in:NUMBER", {"sign_in_link_id"})
    key, fields = forms.pop("sign-in-mail")
    assert re.fullmatch(r"sign-in:[0-9a-f]{64}", key)
    assert fields == {"sign_in_link_id"}
    assert forms == {
        "cancellation-mail": ("cancelled:CODE", {"registration_id"}),
    }
    assert {kind: golden[kind] for kind in forms} == forms


def form_of(jobs: list[dict[str, Any]]) -> dict[str, tuple[str, set[str]]]:
    """By kind: how the key of a promise is made, and the fields of its payload."""
    return {
        job["kind"]: (
            re.sub(r"\b[0-9a-z]{10}\b", "CODE", re.sub(r"\b\d+\b", "NUMBER", job["dedupe_key"])),
            set(job["payload"]),
        )
        for job in jobs
    }


def with_password(client: Visitor, old: Installation) -> TestResponse:
    fields = {"email": "admin@bra.example", "password": old.secrets["password"]}
    return send(client, "/sign-in", page="/sign-in", **fields)


def cookie_of(response: TestResponse, name: str) -> dict[str, Any]:
    """The attributes of a cookie that was set, but for how long it lasts."""
    for header in response.headers.getlist("Set-Cookie"):
        if header.startswith(f"{name}="):
            morsel = SimpleCookie(header)[name]
            return {key: morsel[key] for key in ("path", "httponly", "samesite", "secure")}
    raise AssertionError(f"{name} was not set")


def radios(page: str) -> dict[str, str]:
    """The first choice of every question."""
    chosen: dict[str, str] = {}
    for field in RADIO.findall(page):
        name = re.search(r'name="([^"]+)"', field)
        value = re.search(r'value="([^"]*)"', field)
        if name and value:
            chosen.setdefault(name[1], value[1])
    return chosen


def write(statement: str, **values: Any) -> None:
    db.session.execute(sa.text(statement), values)
    db.session.commit()

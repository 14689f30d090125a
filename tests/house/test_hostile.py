"""Every door against what nobody means well with: refused kindly or taken literally, never 5xx.

Nothing is kept: a commit only writes, and what was written is gone after the answer.
"""

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.extensions import db, floods
from tests.builders.door import a_scan
from tests.house.access import DOORS
from tests.house.access.door import Door
from tests.house.access.form import Fields
from tests.house.access.hostile_inputs import (
    BOUNDARY,
    PLACES,
    TEXTS,
    Pairs,
    for_field,
    is_drawn,
    multipart,
    queries,
    urlencoded,
)
from tests.house.access.house import ORIGIN, TOKEN, OpenHouse

NAMES = re.compile(r'<(?:input|select|textarea)[^>]*name="([^"]+)"')
FORMS = [door for door in DOORS if door.method == "POST" and door.json is None]
PAGES = [door for door in DOORS if door.method == "GET"]
PROGRAMS = [door for door in DOORS if door.json is not None]
# Sent to every door, all of it takes minutes: 1 in place of each figure sends everything.
ONE_FORM_IN, ONE_QUESTION_IN, ONE_ADDRESS_IN = 20, 15, 15
DEEP = b"[" * 10_000 + b"]" * 10_000
BODIES = (
    DEEP,
    b'{"q":' + DEEP + b"}",
    b'{"scans":[' + DEEP + b"]}",
    b'{"scans":[' + b"9" * 5000 + b"]}",
    b'{"q":"a\\u0000b"}',
    b'{"q":"\\ud800"}',
    b'{"q":NaN}',
    b"Infinity",
    b'{"q":"ab","q":["ab"]}',
    b'{"q":"\xff\xff"}',
    b"",
    b"null",
)
SHAPED_ALIKE = {"kind", "how", "verdict", "digest", "life", "seq", "wall", "roster"}
VALUES = (
    b"null",
    b"NaN",
    b"-Infinity",
    b"9007199254740993",
    b"9223372036854775808",
    b'"\\u0000"',
    b'"\\ud800"',
    b"[" * 900 + b"]" * 900,
    b'{"server":219999999999999,"odo":9999999999999,"wall":-1}',
)


@pytest.fixture
def mode() -> str:
    """The demo has every door there is."""
    return "demo"


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> OpenHouse:
    """A house that keeps nothing of what comes in."""
    house = OpenHouse(app)
    monkeypatch.setattr(db.session, "commit", db.session.flush)
    return house


def _send(house: OpenHouse, door: Door, fields: dict[str, list[bytes]]) -> TestResponse:
    floods.reset()
    caller = door.guest
    pairs: Pairs = [(TOKEN, house.form_token(caller).encode())]
    pairs += [
        (name, content) for name, values in fields.items() for content in values if name != "file"
    ]
    kind, body = "application/x-www-form-urlencoded", urlencoded(pairs)
    if "file" in fields:
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        body = multipart(pairs, fields["file"][0], b"%PDF-1.7")
    return house.browser(caller).post(house.address(caller, door), data=body, content_type=kind)


def _fields(house: OpenHouse, door: Door) -> Fields:
    """What a browser would send, and every other field that the page has, empty."""
    caller = door.guest
    fields = house.fields(caller, door)
    if door.form:
        page = house.form_page(caller, door).text
        fields = {name: [""] for name in NAMES.findall(page)} | fields
    return {name: values for name, values in fields.items() if not name.endswith(TOKEN)}


def _attacks(house: OpenHouse, door: Door) -> Iterator[tuple[str, dict[str, list[bytes]]]]:
    """Forms with one hostile field each, then some with nothing else."""
    fields = _fields(house, door)
    well = {name: [value.encode() for value in values] for name, values in fields.items()}
    sent = {name: values for name, values in well.items() if values != [b""] or name == "file"}
    for name, values in well.items():
        first = values[0].decode() if values else ""
        for weapon in for_field(door.name, name, first):
            yield f"{name}={weapon[:40]!r}", {**sent, name: [weapon]}
        yield f"{name} twice", {**sent, name: [*values, b"b"], f"{name}[]": [b"a"]}
        yield f"{name} after a blank", {**sent, name: [b"", b"invented"]}
    for weapon in TEXTS[:2]:
        yield f"everything={weapon[:40]!r}", {name: [weapon] for name in well}
    yield "nothing", {}


def _stumbling_forms(house: OpenHouse) -> Iterator[str]:
    for door in FORMS:
        for what, fields in _attacks(house, door):
            name = f"{door.name} {what}"
            if is_drawn(name, ONE_FORM_IN) and _send(house, door, fields).status_code >= 500:
                yield name


JSON = (b"[1]", b"5", b'{"name":5}', b'{"name":"\\ud800"}', b'{"name":"Anna"}', DEEP)


@pytest.mark.on_sqlite_alone  # refused before the database is asked
def test_a_form_takes_nothing_but_forms(house: OpenHouse) -> None:
    answers = set()
    for door in FORMS:
        browser, address = house.browser(door.guest), house.address(door.guest, door)
        token = {"X-CSRFToken": house.form_token(door.guest)}
        for kind, bodies in (("application/json", JSON), ("text/plain", (b"name=Anna",))):
            for body in bodies:
                answered = browser.post(address, data=body, content_type=kind, headers=token)
                answers.add((answered.status_code, "formulär" in answered.text))

    assert answers == {(415, True)}


def _stumbling_questions(house: OpenHouse) -> Iterator[str]:
    for door in PAGES:
        browser, address = house.browser(door.guest), house.address(door.guest, door)
        for asked in queries():
            name = f"{door.name} {asked[:60]}"
            if is_drawn(name, ONE_QUESTION_IN):
                floods.reset()
                answered = browser.get(f"{address}{'&' if '?' in address else '?'}{asked}")
                if answered.status_code >= 500:
                    yield name


def _stumbling_addresses(house: OpenHouse) -> Iterator[str]:
    for door in DOORS:
        for place in door.places:
            for weapon in PLACES:
                name = f"{door.name} {place}={weapon[:40]}"
                drawn = "int:" in door.rule or is_drawn(name, ONE_ADDRESS_IN)
                if (
                    drawn
                    and house.come(door.guest, door, places={place: weapon}).status_code >= 500
                ):
                    yield name


def _stumbling_programs(house: OpenHouse) -> Iterator[str]:
    for door in PROGRAMS:
        for body in (*BODIES, *_broken_scans()):
            if _tell(house, door, body).status_code >= 500:
                yield f"{door.name} {body[:150]!r}"


def test_nothing_that_is_sent_makes_the_house_stumble(house: OpenHouse) -> None:
    stumbled = [
        *_stumbling_forms(house),
        *_stumbling_questions(house),
        *_stumbling_addresses(house),
        *_stumbling_programs(house),
    ]

    assert stumbled == []


def _broken_scans() -> list[bytes]:
    """Batches of a scan with one hostile value and a good one."""
    good, scans = a_scan("0" * 32), []
    for name in good:
        for value in VALUES[::2] if name in SHAPED_ALIKE else VALUES:
            broken = json.dumps({**good, name: "@"}).encode().replace(b'"@"', value)
            scans.append(b'{"scans":[' + broken + b"," + json.dumps(good).encode() + b"]}")
    return scans


def _tell(house: OpenHouse, door: Door, body: bytes) -> TestResponse:
    floods.reset()
    browser, address = house.browser(door.guest), house.address(door.guest, door)
    headers = {"Origin": ORIGIN}
    return browser.post(address, data=body, content_type="application/json", headers=headers)

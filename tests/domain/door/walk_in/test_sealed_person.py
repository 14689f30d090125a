"""What a phone seals only the server opens, and only where it belongs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from eventapp.domain.door.walk_in.sealed_person import (
    PADDED_TO_BYTES,
    SEALED_BYTES_MAX,
    SEALED_BYTES_MIN,
    NotedPerson,
    current_public_key,
    open_person,
    seal_person,
)
from eventapp.keys import KeyRing
from tests.settings import CARE_KEY

VECTORS = json.loads(
    (Path(__file__).parents[3] / "vectors" / "sealed_people.json").read_text(encoding="utf-8")
)
ID = "AAAAAAAAAAAAAAAAAAAAAA"
ASA = NotedPerson("Åsa Öberg", "Örnsköldsviks kommun", "asa@town.example")


def give_keys(app: Flask, keys: dict[int, bytes]) -> None:
    ring = KeyRing(keys, "EVENTAPP_WALK_IN_KEYS")
    app.extensions["keys"] = replace(app.extensions["keys"], walk_ins=ring)


@pytest.mark.parametrize("vector", VECTORS["people"], ids=lambda vector: vector["id"])
def test_what_a_phone_sealed_opens_as_the_vectors_say(app: Flask, vector: dict[str, str]) -> None:
    give_keys(app, {7: bytes.fromhex(VECTORS["secret"])})
    sealed = bytes.fromhex(vector["sealed"])

    person = open_person(7, sealed, VECTORS["event"], vector["id"])

    assert current_public_key().point.hex() == VECTORS["point"]
    assert person == NotedPerson(vector["name"], vector["organisation"], vector["email"])
    assert SEALED_BYTES_MIN <= len(sealed) <= SEALED_BYTES_MAX


def test_nothing_else_opens_it(app: Flask) -> None:
    number, sealed = seal_person(ASA, "ev-7Q2M9K4TXC", ID)
    assert open_person(number, sealed, "ev-7Q2M9K4TXC", ID) == ASA

    flipped = [bytearray(sealed) for _ in range(5)]
    for at, copy in zip((0, 40, 70, 100, len(sealed) - 1), flipped, strict=True):
        copy[at] ^= 1
    for number_, bytes_, event, id_ in (
        *((number, bytes(copy), "ev-7Q2M9K4TXC", ID) for copy in flipped),
        (number, sealed, "ev-0000000000", ID),
        (number, sealed, "ev-7Q2M9K4TXC", ID[:-1] + "B"),
        (number + 1, sealed, "ev-7Q2M9K4TXC", ID),
        (number, sealed[:70], "ev-7Q2M9K4TXC", ID),
        (number, b"", "ev-7Q2M9K4TXC", ID),
    ):
        assert open_person(number_, bytes_, event, id_) is None


def test_its_length_tells_little_and_its_bytes_nothing(app: Flask) -> None:
    short, long = (seal_person(NotedPerson(name), "ev-1", ID)[1] for name in ("Bo", "Bo" * 60))

    assert len(short) == len(long) == SEALED_BYTES_MIN
    assert len(seal_person(NotedPerson("Bo" * 149), "ev-1", ID)[1]) - len(short) == PADDED_TO_BYTES
    assert b"Bo" not in long
    assert seal_person(ASA, "ev-1", ID) != seal_person(ASA, "ev-1", ID)


def test_a_new_key_seals_and_an_old_one_still_opens(app: Flask) -> None:
    old = {1: bytes(32)}
    give_keys(app, old)
    sealed_before = seal_person(ASA, "ev-1", ID)
    give_keys(app, {2: bytes(range(32)), **old})

    sealed_after = seal_person(ASA, "ev-1", ID)

    assert (sealed_before[0], sealed_after[0]) == (1, 2)
    assert {open_person(*sealed, "ev-1", ID) for sealed in (sealed_before, sealed_after)} == {ASA}


def test_what_was_sealed_before_there_was_a_key_of_its_own_opens(app: Flask) -> None:
    give_keys(app, {1: CARE_KEY})
    sealed = seal_person(ASA, "ev-1", ID)
    give_keys(app, {1: bytes(32)})

    assert open_person(*sealed, "ev-1", ID) == ASA

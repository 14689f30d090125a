"""Ticket codes keep to the shared vectors, and catch what hands and eyes get wrong."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.registration.ticket import derive_code
from eventapp.domain.registration.ticket_code import (
    ALPHABET,
    check_character,
    format_code,
    read,
    ticket_digest,
)

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "ticket_codes.json").read_text(encoding="utf-8")
)
KEY = bytes(range(32))
CODE = "7C9JTH1C8ZMA5VDMS"

characters = st.sampled_from(ALPHABET)
codes = st.text(ALPHABET, min_size=16, max_size=16).map(lambda data: data + check_character(data))
places = st.integers(0, 16)


@pytest.mark.parametrize("vector", VECTORS["derive"], ids=lambda v: v["shown"])
def test_a_code_is_derived_as_the_vectors_say(vector: dict[str, Any]) -> None:
    code = derive_code(
        bytes.fromhex(vector["key"]), vector["event"], vector["registration"], vector["revision"]
    )

    assert (code, format_code(code), ticket_digest(code).hex()) == (
        vector["code"],
        vector["shown"],
        vector["digest"],
    )


@pytest.mark.parametrize("vector", VECTORS["read"], ids=lambda v: v["why"])
def test_a_code_is_read_in_spite_of(vector: dict[str, Any]) -> None:
    assert read(vector["text"]) == vector["code"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda v: v["why"])
def test_no_code_is_read_from(vector: dict[str, Any]) -> None:
    assert read(vector["text"]) is None


@given(codes)
def test_what_is_shown_is_read_back(code: str) -> None:
    assert read(format_code(code)) == code


@given(codes, places, characters)
def test_one_wrong_character_is_always_caught(code: str, place: int, wrong: str) -> None:
    typed = code[:place] + wrong + code[place + 1 :]

    assert read(typed) == (code if typed == code else None)


@given(codes, places, places)
def test_two_exchanged_characters_are_always_caught(code: str, place: int, other: int) -> None:
    typed = list(code)
    typed[place], typed[other] = typed[other], typed[place]

    assert read("".join(typed)) == (code if "".join(typed) == code else None)


def test_every_single_error_and_every_exchange_of_one_code_is_caught() -> None:
    wrong = {CODE[:i] + c + CODE[i + 1 :] for i in range(17) for c in ALPHABET} - {CODE}
    for i, j in combinations(range(17), 2):
        exchanged = CODE[:i] + CODE[j] + CODE[i + 1 : j] + CODE[i] + CODE[j + 1 :]
        wrong.add(exchanged)
    wrong.discard(CODE)

    assert {typed for typed in wrong if read(typed)} == set()


@given(codes, st.data())
def test_separators_case_and_lookalikes_are_forgiven(code: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(st.sampled_from(["", " ", "-", "\u2013", "\u00a0"]))
        + data.draw(st.sampled_from({"0": "0Oo", "1": "1IilL"}.get(c, c + c.lower())))
        for c in code
    )

    assert read(typed) == code


@given(st.text())
def test_any_text_is_answered_with_a_code_or_nothing(text: str) -> None:
    code = read(text)

    assert code is None or read(format_code(code)) == code


@given(st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3)))
def test_where_one_id_ends_and_the_next_begins_makes_a_difference(ids: tuple[str, str]) -> None:
    moved = (ids[0] + ids[1], "")

    assert (derive_code(KEY, *ids, 1) == derive_code(KEY, *moved, 1)) == (ids == moved)


def test_a_reissued_ticket_has_another_code() -> None:
    codes_by_revision = {
        derive_code(KEY, "ev-0000000000", "4ZC9", revision) for revision in range(100)
    }

    assert len(codes_by_revision) == 100

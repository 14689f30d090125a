"""What is typed, tidied: nothing that is not a blank is lost, and nothing turns what follows."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from email_validator import EmailNotValidError, validate_email
from wtforms import ValidationError

from eventapp.forms.fields import NoAddress, OneLine, SeveralLines, fold_email, tidy


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (None, ""),
        (" A\u030asa\u200b ", "Åsa"),
        ("\u202ecba", "\u202ecba\u202c"),
        ("\u2067a \u202ab", "\u2067a \u202ab\u202c\u2069"),
        ("\u202eesrever\u202c \u2066isolate\u2069", "\u202eesrever\u202c \u2066isolate\u2069"),
        ("ليلى حداد", "ليلى حداد"),
        ("\u202c\u2069 nothing to end", "\u202c\u2069 nothing to end"),
    ],
)
def test_a_turned_direction_ends_with_the_text(typed: str | None, expected: str) -> None:
    assert tidy(typed) == expected
    assert tidy(expected) == expected


class Typed:
    """A field with a text in it."""

    def __init__(self, text: str) -> None:
        self.data = text


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "name",
    [
        "https://elak.example/x",
        "Se www elak",
        "www.elak.example",
        "elak.example",
        "Anna elak.example/vinst",
        "Anna <x@elak.example>",
        "mailto:x",
        "ELAK.EXAMPLE",
        "elak\u3002example",
        "elak\uff0eexample",
        "elak.\u200bexample",
        "192.0.2.7",
        "xn--lk-0ia.example",
        "ölak.se",
    ],
)
def test_a_name_that_a_mail_program_would_link_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="web"):
        NoAddress()(None, Typed(name))


@pytest.mark.parametrize(
    "name",
    [
        "Anna Ek",
        "J. R. R. Tolkien",
        "J.R.R. Tolkien",
        "Dr. Ek",
        "Erik Ek d.y.",
        "O'Åkerström",
        "Anna-Karin S:t Ek",
        "Karl XII",
        "李小龍",
        "ليلى حداد",
        "Anna (kl. 9)",
        "",
    ],
)
def test_names_of_people_are_taken(name: str) -> None:
    NoAddress()(None, Typed(name))


LINE_ENDS = {"\u2028", "\u2029"}
CONTROLS = {chr(number) for number in range(0x3000) if unicodedata.category(chr(number)) == "Cc"}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("check", "expected"),
    [(OneLine(), CONTROLS | LINE_ENDS), (SeveralLines(), CONTROLS - {"\r", "\n", "\t"})],
)
def test_these_signs_alone_are_refused(check: Callable[..., None], expected: set[str]) -> None:
    taken = set[str]()
    signs: list[Any] = [chr(number) for number in range(0x3000)]
    for sign in signs:
        with suppress(ValidationError):
            check(None, Typed(f"Anna{sign}Ek"))
            taken.add(sign)

    assert set(signs) - taken == expected


@pytest.mark.parametrize(
    "address",
    [
        "Asa.Ost@Town.Example",
        "asa@ÄLVSTAD.example",
        "a+b_c-d@xn--lvstad-bua.example",
        "o'hara@town.example",
        f"{'a' * 64}@town.example",
        f"{'a' * 65}@town.example",
        f"a@{'b' * 63}.example",
        f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.example",
        f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.example",
        "a..b@town.example",
        ".a@town.example",
        "a@town",
        "a@town..example",
        "a@ town.example",
        "a b@town.example",
        "asa\n@town.example",
        "asa@town.example\n",
        "@town.example",
        "a@",
        '"a b"@town.example',
        "a@[127.0.0.1]",
        "a@localhost",
    ],
)
def test_plain_addresses_are_read_as_the_library_reads_them(address: str) -> None:
    def by_library() -> str:
        try:
            read = validate_email(address, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            return "refused"
        return (read.ascii_email or read.normalized).lower()

    def by_us() -> str:
        try:
            return fold_email(address)
        except EmailNotValidError:
            return "refused"

    assert [by_us(), by_us()] == [by_library()] * 2

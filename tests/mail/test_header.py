"""Header fields with people's words in them, read by a reader that knows the standards alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail.header import ascii_address, field
from tests.mail.rfc2047 import fields_of, read_mailbox, read_text

RAGSVED = "Du står på väntelistan till Träff för föreningslivet i Rågsved"
SWEDISH = [
    "Träff",
    "för",
    "föreningslivet",
    "i",
    "Rågsved",
    "Återkoppling",
    "på",
    "länens",
    "årsplaner",
    "Trygghetsvandring",
    "och",
    "orossamtal",
    "med",
    "unga",
    "vad",
    "gör",
    "kommunen",
    "när",
    "gängen",
    "värvar",
    "Öppet",
    "hus",
    "på",
    "Sjöstadens",
    "folkhögskola",
    "–",
    "lägesbild",
    "åtgärdsplan",
    "uppföljning",
    "&",
    "samverkan",
    "(digitalt)",
    "2027",
    "“Våga",
    "fråga!”",
    "kl.",
    "9.30",
    "i",
    "församlingshemmet",
]
# What a title may be of: one line, as compose() makes it; no half of a pair, which no table takes.
LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=120)
TITLE = LINE.map(lambda text: " ".join(text.split()))


def sent(name: str, value: str) -> str:
    """The field's raw value, as it stands in the bytes of a letter."""
    return fields_of(f"{field(name, value)}\r\n".encode("ascii"))[name.lower()][0]


def swedish_titles(count: int) -> list[str]:
    chance = random.Random(2047)
    return [" ".join(chance.choices(SWEDISH, k=chance.randint(2, 16))) for _ in range(count)]


@pytest.mark.parametrize(
    "subject",
    [
        RAGSVED,
        "Återkoppling på länens årsplaner",
        "Plain words",
        "plain " * 30 + "and long",
        "=?utf-8?q?x?=",
        "Ö" * 200,
        "👩‍👩‍👧‍👦 " * 20 + "!",
        "李小龍 и Ольга",
        "",
    ],
)
def test_a_subject_is_read_as_it_was_meant(subject: str) -> None:
    assert read_text(sent("Subject", subject)) == subject


def test_thousands_of_swedish_subjects_keep_their_blanks() -> None:
    for subject in swedish_titles(4000):
        assert read_text(sent("Subject", subject)) == subject


def test_the_reader_drops_a_blank_between_encoded_words_as_the_standard_says() -> None:
    """The control: a reader that forgives this would find nothing wrong with Python's folding."""
    assert read_text("=?utf-8?q?f=C3=B6r?=\r\n =?utf-8?q?f=C3=B6rening?=") == "förförening"
    assert read_text("=?utf-8?q?f=C3=B6r_?=\r\n =?utf-8?q?f=C3=B6rening?=") == "för förening"


@given(TITLE)
def test_any_title_is_read_as_it_was_meant(title: str) -> None:
    assert read_text(sent("Subject", title)) == title


@given(TITLE)
@pytest.mark.parametrize("kind", ["From", "Reply-To"])
def test_a_display_name_is_read_as_it_was_meant(kind: str, name: str) -> None:
    value = f'"{_quoted(name)}" <konferens@bra.example>'

    assert read_mailbox(sent(kind, value)) == (name, "konferens@bra.example")


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


@pytest.mark.parametrize(
    "sender",
    [
        ("Brottsförebyggande rådet", "konferens@bra.example"),
        ("Brottsförebyggande rådet och länsstyrelsen i Västra Götalands län", "a@b.example"),
        ("Konferens, Brå (Norra)", "konferens@bra.example"),
        ("", "konferens@bra.example"),
    ],
)
def test_senders_are_read_as_they_were_set(sender: tuple[str, str]) -> None:
    name, address = sender
    value = f'"{name}" <{address}>' if name else address

    assert read_mailbox(sent("From", value)) == sender


@pytest.mark.parametrize("name", ["Message-ID", "List-Unsubscribe"])
def test_a_long_id_is_never_broken(name: str) -> None:
    written = f"<ticket.{'a1' * 13}@{'konferens.' * 8}example>"

    assert sent(name, written) == written


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_field_takes_a_second_line(end: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        field("Subject", f"x{end}Bcc: all@town.example")


def test_a_domain_is_written_as_servers_write_it() -> None:
    assert ascii_address("anna@älvstad.example") == "anna@xn--lvstad-9ta.example"
    assert ascii_address("anna@town.example") == "anna@town.example"

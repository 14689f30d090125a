"""Header fields with people's words in them, read by a reader that knows the standards alone."""

import email.policy
import random
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail.header import POLICY, ascii_address
from tests.mail.rfc2047 import fields_of, read_filename, read_mailbox, read_text

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


def sent(name: str, value: str, policy: email.policy.EmailPolicy = POLICY) -> str:
    """The field's raw value, as it stands in the bytes of a message."""
    message = EmailMessage(policy=policy)
    message[name] = value
    return fields_of(message.as_bytes())[name.lower()][0]


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
@pytest.mark.parametrize("field", ["From", "Reply-To"])
def test_a_display_name_is_read_as_it_was_meant(field: str, name: str) -> None:
    value = f'"{_quoted(name)}" <konferens@bra.example>'

    assert read_mailbox(sent(field, value)) == (name, "konferens@bra.example")


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


@given(LINE.map(lambda name: f"{name}.pdf"))
def test_a_filename_is_read_as_it_was_meant(name: str) -> None:
    message = EmailMessage(policy=POLICY)
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    part = next(message.iter_attachments())

    value = fields_of(part.as_bytes())["content-disposition"][0]

    assert read_filename(value) == name


@pytest.mark.parametrize("field", ["Message-ID", "Content-ID"])
def test_a_long_id_is_never_broken(field: str) -> None:
    written = f"<ticket.{'a1' * 13}@{'konferens.' * 8}example>"

    assert sent(field, written) == written


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_field_takes_a_second_line(end: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        EmailMessage(policy=POLICY)["Subject"] = f"x{end}Bcc: all@town.example"


def test_a_domain_is_written_as_servers_write_it() -> None:
    assert ascii_address("anna@älvstad.example") == "anna@xn--lvstad-9ta.example"
    assert ascii_address("anna@town.example") == "anna@town.example"

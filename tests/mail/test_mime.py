"""A letter's parts, read back by Python's own parser: it shares no line with what wrote them."""

import email
import email.policy
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail.mime import file_part, multipart, text_part

TEXT = st.text(st.characters(codec="utf-8"), max_size=300)


def read(part: bytes) -> EmailMessage:
    message = email.message_from_bytes(b"MIME-Version: 1.0\r\n" + part, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def as_lines(text: str) -> list[bytes]:
    return text.encode().splitlines()


@given(TEXT)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    part = text_part(text, "plain")

    assert all(len(line) <= 76 for line in part.split(b"\r\n"))
    assert part.isascii()
    assert b"\n" not in part.replace(b"\r\n", b"")
    assert b"\r" not in part.replace(b"\r\n", b"")
    assert as_lines(read(part).get_content()) == (as_lines(text) or [b""])


@given(st.binary(max_size=300))
def test_a_file_is_read_as_it_was(content: bytes) -> None:
    part = file_part(content, "image/png", 'Content-Disposition: inline; filename="x.png"')

    message = read(part)
    assert message.get_content() == content
    assert message.get_filename() == "x.png"
    assert all(len(line) <= 76 for line in part.split(b"\r\n"))


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_parts_are_told_apart_whatever_they_say(texts: list[str]) -> None:
    parts = [text_part(f"{text}\r\n--=_alternative.x", "plain") for text in texts]
    whole = read(multipart("mixed", [multipart("alternative", parts, "x"), parts[0]], "x"))

    inner, last = whole.iter_parts()
    assert isinstance(inner, EmailMessage)
    read_texts = [part.get_content() for part in inner.iter_parts()]
    assert len(read_texts) == len(texts)
    assert last.get_content() == read_texts[0]

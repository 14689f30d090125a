"""Compressed pages: any reader unpacks them, and their length tells nothing of a secret."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.documents.packed import LARGE_BYTES, mould, packed, takes_gzip

TOKEN = b"q2Hk0vJ9xRmT4uW8yZ1aB3"
OTHER = b"Zz7Yy6Xx5Ww4Vv3Uu2Tt1S"
PIECES = st.lists(st.text(alphabet="abåé日 <>/", max_size=60), min_size=1, max_size=8)


@given(PIECES)
def test_what_is_unpacked_is_what_was_packed(pieces: list[str]) -> None:
    plain = TOKEN.join(piece.encode() for piece in pieces)

    assert gzip.decompress(packed(plain, secret=TOKEN)) == plain
    assert gzip.decompress(packed(plain)) == plain


@given(PIECES)
def test_a_mould_is_filled_with_one_secret_after_the_other(pieces: list[str]) -> None:
    moulded = mould([piece.encode() for piece in pieces], len(TOKEN))

    for secret in (TOKEN, OTHER, TOKEN[:-1], TOKEN + OTHER):  # of another length, made anew
        assert gzip.decompress(moulded.filled(secret)) == secret.join(moulded.pieces)
    assert len(moulded.filled(TOKEN)) == len(moulded.filled(OTHER))


def test_a_large_page_is_read_back_across_the_compressors_window() -> None:
    plain = (b"<li>" + TOKEN + b"</li>") + b"".join(b"%d " % n for n in range(LARGE_BYTES // 6))

    assert gzip.decompress(packed(plain + TOKEN + plain, secret=TOKEN)) == plain + TOKEN + plain


def page(guess: bytes, token: bytes) -> bytes:
    """A page with somebody's own words beside links with a token."""
    links = b"".join(b'<a href="/r/%b/%b">%b</a>' % (token, what, what) for what in (b"a", b"b"))
    return b"<p>" + guess + b"</p>" + links


@pytest.mark.parametrize("signs", range(1, len(TOKEN)))
def test_a_right_guess_and_a_wrong_one_are_of_one_length(signs: int) -> None:
    guess = b'href="/r/' + TOKEN[:signs]

    assert len(packed(page(guess, TOKEN), secret=TOKEN)) == len(
        packed(page(guess, OTHER), secret=OTHER)
    )


def test_without_a_block_of_its_own_the_length_would_tell() -> None:
    guess = b'href="/r/' + TOKEN[:12]

    assert len(zlib.compress(page(guess, TOKEN))) < len(zlib.compress(page(guess, OTHER)))


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ("gzip, deflate, br", True),
        ("deflate, gzip;q=0.1", True),
        ("*", True),
        ("", False),
        ("gzip;q=0", False),
        ("br;q=1, gzip;q=0.0", False),
        ("identity", False),
    ],
)
def test_who_takes_gzip(said: str, takes: bool) -> None:
    assert takes_gzip(said) is takes

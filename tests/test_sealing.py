"""Sealing keeps its bytes: what was sealed by earlier versions must open for ever."""

import pytest
from cryptography.exceptions import InvalidTag

from eventapp.sealing import NONCE_BYTES, seal, seal_with_nonce, unseal

KEY, NONCE = bytes(range(32)), bytes(range(12))
# Made by AESGCM(KEY).encrypt(NONCE, "blåbär", b"who") before this module was there.
GOLDEN = NONCE + bytes.fromhex("256e15bea7266669e15850fd341d91c431ba74c72f5cd18a")


def test_the_bytes_are_those_that_earlier_versions_stored() -> None:
    assert seal_with_nonce(KEY, NONCE, "blåbär".encode(), b"who") == GOLDEN
    assert unseal(KEY, GOLDEN, b"who").decode() == "blåbär"


def test_the_same_text_is_sealed_differently_each_time() -> None:
    seals = {seal(KEY, b"text", b"who") for _ in range(20)}

    assert len({sealed[:NONCE_BYTES] for sealed in seals}) == len(seals) == 20
    assert {unseal(KEY, sealed, b"who") for sealed in seals} == {b"text"}


@pytest.mark.parametrize(
    ("key", "sealed", "bound_to"),
    [
        (bytes(32), GOLDEN, b"who"),
        (KEY, GOLDEN, b"another"),
        (KEY, GOLDEN[:-1] + b"\0", b"who"),
        (KEY, b"", b"who"),
    ],
)
def test_nothing_else_opens_it(key: bytes, sealed: bytes, bound_to: bytes) -> None:
    with pytest.raises((InvalidTag, ValueError)):
        unseal(key, sealed, bound_to)

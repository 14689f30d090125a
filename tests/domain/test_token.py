"""Secret addresses: derived again and again alike, and apart for every purpose."""

from itertools import product

from flask import Flask

from eventapp.domain.token import derive_token, token_digest


def test_a_token_is_the_same_each_time_and_has_32_characters(app: Flask) -> None:
    token = derive_token("pairing", "secret", 1)
    assert token == derive_token("pairing", "secret", 1)
    assert len(token) == 32


def test_purpose_secret_and_revision_each_give_another_token(app: Flask) -> None:
    tokens = {derive_token(*of) for of in product(("pairing", "sign-in"), ("a", "b"), (1, 2))}
    assert len(tokens) == 8


def test_the_digest_is_that_of_sha_256() -> None:
    assert token_digest("abc").startswith("ba7816bf8f01cfea414140de5dae2223")

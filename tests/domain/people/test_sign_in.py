"""Passwords: what is asked of them, and that nobody's takes as long as somebody's."""

import pytest
from argon2 import PasswordHasher

from eventapp.domain.people import sign_in

LONG_ENOUGH = "ett torg i kvällssol"


def test_nobodys_hash_is_as_slow_as_those_that_are_made() -> None:
    assert not PasswordHasher().check_needs_rehash(sign_in.NOBODYS_HASH)


@pytest.mark.parametrize("password", ["", "nobody", LONG_ENOUGH])
def test_no_password_is_that_of_nobody(password: str) -> None:
    assert not sign_in.password_is_right(None, password)


def test_a_password_is_known_again_and_no_other_is() -> None:
    hashed = sign_in.hash_password(LONG_ENOUGH)
    assert sign_in.password_is_right(hashed, LONG_ENOUGH)
    assert not sign_in.password_is_right(hashed, LONG_ENOUGH.upper())


def test_a_short_password_is_refused() -> None:
    with pytest.raises(sign_in.PasswordTooShort):
        sign_in.hash_password("x" * (sign_in.PASSWORD_MIN_LENGTH - 1))

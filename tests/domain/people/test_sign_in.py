"""Passwords: what is required of them, and that an unknown account takes as long as a known one."""

import subprocess
import sys

import pytest

from eventapp.domain.people import sign_in

LONG_ENOUGH = "ett torg i kvällssol"


# In a process of its own: here the tests have made hashing cheap.
PARAMETERS = """
from eventapp.domain.people import sign_in
assert not sign_in.hasher.check_needs_rehash(sign_in.NOBODYS_HASH)
assert not sign_in.hasher.check_needs_rehash(sign_in.hash_password("ett torg i kv\u00e4llssol"))
"""


def test_an_unknown_account_is_verified_as_slowly_as_a_known_one() -> None:
    subprocess.run([sys.executable, "-c", PARAMETERS], check=True)


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

"""Second factors have keys of their own; a key that is gone is named and locks nobody out."""

import base64
import dataclasses

import pyotp
import pytest
from flask import Flask

from eventapp import sealing
from eventapp.domain.people.second_factor import (
    CodeDoesNotFit,
    SecondFactorUnreadable,
    count_unreadable,
    pass_second_factor,
    set_second_factor,
)
from eventapp.domain.permission import Role
from eventapp.keys import KeyRing, init_app
from eventapp.models import Account
from tests.builders import NOON
from tests.builders.account import SECRET, an_account, with_second_factor
from tests.settings import CARE_KEY, FACTOR_KEY

NEW_KEY = b"n" * 32


@pytest.fixture
def account(app: Flask) -> Account:
    return an_account(Role.ORGANIZER)


def give_keys(app: Flask, **rings: KeyRing) -> None:
    app.extensions["keys"] = dataclasses.replace(app.extensions["keys"], **rings)


def shown_now() -> str:
    return pyotp.TOTP(SECRET).at(int(NOON.timestamp()))


def seal_as_before(account: Account, key: bytes = CARE_KEY) -> list[str]:
    """What an installation stored before second factors had keys of their own."""
    codes = with_second_factor(account)
    account.second_factor = sealing.seal(key, SECRET.encode(), account.code.encode())
    account.second_factor_key = 1
    return codes


def opens(account: Account, key: bytes) -> bool:
    assert account.second_factor
    return sealing.unseal(key, account.second_factor, account.code.encode()) == SECRET.encode()


def test_second_factors_are_sealed_with_keys_of_their_own(account: Account) -> None:
    with_second_factor(account)

    assert opens(account, FACTOR_KEY)


def test_the_code_must_be_the_one_that_the_app_shows(account: Account) -> None:
    with pytest.raises(CodeDoesNotFit):
        set_second_factor(account, SECRET, "000000", now=NOON)

    assert not account.has_second_factor


def test_setting_it_up_ends_other_sessions_and_spends_the_code(account: Account) -> None:
    epoch = account.epoch
    set_second_factor(account, SECRET, shown_now(), now=NOON)

    assert account.epoch == epoch + 1
    with pytest.raises(CodeDoesNotFit):
        pass_second_factor(account, shown_now(), now=NOON)


def test_an_old_one_opens_with_the_care_key_and_is_sealed_anew(account: Account) -> None:
    seal_as_before(account)

    pass_second_factor(account, shown_now(), now=NOON)

    assert opens(account, FACTOR_KEY)


def test_a_recovery_code_seals_it_anew_too(account: Account) -> None:
    code = seal_as_before(account)[0]

    pass_second_factor(account, code, now=NOON)

    assert opens(account, FACTOR_KEY)


def test_a_rolled_ring_seals_with_the_new_key(app: Flask, account: Account) -> None:
    with_second_factor(account)
    give_keys(app, second_factors=KeyRing({2: NEW_KEY, 1: FACTOR_KEY}))

    pass_second_factor(account, shown_now(), now=NOON)

    assert account.second_factor_key == 2
    assert opens(account, NEW_KEY)


@pytest.mark.parametrize("left", [{2: NEW_KEY}, {1: NEW_KEY}])
def test_without_its_key_only_recovery_codes_open(
    app: Flask, account: Account, left: dict[int, bytes]
) -> None:
    first, _second, *_others = seal_as_before(account)
    assert count_unreadable() == 0
    give_keys(app, care_needs=KeyRing(left))
    assert count_unreadable() == 1

    with pytest.raises(SecondFactorUnreadable):
        pass_second_factor(account, shown_now(), now=NOON)
    assert account.wrong_tries == 1
    pass_second_factor(account, first, now=NOON)
    with pytest.raises(SecondFactorUnreadable):
        pass_second_factor(account, first, now=NOON)

    set_second_factor(account, SECRET, shown_now(), now=NOON)
    assert count_unreadable() == 0


def test_an_installation_without_the_new_keys_goes_on_with_the_care_keys(
    app: Flask, account: Account
) -> None:
    app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], factor_keys="")
    init_app(app)
    with_second_factor(account)
    assert opens(account, CARE_KEY)

    given = f"1:{base64.b64encode(FACTOR_KEY).decode()}"
    app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], factor_keys=given)
    init_app(app)
    pass_second_factor(account, shown_now(), now=NOON)

    assert opens(account, FACTOR_KEY)

"""The same code used twice at once lets one in; without the lock it would let both."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from flask import Flask

from eventapp import transactions
from eventapp.app import create_app
from eventapp.domain.errors import Refusal
from eventapp.domain.people import second_factor
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account
from tests.builders import NOON
from tests.builders.account import SECRET, an_account, with_second_factor
from tests.races import without_locks

pytestmark = pytest.mark.xdist_group("races")

AT_ONCE = 4
DELAY = 0.05  # seconds between reading the account and writing to it
Chosen = Callable[[list[str]], str]


def of_the_app(_recovery: list[str]) -> str:
    return pyotp.TOTP(SECRET).at(int(NOON.timestamp()))


def of_recovery(recovery: list[str]) -> str:
    return recovery[0]


def wrong(_recovery: list[str]) -> str:
    return "000000"


def an_account_with(choose: Chosen) -> tuple[int, str]:
    account = an_account(Role.ORGANIZER)
    code = choose(with_second_factor(account))
    number = account.id
    db.session.commit()
    return number, code


def use_at_once(app: Flask, number: int, code: str) -> list[str]:
    """What each of several browsers is answered that send the code at the same moment."""
    gate = threading.Barrier(AT_ONCE)

    def use() -> str:
        with app.app_context():
            gate.wait(timeout=20)
            try:
                account = db.session.get_one(Account, number)
                second_factor.pass_second_factor(account, code, now=NOON)
                db.session.commit()
            except Refusal:
                db.session.commit()
                return "refused"
            except Exception:  # noqa: BLE001  # whatever the database says of the collision
                db.session.rollback()
                return "failed"
            finally:
                db.session.remove()
            return "in"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(future.result() for future in [pool.submit(use) for _ in range(AT_ONCE)])


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass between looking and writing, as it may on any machine."""
    refuse_locked = second_factor.refuse_locked

    def look_and_pause(account: Account, **moment: object) -> None:
        refuse_locked(account, **moment)  # type: ignore[arg-type]
        _ = account.recovery_codes
        time.sleep(DELAY)

    monkeypatch.setattr(second_factor, "refuse_locked", look_and_pause)


@pytest.mark.usefixtures("slowly")
@pytest.mark.parametrize("choose", [of_the_app, of_recovery])
def test_a_code_used_twice_at_once_signs_in_once(app: Flask, choose: Chosen) -> None:
    number, code = an_account_with(choose)

    assert use_at_once(app, number, code) == ["in", *["refused"] * (AT_ONCE - 1)]


@pytest.mark.usefixtures("slowly")
def test_wrong_tries_at_once_are_all_counted(app: Flask) -> None:
    number, code = an_account_with(wrong)

    assert use_at_once(app, number, code) == ["refused"] * AT_ONCE
    assert db.session.get_one(Account, number).wrong_tries == AT_ONCE


@pytest.mark.usefixtures("slowly")
@pytest.mark.parametrize("choose", [of_the_app, of_recovery])
def test_without_the_lock_it_goes_wrong(
    app: Flask, choose: Chosen, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, code = an_account_with(choose)
    monkeypatch.setattr(transactions, "_prepare_sqlite", without_locks._prepare_unlocked)
    monkeypatch.setattr(second_factor, "lock_account", lambda _account: None)
    app_without_locks = create_app(app.extensions["settings"])

    answers = use_at_once(app_without_locks, number, code)

    assert answers != ["in", *["refused"] * (AT_ONCE - 1)]
    with app_without_locks.app_context():
        db.session.remove()
        db.engine.dispose()

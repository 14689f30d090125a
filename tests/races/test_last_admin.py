"""Two administrators end each other at once: one stays. Without the lock both would be gone."""

import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp import transactions
from eventapp.app import create_app
from eventapp.domain.people import account_closure, role
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account
from tests.builders import NOON
from tests.builders.account import an_admin
from tests.races import without_locks
from tests.races.concurrent import Task, run_concurrently

pytestmark = pytest.mark.xdist_group("races")
DELAY = 0.2  # seconds between counting the administrators and ending one
Act = Callable[[Account, str], None]


def end_the_role(account: Account, actor: str) -> None:
    role.end_role(account, ScopedRole(Role.ADMIN), actor=actor, now=NOON)


def end_the_account(account: Account, actor: str) -> None:
    account_closure.end_account(account, actor=actor, now=NOON)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass between counting and ending, as it may on any machine."""
    count = role.has_other_admin

    def count_and_pause(account: Account) -> bool:
        has_other = count(account)
        time.sleep(DELAY)
        return has_other

    monkeypatch.setattr(role, "has_other_admin", count_and_pause)


def each_ends_the_other(app: Flask, act: Act) -> list[str]:
    codes = [an_admin().code for _ in range(2)]
    db.session.commit()

    def task(ended: str, actor: str) -> Task:
        def end() -> str:
            act(db.session.scalars(select(Account).where(Account.code == ended)).one(), actor)
            return "ended"

        return end

    first, second = codes
    return run_concurrently(app, [task(first, second), task(second, first)])


@pytest.mark.usefixtures("slowly")
@pytest.mark.parametrize("act", [end_the_role, end_the_account])
def test_of_two_who_end_each_other_one_stays(app: Flask, act: Act) -> None:
    # The second may no longer give the role when its turn comes.
    assert each_ends_the_other(app, act) == ["ended", "may-not-give"]


@pytest.mark.usefixtures("slowly")
def test_without_the_lock_nobody_would_be_left(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_prepare_sqlite", without_locks._prepare_unlocked)
    monkeypatch.setattr(role, "lock_accounts", lambda *_accounts, **_actor: None)
    app_without_locks = create_app(app.extensions["settings"])

    answers = each_ends_the_other(app_without_locks, end_the_role)

    assert answers != ["ended", "may-not-give"]
    with app_without_locks.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("slowly")
def test_two_who_end_their_own_role_at_once_take_turns(app: Flask) -> None:
    codes = [an_admin().code for _ in range(2)]
    db.session.commit()

    def task(code: str) -> Task:
        def end() -> str:
            end_the_role(
                db.session.scalars(select(Account).where(Account.code == code)).one(), code
            )
            return "ended"

        return end

    assert run_concurrently(app, [task(code) for code in codes]) == ["ended", "last-admin"]

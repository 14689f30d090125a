"""Two colleagues invite one address to one role at once: it is invited once."""

import time

import pytest
from flask import Flask

from eventapp.domain.people import account_invitation
from eventapp.domain.people.account_invitation import AccountInvitee
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.permission import Role
from eventapp.extensions import db
from tests.builders import NOON, an_event
from tests.builders.account import an_account, an_admin
from tests.races.concurrent import Task, run_concurrently

pytestmark = [pytest.mark.xdist_group("races"), pytest.mark.usefixtures("slowly")]
DELAY = 0.2  # seconds between looking for an open invitation and writing one


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass between looking and writing, as it may on any machine."""
    look = account_invitation._refuse_needless

    def look_and_pause(*arguments: object, **options: object) -> None:
        look(*arguments, **options)  # type: ignore[arg-type]
        time.sleep(DELAY)

    monkeypatch.setattr(account_invitation, "_refuse_needless", look_and_pause)


def both_invite(app: Flask) -> list[str]:
    an_admin()  # there is always one
    event = an_event()
    role = ScopedRole(Role.ANALYST, event.id)
    codes = [an_account(Role.ORGANIZER, event=event).code for _ in range(2)]
    db.session.commit()

    def task(actor: str) -> Task:
        def invite() -> str:
            invitee = AccountInvitee("alma@bra.example")
            account_invitation.invite(invitee, [role], actor=actor, now=NOON)
            return "invited"

        return invite

    return run_concurrently(app, [task(code) for code in codes])


def test_of_two_who_invite_one_is_told_that_it_is_done(app: Flask) -> None:
    assert both_invite(app) == ["already-invited", "invited"]


def test_without_the_lock_both_would_have_invited(
    app_without_locks: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_invitation, "lock_accounts", lambda *_accounts, **_actor: None)

    assert both_invite(app_without_locks) != ["already-invited", "invited"]

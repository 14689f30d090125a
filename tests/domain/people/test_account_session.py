"""Sessions: listed for their owner, and ended one by one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.people import account_session as sessions
from eventapp.domain.people.account import find_signed_in
from eventapp.domain.people.sign_in import lock_account
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Account, AccountSession
from tests.builders import NOON
from tests.builders.account import an_account

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def account(app: object) -> Account:
    account = an_account(Role.EDITOR)
    for name in ("one", "two", "three"):
        sessions.begin_session(account, name, device=f"Firefox {name}", now=NOON)
    return account


def alive(account: Account) -> list[str]:
    names = ("one", "two", "three")
    return [name for name in names if find_signed_in(account.code, account.epoch, name)]


def test_a_session_is_listed_with_the_hour_it_was_seen(account: Account) -> None:
    later = NOON + timedelta(hours=2, minutes=40)
    sessions.note_seen("two", now=later)
    db.session.expire_all()

    rows = sessions.list_sessions(account, now=later)
    assert [row.device for row in rows] == ["Firefox three", "Firefox two", "Firefox one"]
    assert [row.seen_at for row in rows] == [NOON, NOON + timedelta(hours=2), NOON]
    assert account.last_used_at == NOON.replace(hour=0)
    assert sessions.list_sessions(account, now=NOON + sessions.SESSION_DURATION) == []


def test_nothing_was_sent_before_signing_in(account: Account) -> None:
    """The full hour that is stored may have begun before."""
    began = NOON + timedelta(minutes=35)
    sessions.begin_session(account, "four", device="Firefox", now=began)
    (four,) = (row for row in sessions.list_sessions(account, now=began) if row.begun_at == began)
    assert four.last_sent_at == began

    sessions.note_seen("four", now=NOON + timedelta(hours=1, minutes=5))
    db.session.expire_all()
    assert four.last_sent_at == NOON + timedelta(hours=1)


def test_one_is_ended_and_only_by_its_owner(account: Account) -> None:
    (two,) = (
        session
        for session in sessions.list_sessions(account, now=NOON)
        if sessions.is_of(session, "two")
    )
    sessions.end_session_by_code(an_account(), two.code, now=NOON)
    assert alive(account) == ["one", "two", "three"]

    sessions.end_session_by_code(account, two.code, now=NOON)

    assert alive(account) == ["one", "three"]


def test_all_others_are_ended(account: Account) -> None:
    sessions.end_other_sessions(account, "two", now=NOON)

    assert alive(account) == ["two"]
    assert len(sessions.list_sessions(account, now=NOON)) == 1


def test_what_began_long_ago_is_forgotten(account: Account) -> None:
    later = NOON + sessions.SESSION_RETENTION + timedelta(seconds=1)
    sessions.begin_session(account, "four", device="", now=later)

    assert len(db.session.scalars(select(AccountSession)).all()) == 1


def test_an_account_read_with_its_roles_can_be_locked() -> None:
    account = an_account(Role.ORGANIZER)
    db.session.flush()
    db.session.expunge_all()
    signed_in = find_signed_in(account.code, account.epoch)

    assert signed_in
    lock_account(signed_in)  # PostgreSQL locks no outer join
    assert [grant.role for grant in signed_in.grants] == [Role.ORGANIZER.value]

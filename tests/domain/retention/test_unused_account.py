"""Accounts that nobody uses: a letter, thirty days, and only then the end."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.people.account_closure import end_account
from eventapp.domain.permission import Role
from eventapp.domain.retention.due import count_due
from eventapp.domain.retention.rule import withdraw
from eventapp.domain.retention.run import find_due_kinds
from eventapp.domain.retention.unused_account import (
    deletion_time,
    has_unused_to_notify,
    notify_unused,
)
from eventapp.extensions import db
from eventapp.models import Account, DataKind, EventState, Job, JobKind
from eventapp.worker import retention
from tests.builders import DAY, NOON, an_event, an_organisation
from tests.builders.account import an_account
from tests.builders.delegation import a_coordinator
from tests.builders.retention import a_rule

pytestmark = pytest.mark.usefixtures("app")
YEAR = timedelta(days=365)
MONTH = timedelta(days=30)


def letters() -> int:
    db.session.expire_all()
    jobs = select(Job.id).where(Job.kind == JobKind.UNUSED_ACCOUNT_MAIL)
    return len(db.session.scalars(jobs).all())


def worker_runs(at: datetime) -> None:
    """A round of the worker, and a run of the coming night, with the clock there."""
    db.session.commit()
    with standing_at(at):
        retention.run_due(now=at)
    db.session.rollback()
    db.session.expire_all()


def is_stored(code: str) -> bool:
    return db.session.scalar(select(Account.id).where(Account.code == code)) is not None


def test_the_owner_is_written_to_once_thirty_days_before() -> None:
    account = an_account(Role.EDITOR)
    a_rule(DataKind.ACCOUNTS, days=365)
    code = account.code

    worker_runs(NOON + YEAR - MONTH - DAY)
    assert letters() == 0
    for later in (0, 1, 29):
        worker_runs(NOON + YEAR - MONTH + later * DAY)
        assert letters() == 1
    assert deletion_time(account) == NOON + YEAR
    assert is_stored(code)
    worker_runs(NOON + YEAR + DAY)
    assert not is_stored(code)


def test_a_rule_that_is_new_gives_the_thirty_days_too() -> None:
    account = an_account(Role.EDITOR)
    a_rule(DataKind.ACCOUNTS, days=30)
    code, noticed = account.code, NOON + 2 * YEAR

    worker_runs(noticed)
    assert letters() == 1
    assert deletion_time(account) == noticed + MONTH
    worker_runs(noticed + MONTH - DAY)
    assert is_stored(code)
    assert find_due_kinds(now=noticed + DAY) == set()
    (counted,) = (
        due_kind
        for due_kind in count_due(now=noticed + DAY)
        if due_kind.description.kind is DataKind.ACCOUNTS
    )
    assert counted.total == 0
    worker_runs(noticed + MONTH + DAY)
    assert not is_stored(code)


def test_who_signs_in_stays_and_is_written_to_again_when_it_is_time() -> None:
    account = an_account(Role.EDITOR)
    a_rule(DataKind.ACCOUNTS, days=365)
    code, used = account.code, NOON + YEAR - 2 * DAY
    worker_runs(NOON + YEAR - MONTH)
    account.last_used_at = used

    worker_runs(NOON + YEAR + DAY)
    assert is_stored(code)
    assert deletion_time(account) is None
    worker_runs(used + YEAR + DAY)
    assert is_stored(code)
    assert letters() == 2
    worker_runs(used + YEAR + MONTH + 2 * DAY)
    assert not is_stored(code)


@pytest.mark.parametrize("state", [EventState.PUBLISHED, EventState.POSTPONED])
def test_a_coordinator_stays_until_the_event_is_over(state: EventState) -> None:
    organisation = an_organisation()
    ends_at = NOON + 2 * YEAR
    event = an_event(reserved={organisation: 2}, starts_at=ends_at - DAY, ends_at=ends_at)
    event.state = state
    coordinator = a_coordinator(organisation)
    coordinator.last_used_at = None
    a_rule(DataKind.ACCOUNTS, days=30)
    code = coordinator.code

    for days in range(25, 2 * 365, 60):
        worker_runs(NOON + days * DAY)
    assert letters() == 0
    assert is_stored(code)
    worker_runs(ends_at + DAY)
    worker_runs(ends_at + MONTH + 2 * DAY)
    assert is_stored(code) is (state is EventState.POSTPONED)


def test_an_account_that_has_ended_goes_without_a_letter() -> None:
    account, admin = an_account(Role.EDITOR), an_account(Role.ADMIN)
    end_account(account, actor=admin.code, now=NOON)
    a_rule(DataKind.ACCOUNTS, days=365)
    code = account.code

    worker_runs(NOON + YEAR + DAY)

    assert letters() == 0
    assert not is_stored(code)


def test_without_a_rule_nobody_is_written_to() -> None:
    account = an_account(Role.EDITOR)
    rule = a_rule(DataKind.ACCOUNTS, days=365)
    notify_unused(now=NOON + YEAR)
    withdraw(DataKind.ACCOUNTS, version=rule.version, actor="admin", now=NOON)
    another = an_account(Role.EDITOR)

    assert deletion_time(account) is None
    assert not has_unused_to_notify(now=NOON + 2 * YEAR)
    assert notify_unused(now=NOON + 2 * YEAR) == 0
    assert another.unused_notice_at is None

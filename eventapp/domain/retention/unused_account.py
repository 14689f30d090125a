"""Accounts that nobody uses: their owners are written to before they are deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from eventapp.domain import outbox
from eventapp.domain.retention.data_kind import NOTICE_TIME
from eventapp.domain.retention.rule import rules_in_force
from eventapp.domain.retention.source import SOURCES
from eventapp.extensions import db
from eventapp.models import Account, DataKind, JobKind

NOTICES_AT_ONCE = 50
(_SOURCE,) = SOURCES[DataKind.ACCOUNTS]


def has_unused_to_notify(*, now: datetime) -> bool:
    """Whether notify_unused has anything to do, without taking a lock."""
    return bool(_list_to_notify(now, limit=1))


def notify_unused(*, now: datetime) -> int:
    """Promise a letter to those whose accounts are deleted in NOTICE_TIME unless they sign in.

    Once for each time that an account falls out of use, to at most NOTICES_AT_ONCE at once;
    returns to how many. Nothing happens while no rule about accounts is in force.
    """
    accounts = db.session.scalars(
        select(Account)
        .where(Account.id.in_(_list_to_notify(now, limit=NOTICES_AT_ONCE)))
        .order_by(Account.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    still = set(_list_to_notify(now, limit=NOTICES_AT_ONCE))
    accounts = [account for account in accounts if account.id in still]
    for account in accounts:
        account.unused_notice_at = now
        outbox.enqueue_once(
            JobKind.UNUSED_ACCOUNT_MAIL,
            key=f"unused:{account.code}:{now:%Y-%m-%d}",
            now=now,
            account_id=account.id,
        )
    db.session.flush()
    return len(accounts)


def deletion_time(account: Account) -> datetime | None:
    """From when the account is deleted unless its owner signs in; None if it is in use, or stays.

    It stays without a rule, or with a role that keeps it.
    """
    rule = rules_in_force().get(DataKind.ACCOUNTS)
    since: datetime | None = db.session.scalar(
        select(_SOURCE.moment).where(Account.id == account.id, *_SOURCE.conditions)
    )
    noticed = account.unused_notice_at
    if rule is None or since is None or noticed is None or noticed < since:
        return None
    ends_at: datetime = max(since + timedelta(days=rule.days), noticed + NOTICE_TIME)
    return ends_at


def _list_to_notify(now: datetime, *, limit: int) -> Sequence[int]:
    rule = rules_in_force().get(DataKind.ACCOUNTS)
    if rule is None:
        return []
    unused = _SOURCE.past(now + NOTICE_TIME - timedelta(days=rule.days), Account.id)
    return db.session.scalars(
        unused.where(
            Account.active.is_(True),
            or_(
                Account.unused_notice_at.is_(None),
                Account.unused_notice_at < _SOURCE.moment,
            ),
        )
        .order_by(Account.id)
        .limit(limit)
    ).all()

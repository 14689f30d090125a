"""A coordinator's calendar of all delegations of their organisations, at an address of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from eventapp.domain.locking import lock_row
from eventapp.domain.people.account import coordinated_organisation_ids
from eventapp.domain.publication import Output, states_showing
from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.ids import new_secret
from eventapp.models import Account, Delegation, Event

# What is longer ago, calendars have dropped themselves, or keep.
SHOWN_AFTERWARDS = timedelta(days=365)


def coordinator_feed_token(account: Account) -> str:
    """Return the secret part of the address; empty until somebody asks for one."""
    if account.calendar_secret is None:
        return ""
    return derive_token("coordinator", account.calendar_secret, account.calendar_revision)


def renew_coordinator_feed(account: Account) -> None:
    """Give the calendar an address, or a new one: the old one stops working. Flushes."""
    lock_row(account)  # two requests at once make one address
    account.calendar_secret = account.calendar_secret or new_secret()
    account.calendar_revision += 1
    account.calendar_digest = token_digest(coordinator_feed_token(account))
    db.session.flush()


def find_by_coordinator_token(token: str) -> Account | None:
    """Find the account of this address, as long as it looks after delegations."""
    account = db.session.scalar(
        select(Account)
        .where(Account.calendar_digest == token_digest(token), Account.active.is_(True))
        .options(selectinload(Account.grants))
    )
    return account if account and coordinated_organisation_ids(account) else None


def list_feed_delegations(account: Account, *, now: datetime) -> Sequence[Delegation]:
    """List the delegations that the account looks after, to coming events and late ones, by time.

    Those to drafts are left out.
    """
    return db.session.scalars(
        select(Delegation)
        .join(Delegation.event)
        .where(
            Delegation.organisation_id.in_(coordinated_organisation_ids(account)),
            Event.state.in_(states_showing(Output.DELEGATION_FEED)),
            Event.ends_at > now - SHOWN_AFTERWARDS,
        )
        .order_by(Event.starts_at, Delegation.id)
        .options(contains_eager(Delegation.event), joinedload(Delegation.organisation))
    ).all()

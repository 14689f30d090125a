"""Accounts as lists show them: searched, filtered by role and reach, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from eventapp.domain.paging import Page
from eventapp.extensions import db
from eventapp.models import Account, Grant

PAGE_SIZE = 50


class Reach(StrEnum):
    """Which accounts a list shows."""

    ALL = "all"
    SYSTEM = "system"
    EVENT = "event"
    ORGANISATION = "organisation"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class AccountSearch:
    """What is looked for; empty values look for everything. `event_id` keeps to one event."""

    words: str = ""
    role: str = ""
    reach: Reach = Reach.ALL
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of the list."""

    accounts: Sequence[Account]
    page: Page


def list_accounts(search: AccountSearch, *, page: int) -> AccountPage:
    """The accounts that are looked for by name, each with its roles and what they count for."""
    which = _conditions(search)
    total = db.session.scalar(select(func.count()).select_from(Account).where(*which)) or 0
    shown = Page.of(total, wanted=page, size=PAGE_SIZE)
    grants = selectinload(Account.grants)
    accounts = db.session.scalars(
        select(Account)
        .where(*which)
        .options(grants.joinedload(Grant.event), grants.joinedload(Grant.organisation))
        .order_by(func.lower(Account.name), Account.id)
        .limit(PAGE_SIZE)
        .offset(shown.start)
    ).all()
    return AccountPage(accounts, shown)


def count_by_reach() -> dict[Reach, int]:
    """How many accounts each list has in all, in one query."""
    counts = [func.count().filter(_within(reach)) for reach in Reach]
    row = db.session.execute(select(*counts).select_from(Account)).one()
    return dict(zip(Reach, map(int, row), strict=True))


def has_accounts() -> bool:
    """Whether there is any account at all."""
    return db.session.scalar(select(Account.id).limit(1)) is not None


def list_colleagues(account: Account) -> Sequence[Account]:
    """Others to whom roles can be handed over at once: active, with a second factor; by name."""
    return db.session.scalars(
        select(Account)
        .where(
            Account.active.is_(True),
            Account.second_factor.is_not(None),
            Account.id != account.id,
        )
        .order_by(func.lower(Account.name), Account.id)
    ).all()


def _conditions(search: AccountSearch) -> list[ColumnElement[bool]]:
    which = [_within(search.reach)]
    if search.words:
        which.append(
            or_(
                Account.name.icontains(search.words, autoescape=True),
                Account.email.icontains(search.words, autoescape=True),
            )
        )
    if search.role:
        which.append(Account.grants.any(Grant.role == search.role))
    if search.event_id is not None:
        which.append(Account.grants.any(Grant.event_id == search.event_id))
    return which


def _within(reach: Reach) -> ColumnElement[bool]:
    of_the_system = and_(Grant.event_id.is_(None), Grant.organisation_id.is_(None))
    reaching = {
        Reach.SYSTEM: Account.grants.any(of_the_system),
        Reach.EVENT: Account.grants.any(Grant.event_id.is_not(None)),
        Reach.ORGANISATION: Account.grants.any(Grant.organisation_id.is_not(None)),
    }
    if reach is Reach.ENDED:
        return Account.active.is_(False)
    return and_(Account.active.is_(True), *[reaching[reach]] if reach in reaching else [])

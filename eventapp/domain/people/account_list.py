"""Accounts as lists show them: searched, filtered by role and reach, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from eventapp.domain.paging import Page
from eventapp.domain.people.account_invitation import with_scopes
from eventapp.extensions import db
from eventapp.models import Account, AccountInvitation, Grant, OfferedRole

PAGE_SIZE = 50


class Reach(StrEnum):
    """Which accounts a list shows."""

    ALL = "all"
    SYSTEM = "system"
    EVENT = "event"
    ORGANISATION = "organisation"
    WAITING = "waiting"  # invitations, not accounts
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


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """One page of the invitations without an answer."""

    invitations: Sequence[AccountInvitation]
    page: Page


def list_unanswered(search: AccountSearch, *, page: int) -> InvitationPage:
    """Invitations that nobody has accepted or withdrawn, the latest first; also expired ones."""
    which = _unanswered(search)
    counted = select(func.count()).select_from(AccountInvitation).where(*which)
    shown = Page.of(db.session.scalar(counted) or 0, wanted=page, size=PAGE_SIZE)
    invitations = db.session.scalars(
        select(AccountInvitation)
        .where(*which)
        .options(*with_scopes())
        .order_by(AccountInvitation.id.desc())
        .limit(PAGE_SIZE)
        .offset(shown.start)
    ).all()
    return InvitationPage(invitations, shown)


def _unanswered(search: AccountSearch) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = [
        AccountInvitation.used_at.is_(None),
        AccountInvitation.withdrawn_at.is_(None),
    ]
    if search.words:
        which.append(
            or_(
                AccountInvitation.name.icontains(search.words, autoescape=True),
                AccountInvitation.email.icontains(search.words, autoescape=True),
            )
        )
    if search.role:
        which.append(AccountInvitation.roles.any(OfferedRole.role == search.role))
    if search.event_id is not None:
        which.append(AccountInvitation.roles.any(OfferedRole.event_id == search.event_id))
    return which


def count_by_reach(search: AccountSearch) -> dict[Reach, int]:
    """How many accounts, or invitations, each list has of what is looked for."""
    reaches = [reach for reach in Reach if reach is not Reach.WAITING]
    counts = [func.count().filter(_within(reach)) for reach in reaches]
    row = db.session.execute(select(*counts).select_from(Account).where(*_sought(search))).one()
    waiting = select(func.count()).select_from(AccountInvitation)
    waiting = waiting.where(*_unanswered(search))
    reach_counts: dict[Reach, int] = dict(zip(reaches, map(int, row), strict=True))
    reach_counts[Reach.WAITING] = db.session.scalar(waiting) or 0
    return reach_counts


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
    return [_within(search.reach), *_sought(search)]


def _sought(search: AccountSearch) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = []
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

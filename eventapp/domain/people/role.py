"""Roles: given, ended and handed over by those who may; the last administrator stays."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import selectinload

from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import actor_for, end_links, end_sessions, find_by_code
from eventapp.domain.permission import GIVERS, Level, Role, may_give
from eventapp.domain.record.audit import OPERATOR, SYSTEM, record
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Account,
    AuditAction,
    Delegation,
    DelegationFeed,
    Event,
    Grant,
    OfferedRole,
    Organisation,
)

# They have no roles: whoever runs commands on the machine, and the product itself.
UNLIMITED = frozenset({OPERATOR, SYSTEM})
ADMINS = and_(
    Grant.role == Role.ADMIN.value, Grant.event_id.is_(None), Grant.organisation_id.is_(None)
)

# Whoever was invited and stopped half way could not give anybody a role.
CAN_SIGN_IN = and_(
    Account.active.is_(True), Account.second_factor.is_not(None), Account.password_hash != ""
)


class MayNotGive(Refusal):
    """Whoever asks may not give this role, nor end it."""

    code = "may-not-give"
    sentence = _l("You cannot give or end that role. Ask an administrator to do it.")


class LastAdmin(Refusal):
    """Without this administrator nobody could give roles any more."""

    code = "last-admin"
    sentence = _l(
        "This is the only administrator who can sign in. Make somebody else an administrator "
        "first, and then try again."
    )


class MustBeInvited(Refusal):
    """The account has no second factor yet, and this role needs one."""

    code = "must-be-invited"
    sentence = _l(
        "This person has to set up a password and two-step sign-in before having that role. "
        "Invite them to it by email instead."
    )


class AccountIsEnded(Refusal):
    """An account that has ended has no new roles."""

    code = "account-ended"
    sentence = _l("That account has been ended. Reopen it first, and then try again.")


@dataclass(frozen=True, slots=True)
class ScopedRole:
    """A role and what it counts for: one event, one organisation, or without either everything."""

    role: Role
    event_id: int | None = None
    organisation_id: int | None = None

    @property
    def level(self) -> Level:
        """How far it reaches."""
        if self.event_id is not None:
            return Level.EVENT
        return Level.SYSTEM if self.organisation_id is None else Level.ORGANISATION

    @property
    def for_staff(self) -> bool:
        """Whether it asks for a password and a second factor."""
        return self.role is not Role.COORDINATOR


def roles_of(rows: Iterable[Grant | OfferedRole]) -> list[ScopedRole]:
    """The roles that are stored there; one that no longer exists is left out."""
    known = set(Role)
    return [
        ScopedRole(Role(row.role), row.event_id, row.organisation_id)
        for row in rows
        if row.role in known
    ]


def may_give_all(actor: str, roles: Iterable[ScopedRole]) -> bool:
    """Whether the actor, by code, may now give and end every one of the roles."""
    if actor in UNLIMITED:
        return all((role.role, role.level) in GIVERS for role in roles)
    giver = find_by_code(actor)
    return giver is not None and giver.active and can_give(giver, roles)


def can_give(giver: Account, roles: Iterable[ScopedRole]) -> bool:
    """Whether the account, as it was read, may give and end every one of the roles."""
    return all(may_give(actor_for(giver, role.event_id), role.role, role.level) for role in roles)


def roles_to_manage(account: Account) -> list[ScopedRole]:
    """The roles that one must be able to give in order to change or end the account.

    One without roles may be managed by whoever gives coordinators their role.
    """
    return roles_of(account.grants) or [ScopedRole(Role.COORDINATOR, organisation_id=0)]


def give_role(account: Account, role: ScopedRole, *, actor: str, now: datetime) -> None:
    """Give a role. Nothing happens when the account has it already.

    A role of the staff ends the links that were mailed to a coordinator: mail alone opens no more.
    Raises MayNotGive, AccountIsEnded, MustBeInvited.
    """
    lock_accounts(account, actor=actor)
    refuse_giving(actor, [role])
    _give(account, role, actor=actor, now=now)


def end_role(account: Account, role: ScopedRole, *, actor: str, now: datetime) -> None:
    """End a role, from the next request on. Nothing happens when the account does not have it.

    Raises MayNotGive, LastAdmin.
    """
    lock_accounts(account, actor=actor)
    refuse_giving(actor, [role])
    _end(account, role, actor=actor, now=now)


def hand_over(account: Account, to: Account, roles: Collection[ScopedRole], now: datetime) -> None:
    """Give own roles to a colleague and end them, in one act.

    Raises MayNotGive, AccountIsEnded, MustBeInvited.
    """
    lock_accounts(account, to, actor=account.code)
    refuse_giving(account.code, roles)
    if account is to or not set(roles) <= set(roles_of(account.grants)):
        raise MayNotGive
    for role in roles:
        _give(to, role, actor=account.code, now=now)
    for role in roles:
        _end(account, role, actor=account.code, now=now)


def lock_accounts(*accounts: Account, actor: str = "") -> None:
    """Lock these, the actor's and every administrator's accounts, and read their roles again.

    In one order for everybody, so that two who end each other take turns.
    """
    db.session.flush()
    ids = [account.id for account in accounts]
    db.session.scalars(
        select(Account)
        .where(or_(Account.id.in_(ids), Account.code == actor, Account.grants.any(ADMINS)))
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
        .options(selectinload(Account.grants))
    ).all()


def refuse_giving(actor: str, roles: Iterable[ScopedRole]) -> None:
    """Raise MayNotGive unless the actor may give every one of the roles."""
    if not may_give_all(actor, roles):
        raise MayNotGive


def refuse_last_admin(account: Account) -> None:
    """Raise LastAdmin when no other administrator can sign in. Under lock_accounts()."""
    if not has_other_admin(account):
        raise LastAdmin


def is_last_admin(account: Account) -> bool:
    """Whether nobody else could give roles if this account could not."""
    return ScopedRole(Role.ADMIN) in roles_of(account.grants) and not has_other_admin(account)


def has_other_admin(account: Account) -> bool:
    """Whether another administrator can sign in."""
    others = (
        select(func.count())
        .select_from(Grant)
        .join(Account, Account.id == Grant.account_id)
        .where(ADMINS, CAN_SIGN_IN, Account.id != account.id)
    )
    return bool(db.session.scalar(others))


def _give(account: Account, role: ScopedRole, *, actor: str, now: datetime) -> None:
    if not account.active:
        raise AccountIsEnded
    if role in roles_of(account.grants):
        return
    if role.for_staff and not account.has_second_factor and actor not in UNLIMITED:
        raise MustBeInvited
    add_role(account, role, actor=actor, now=now)


def add_role(account: Account, role: ScopedRole, *, actor: str, now: datetime) -> None:
    """Add a role that was found to be the account's due, and write it down. Flushes."""
    if role.for_staff:
        end_links(account)
    account.grants.append(
        Grant(role=role.role.value, event_id=role.event_id, organisation_id=role.organisation_id)
    )
    account.version += 1
    db.session.flush()
    record(AuditAction.ROLE_GIVEN, account, actor=actor, now=now, **codes_of(role))


def _end(account: Account, role: ScopedRole, *, actor: str, now: datetime) -> None:
    ended = [
        grant
        for grant in account.grants
        if (grant.role, grant.event_id, grant.organisation_id)
        == (role.role.value, role.event_id, role.organisation_id)
    ]
    if not ended:
        return
    if account.active and role == ScopedRole(Role.ADMIN):
        refuse_last_admin(account)
    for grant in ended:
        account.grants.remove(grant)
    account.version += 1
    end_links(account)
    if role.for_staff:
        end_half_way([account], actor=actor)
    db.session.flush()
    if role.organisation_id is not None:
        end_feeds([role.organisation_id])
    record(AuditAction.ROLE_ENDED, account, actor=actor, now=now, **codes_of(role))


def list_colleagues_of(event: Event) -> Sequence[Account]:
    """Those who have a role for this event."""
    return db.session.scalars(
        select(Account).where(Account.grants.any(Grant.event_id == event.id)).order_by(Account.id)
    ).all()


def end_half_way(accounts: Iterable[Account], *, actor: str) -> None:
    """Sign out those who may only set up a sign-in that no role of theirs asks for any more.

    The actor has shown to be further than that.
    """
    db.session.flush()
    for account in accounts:
        db.session.refresh(account, ["grants"])
        is_ready = account.password_hash and account.has_second_factor
        if account.code == actor or is_ready:
            continue
        if not any(role.for_staff for role in roles_of(account.grants)):
            end_sessions(account)


def end_feeds(organisation_ids: Collection[int]) -> None:
    """Delete the calendar addresses of delegations that nobody looks after any more."""
    looked_after = select(Grant.organisation_id).join(Account, Account.id == Grant.account_id)
    looked_after = looked_after.where(
        Account.active.is_(True), Grant.organisation_id.in_(organisation_ids)
    )
    delegations = select(Delegation.id).where(
        Delegation.organisation_id.in_(organisation_ids),
        Delegation.organisation_id.not_in(looked_after),
    )
    db.session.execute(
        delete(DelegationFeed)
        .where(DelegationFeed.delegation_id.in_(delegations))
        .execution_options(synchronize_session=False)
    )


def codes_of(role: ScopedRole) -> dict[str, str]:
    """The role in the log: its word, and the code of what it counts for."""
    details = {"role": role.role.value}
    if role.event_id is not None:
        details["event"] = db.session.get_one(Event, role.event_id).public_id
    if role.organisation_id is not None:
        details["organisation"] = db.session.get_one(Organisation, role.organisation_id).code
    return details

"""The end of an account, by those who may give all its roles; and opening it again."""

from datetime import datetime

from sqlalchemy import update

from eventapp.domain.people.account import end_sessions
from eventapp.domain.people.role import (
    ScopedRole,
    end_feeds,
    lock_accounts,
    refuse_giving,
    refuse_last_admin,
    roles_of,
    roles_to_manage,
)
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import record_change
from eventapp.extensions import db
from eventapp.models import Account, AccountInvitation, AuditAction


def end_account(account: Account, *, actor: str, now: datetime) -> None:
    """End the account: it signs in no more, and what is signed in stops on its next request.

    Links and invitations to its address die with it, and so do the calendar addresses of
    delegations that nobody else looks after. Its roles stay written down for reopen_account().
    Nothing happens where it has ended before. Raises MayNotGive, LastAdmin.
    """
    lock_accounts(account, actor=actor)
    refuse_giving(actor, roles_to_manage(account))
    if not account.active:
        return
    roles = roles_of(account.grants)
    if ScopedRole(Role.ADMIN) in roles:
        refuse_last_admin(account)
    _set_active(account, False, actor=actor, now=now)
    end_sessions(account)
    db.session.execute(
        update(AccountInvitation)
        .where(
            AccountInvitation.email == account.email,
            AccountInvitation.used_at.is_(None),
            AccountInvitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    organisations = {role.organisation_id for role in roles if role.organisation_id is not None}
    db.session.flush()
    if organisations:
        end_feeds(organisations)


def reopen_account(account: Account, *, actor: str, now: datetime) -> None:
    """Let an account that has ended sign in again, with the roles that it had.

    Nothing happens where it is open. Raises MayNotGive.
    """
    lock_accounts(account, actor=actor)
    refuse_giving(actor, roles_to_manage(account))
    if not account.active:
        _set_active(account, True, actor=actor, now=now)


def _set_active(account: Account, active: bool, *, actor: str, now: datetime) -> None:
    action = AuditAction.ACCOUNT_CHANGED if active else AuditAction.ACCOUNT_ENDED
    record_change(
        action,
        account,
        before={"active": int(account.active)},
        after={"active": int(active)},
        actor=actor,
        now=now,
    )
    account.active = active
    account.version += 1
    db.session.flush()

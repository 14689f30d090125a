"""Taking a role away from an address: from the account, and from invitations not answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import find_by_email
from eventapp.domain.people.account_invitation import withdraw_invitation
from eventapp.domain.people.role import ScopedRole, end_role, roles_of
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AccountInvitation


class NothingToRevoke(Refusal):
    """The address neither has the role nor is invited to it."""

    code = "nothing-to-revoke"
    sentence = _l("That email address neither has the role nor is invited to it.")


@dataclass(frozen=True, slots=True)
class Revocation:
    """What was taken away: the account's role, and open invitations.

    `also_offered` are the other roles of those invitations, which went with them.
    """

    ended: bool
    withdrawn: int
    also_offered: frozenset[ScopedRole]


def revoke_role(email: str, role: ScopedRole, *, actor: str, now: datetime) -> Revocation:
    """End the address's role, and withdraw the invitations that would give it again.

    Raises NothingToRevoke, MayNotGive, LastAdmin.
    """
    invitations = _lock_invitations(email, role)  # before any account, as accepting does
    offered = {other for row in invitations for other in roles_of(row.roles)}
    for invitation in invitations:
        withdraw_invitation(invitation, actor=actor, now=now)
    account = find_by_email(email)
    has_it = account is not None and role in roles_of(account.grants)
    if account is not None and has_it:
        end_role(account, role, actor=actor, now=now)
    if not has_it and not invitations:
        raise NothingToRevoke
    return Revocation(has_it, len(invitations), frozenset(offered - {role}))


def _lock_invitations(email: str, role: ScopedRole) -> Sequence[AccountInvitation]:
    """The unanswered ones that offer the role; those past their time could be sent again."""
    unanswered = db.session.scalars(
        select(AccountInvitation)
        .where(
            AccountInvitation.email == email.casefold(),
            AccountInvitation.used_at.is_(None),
            AccountInvitation.withdrawn_at.is_(None),
        )
        .order_by(AccountInvitation.id)
        .with_for_update()
        .options(selectinload(AccountInvitation.roles))
    ).all()
    return [invitation for invitation in unanswered if role in roles_of(invitation.roles)]

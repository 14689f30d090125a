"""Invitations to accounts: sent by mail, sent again, withdrawn, and accepted once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_row
from eventapp.domain.people.account import create_account, end_sessions, find_by_email
from eventapp.domain.people.role import (
    AccountIsEnded,
    ScopedRole,
    add_role,
    codes_of,
    lock_accounts,
    may_give_all,
    refuse_giving,
    roles_of,
)
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import Subject, record
from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_secret
from eventapp.models import (
    Account,
    AccountInvitation,
    AuditAction,
    Job,
    JobKind,
    JobState,
    OfferedRole,
    Organisation,
)

ACCOUNT_INVITATION_DURATION = timedelta(days=14)
ROLES_MAX = 20


class HasTheRoles(Refusal):
    """The account of this address has all of the roles."""

    code = "has-the-roles"
    sentence = _l("The person with that email address already has that role.")


class AlreadyInvited(Refusal):
    """An invitation of this address to one of these roles waits for an answer."""

    code = "already-invited"
    sentence = _l(
        "That email address has already been invited to one of those roles, and has not answered "
        "yet. You can send that invitation again from the list, or withdraw it and write a new one."
    )


class InvitationSpent(Refusal):
    """The invitation was used or withdrawn, its time is up, or whoever sent it may no longer."""

    code = "invitation-spent"
    sentence = _l(
        "This invitation has been used or withdrawn, or it has expired. "
        "Ask whoever invited you for a new one."
    )


class SignInFirst(Refusal):
    """The address has an account, and somebody else or nobody is signed in."""

    code = "sign-in-first"
    sentence = _l("Sign in with the account that the invitation was sent to, and then accept it.")


class LetterStillWaits(Refusal):
    """The letter has not gone out yet: another one would come beside it."""

    code = "letter-still-waits"
    sentence = _l("The letter is still waiting to be sent. It goes out as soon as email works.")


@dataclass(frozen=True, slots=True)
class AccountInvitee:
    """Whom an invitation is for. The language, `sv` or `en`, is that of the letter."""

    email: str
    name: str = ""
    language: str = "sv"


def invite(
    invitee: AccountInvitee, roles: Sequence[ScopedRole], *, actor: str, now: datetime
) -> AccountInvitation:
    """Invite somebody to roles, and promise the letter. Without a mail server it goes out later.

    Raises MayNotGive, AccountIsEnded, HasTheRoles, AlreadyInvited.
    """
    lock_accounts(actor=actor)
    refuse_giving(actor, roles)
    _refuse_needless(invitee.email, roles, now=now)
    invitation = _add(invitee, roles, actor=actor, now=now)
    _promise_letter(invitation, now=now)
    return invitation


def invite_coordinators(
    organisation: Organisation, addresses: Collection[str], *, actor: str, now: datetime
) -> dict[str, AccountInvitation]:
    """The invitation, new or still open, of each address to look after the organisation.

    Who does so already is left out. The caller promises the letters, which say what for.
    Raises MayNotGive where somebody has to be invited, and AccountIsEnded.
    """
    roles = [ScopedRole(Role.COORDINATOR, organisation_id=organisation.id)]
    emails = list(dict.fromkeys(address.casefold() for address in addresses))
    lock_open_invitations(emails, now=now)
    lock_accounts(actor=actor)
    invitations = {}
    for email in emails:
        if _has_roles(email, roles):
            continue
        waiting = _find_waiting(email, roles, now=now)
        if waiting is None:
            refuse_giving(actor, roles)
            waiting = _add(AccountInvitee(email), roles, actor=actor, now=now)
        invitations[email] = waiting
    return invitations


def lock_open_invitations(emails: Collection[str], *, now: datetime) -> None:
    """Lock these addresses' open invitations: before any account, as accept() does."""
    waiting = _waiting(now).where(AccountInvitation.email.in_(emails))
    db.session.scalars(waiting.order_by(AccountInvitation.id).with_for_update()).all()


def _refuse_needless(email: str, roles: Sequence[ScopedRole], *, now: datetime) -> None:
    if _has_roles(email, roles):
        raise HasTheRoles
    if _find_waiting(email, roles, now=now):
        raise AlreadyInvited


def _has_roles(email: str, roles: Sequence[ScopedRole]) -> bool:
    """Whether the address's account has all of the roles. Raises AccountIsEnded."""
    account = find_by_email(email)
    if account and not account.active:
        raise AccountIsEnded
    return bool(
        account and set(roles) <= set(roles_of(account.grants)) and not lacks_sign_in(account)
    )


def _find_waiting(
    email: str, roles: Sequence[ScopedRole], *, now: datetime
) -> AccountInvitation | None:
    """The address's open invitation to one of the roles."""
    waiting = _waiting(now).where(AccountInvitation.email == email.casefold())
    rows = db.session.scalars(waiting.options(selectinload(AccountInvitation.roles)))
    return next((row for row in rows if not set(roles).isdisjoint(roles_of(row.roles))), None)


def _waiting(now: datetime) -> Select[AccountInvitation]:
    return select(AccountInvitation).where(
        AccountInvitation.used_at.is_(None),
        AccountInvitation.withdrawn_at.is_(None),
        AccountInvitation.ends_at > now,
    )


def _add(
    invitee: AccountInvitee, roles: Sequence[ScopedRole], *, actor: str, now: datetime
) -> AccountInvitation:
    nonce = new_secret()
    invitation = AccountInvitation(
        email=invitee.email.casefold(),
        name=invitee.name,
        language=invitee.language,
        invited_by=actor,
        nonce=nonce,
        digest=token_digest(_token(nonce)),
        created_at=now,
        ends_at=now + ACCOUNT_INVITATION_DURATION,
        roles=[
            OfferedRole(
                role=role.role.value, event_id=role.event_id, organisation_id=role.organisation_id
            )
            for role in roles
        ],
    )
    db.session.add(invitation)
    db.session.flush()
    for role in roles:
        record(
            AuditAction.ACCOUNT_INVITED,
            subject_of_invitation(invitation),
            actor=actor,
            now=now,
            **codes_of(role),
        )
    return invitation


def subject_of_invitation(invitation: AccountInvitation) -> Subject:
    """The invitation in the log."""
    return Subject("account-invitation", invitation.code)


def _promise_letter(invitation: AccountInvitation, *, now: datetime) -> None:
    outbox.enqueue(
        JobKind.ACCOUNT_INVITATION_MAIL,
        key=invitation.letter_key,
        now=now,
        invitation_id=invitation.id,
    )


def send_again(invitation: AccountInvitation, *, actor: str, now: datetime) -> None:
    """Send the letter once more, with the whole time to answer again.

    Raises MayNotGive, InvitationSpent, LetterStillWaits, and AlreadyInvited where its time was up
    and another one has taken its place.
    """
    _lock(invitation, actor=actor)
    if not invitation.is_unanswered:
        raise InvitationSpent
    waiting = _find_waiting(invitation.email, roles_of(invitation.roles), now=now)
    if waiting and waiting.id != invitation.id and not invitation.is_open(now):
        raise AlreadyInvited
    if letter_states([invitation]).get(invitation.id) in {JobState.WAITING, JobState.LEASED}:
        raise LetterStillWaits
    invitation.letters += 1
    invitation.ends_at = now + ACCOUNT_INVITATION_DURATION
    db.session.flush()
    _promise_letter(invitation, now=now)
    subject = subject_of_invitation(invitation)
    record(AuditAction.INVITATION_SENT_AGAIN, subject, actor=actor, now=now)


def withdraw_invitation(invitation: AccountInvitation, *, actor: str, now: datetime) -> None:
    """Let the invitation open nothing any more. Doing it again does nothing.

    Raises MayNotGive, InvitationSpent where it has been accepted.
    """
    _lock(invitation, actor=actor)
    if invitation.used_at:
        raise InvitationSpent
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
        db.session.flush()
        subject = subject_of_invitation(invitation)
        record(AuditAction.INVITATION_WITHDRAWN, subject, actor=actor, now=now)


def _lock(invitation: AccountInvitation, *, actor: str) -> None:
    lock_row(invitation)  # before any account's, as accept() does
    lock_accounts(actor=actor)
    refuse_giving(actor, roles_of(invitation.roles))


def accept(
    token: str, *, signed_in: Account | None, name: str = "", now: datetime
) -> tuple[AccountInvitation, Account]:
    """Spend the invitation and give its roles: of many at once exactly one succeeds.

    A new address becomes an account under this name, or the one it was invited under. Where the
    account has no second factor and the roles are for staff, every session of it ends: whoever
    called begins one that may set up nothing but that. Raises InvitationSpent, SignInFirst,
    AccountIsEnded.
    """
    invitation = find_invitation(token, now=now)
    if invitation is None:
        raise InvitationSpent
    _spend(invitation, now=now)
    account = find_by_email(invitation.email)
    if account and must_sign_in(account) and (signed_in is None or signed_in.id != account.id):
        raise SignInFirst
    if account is None:
        account = _create_account(invitation, name, now=now)
    lock_accounts(account, actor=invitation.invited_by)
    if not account.active:
        raise AccountIsEnded
    roles = roles_of(invitation.roles)
    if not may_give_all(invitation.invited_by, roles):
        raise InvitationSpent  # they left, or lost the role that let them give these
    _give_offered(account, roles, actor=invitation.invited_by, now=now)
    invitation.account_id = account.id
    db.session.flush()
    subject = subject_of_invitation(invitation)
    record(AuditAction.INVITATION_ACCEPTED, subject, actor=account.code, now=now)
    return invitation, account


def _spend(invitation: AccountInvitation, *, now: datetime) -> None:
    spent = db.session.execute(
        update(AccountInvitation)
        .where(
            AccountInvitation.id == invitation.id,
            AccountInvitation.used_at.is_(None),
            AccountInvitation.withdrawn_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise InvitationSpent
    db.session.refresh(invitation)


def _create_account(invitation: AccountInvitation, name: str, *, now: datetime) -> Account:
    written = name or invitation.name or invitation.email.partition("@")[0]
    account = create_account(invitation.email, written, now=now, language=invitation.language)
    record(AuditAction.ACCOUNT_CREATED, account, actor=invitation.invited_by, now=now)
    return account


def _give_offered(
    account: Account, roles: Sequence[ScopedRole], *, actor: str, now: datetime
) -> None:
    known = set(roles_of(account.grants))
    for role in roles:
        if role not in known:
            add_role(account, role, actor=actor, now=now)
    if not account.has_second_factor and any(role.for_staff for role in roles):
        end_sessions(account)


def lacks_sign_in(account: Account) -> bool:
    """Whether the account has a role of the staff and no password, so that it cannot sign in."""
    for_staff = any(role.for_staff for role in roles_of(account.grants))
    return for_staff and not account.password_hash


def must_sign_in(account: Account) -> bool:
    """Whether an invitation alone does not open the account: it can be signed in to.

    An account with a second factor and no password cannot; its code is asked for instead.
    """
    by_mail = {role.role for role in roles_of(account.grants)} == {Role.COORDINATOR}
    return bool(account.password_hash) or by_mail


def invitation_token(invitation: AccountInvitation) -> str:
    """The secret part of the address."""
    return _token(invitation.nonce)


def _token(nonce: str) -> str:
    return derive_token("account-invitation", nonce, 1)


def find_invitation(token: str, *, now: datetime) -> AccountInvitation | None:
    """The invitation, while it may still be accepted."""
    invitation = _find_by_token(token)
    return invitation if invitation and invitation.is_open(now) else None


def find_accepted_by(token: str) -> Account | None:
    """Who has accepted this invitation, while the account can be signed in to."""
    invitation = _find_by_token(token)
    account = invitation.account if invitation and invitation.used_at else None
    return account if account and account.active and not lacks_sign_in(account) else None


def _find_by_token(token: str) -> AccountInvitation | None:
    return db.session.scalar(
        select(AccountInvitation)
        .where(AccountInvitation.digest == token_digest(token))
        .options(*with_scopes())
    )


def find_invitation_by_code(code: str) -> AccountInvitation | None:
    """The invitation of this code, whatever became of it."""
    return db.session.scalar(
        select(AccountInvitation).where(AccountInvitation.code == code).options(*with_scopes())
    )


def with_scopes() -> tuple[ExecutableOption, ...]:
    """Options that read invitations with their roles and what these count for."""
    roles = selectinload(AccountInvitation.roles)
    return roles.joinedload(OfferedRole.event), roles.joinedload(OfferedRole.organisation)


def letter_states(invitations: Collection[AccountInvitation]) -> dict[int, JobState]:
    """How far the latest letter of each has come, by the invitation's id."""
    keys = {invitation.letter_key: invitation.id for invitation in invitations}
    rows = db.session.execute(
        select(Job.dedupe_key, Job.state).where(Job.dedupe_key.in_(keys))
    ).all()
    return {keys[row[0]]: row[1] for row in rows}

"""Signing in: passwords, wrong tries, and addresses that work once."""

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import coordinated_organisation_ids, end_sessions, find_by_email
from eventapp.domain.permission import Role
from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_secret
from eventapp.models import Account, JobKind, SignInLink

PASSWORD_MIN_LENGTH = 12
WRONG_TRIES_MAX = 10
LOCK_DURATION = timedelta(minutes=15)
SIGN_IN_LINK_DURATION = timedelta(minutes=10)
OPERATOR_LINK_DURATION = timedelta(days=7)
LINKS_PER_HOUR_MAX = 3

hasher = PasswordHasher()  # argon2id, RFC 9106's second choice of parameters
# Verified where there is no such account, so that both answers take as long. The hash of a random
# password that was thrown away; a constant, since hashing takes each process a tenth of a second.
NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$InAE5jwCDpwbX+60pjhwGw"
    "$vBTntxxnJ/fmd11AstG8Jq4eYEHbrCnUlzOA4W7l/2U"
)


class WrongCredentials(Refusal):
    """Address, password or code is wrong; which one is not said."""

    code = "wrong-credentials"
    sentence = _l("Wrong email address or password. Check what you wrote and try again.")


class AccountLocked(Refusal):
    """Too many wrong tries."""

    code = "account-locked"
    sentence = _l("Too many attempts. Wait 15 minutes and try again.")


class SignInLinkUsed(Refusal):
    """The address has been used, or its time is up."""

    code = "link-used"
    sentence = _l("The link has been used or has expired. Ask for a new one.")


class PasswordTooShort(Refusal):
    """Length is what makes a password."""

    code = "password-too-short"
    sentence = _l("Choose a password of at least 12 characters. A sentence is easy to remember.")


def password_is_right(hashed: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed. Slow on purpose: outside transactions.

    Without a hash (there is no such account) it takes as long and returns False. The hash comes as
    text: an account that is read anew would begin a transaction that everybody waits for.
    """
    try:
        right = hasher.verify(hashed or NOBODYS_HASH, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return right and bool(hashed)


def hash_password(password: str) -> str:
    """What is stored of a password. Slow on purpose. Raises PasswordTooShort."""
    if len(password) < PASSWORD_MIN_LENGTH:
        raise PasswordTooShort
    return hasher.hash(password)


def refuse_locked(account: Account, *, now: datetime) -> None:
    """Raise AccountLocked while the account is locked after too many wrong tries."""
    if account.locked_until and now < account.locked_until:
        raise AccountLocked


def lock_account(account: Account) -> None:
    """Take the account's lock, and read it again: of two tries at once each counts the other.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE); on PostgreSQL, the row.
    """
    db.session.flush()
    db.session.expire(account)  # its recovery codes too
    db.session.refresh(account, with_for_update=True)


def count_password_try(account: Account, *, right: bool, known: bool, now: datetime) -> None:
    """Count a try at the password. To be committed either way, so that wrong tries count.

    Strangers share the account's tries; a browser that is `known` to it is counted by itself.
    Raises AccountLocked, WrongCredentials.
    """
    lock_account(account)
    if not known:
        refuse_locked(account, now=now)
    if not right:
        if not known:
            count_wrong_try(account, now=now)
        raise WrongCredentials


def set_password(account: Account, hashed: str) -> None:
    """Set a password that hash_password() has hashed, and end every session."""
    account.password_hash = hashed
    end_sessions(account)


def count_wrong_try(account: Account, *, now: datetime) -> None:
    """Remember a wrong try, and lock the account after too many."""
    account.wrong_tries += 1
    if account.wrong_tries >= WRONG_TRIES_MAX:
        account.wrong_tries = 0
        account.locked_until = now + LOCK_DURATION


def forget_wrong_tries(account: Account) -> None:
    """Reset the count after a right one."""
    account.wrong_tries = 0
    account.locked_until = None


def create_sign_in_link(
    account: Account, *, lasts: timedelta, now: datetime, wanted: str = ""
) -> SignInLink:
    """A new single-use address for the account. Flushes."""
    nonce = new_secret()
    link = SignInLink(
        account=account,
        nonce=nonce,
        digest=token_digest(_token(nonce)),
        ends_at=now + lasts,
        wanted=wanted,
    )
    db.session.add(link)
    db.session.flush()
    return link


def sign_in_token(link: SignInLink) -> str:
    """The secret part of the address."""
    return _token(link.nonce)


def _token(nonce: str) -> str:
    return derive_token("sign-in", nonce, 1)


def request_sign_in_link(email: str, *, now: datetime, wanted: str = "") -> None:
    """Promise a sign-in address to a coordinator of this address; to others, nothing.

    The answer to whoever asks is the same. At most LINKS_PER_HOUR_MAX are sent an hour.
    """
    account = find_by_email(email)
    if account is None or not account.active or not coordinated_organisation_ids(account):
        return
    if {each.role for each in account.grants} != {Role.COORDINATOR.value}:
        return  # staff sign in with a second factor, never by mail alone
    if _count_recent(account, now) >= LINKS_PER_HOUR_MAX:
        return
    link = create_sign_in_link(account, lasts=SIGN_IN_LINK_DURATION, now=now, wanted=wanted)
    outbox.enqueue(JobKind.SIGN_IN_MAIL, key=f"sign-in:{link.id}", now=now, sign_in_link_id=link.id)


def _count_recent(account: Account, now: datetime) -> int:
    latest = now + SIGN_IN_LINK_DURATION  # one that ends later was handed out, not mailed
    recent = select(func.count()).where(
        SignInLink.account_id == account.id,
        SignInLink.ends_at > latest - timedelta(hours=1),
        SignInLink.ends_at <= latest,
    )
    return db.session.scalar(recent) or 0


def find_sign_in_link(token: str, *, now: datetime) -> SignInLink | None:
    """The link, while it may still be used and its account is active."""
    return db.session.scalar(
        select(SignInLink)
        .join(SignInLink.account)
        .where(
            Account.active.is_(True),
            SignInLink.digest == token_digest(token),
            SignInLink.used_at.is_(None),
            SignInLink.ends_at > now,
        )
        .options(joinedload(SignInLink.account).selectinload(Account.grants))
    )


def use_sign_in_link(token: str, *, now: datetime) -> SignInLink:
    """Spend the link: of many at once exactly one succeeds. Raises SignInLinkUsed."""
    link = find_sign_in_link(token, now=now)
    spent = db.session.execute(
        update(SignInLink)
        .where(SignInLink.digest == token_digest(token), SignInLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if link is None or spent.rowcount != 1:  # type: ignore[attr-defined]
        raise SignInLinkUsed
    return link

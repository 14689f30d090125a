"""Signing in with a password: hashing, and wrong tries."""

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from eventapp.domain import locking
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import end_sessions
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Account

PASSWORD_MIN_LENGTH = 12
WRONG_TRIES_MAX = 10
LOCK_DURATION = timedelta(minutes=15)

hasher = PasswordHasher()  # argon2id, RFC 9106's second choice of parameters
# Verified where there is no such account, so that both answers take as long. The hash of a random
# password that was thrown away; a constant, since hashing takes each process a tenth of a second.
NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$InAE5jwCDpwbX+60pjhwGw"
    "$vBTntxxnJ/fmd11AstG8Jq4eYEHbrCnUlzOA4W7l/2U"
)


class WrongCredentials(Refusal):
    """Address or password is wrong; which one is not said."""

    code = "wrong-credentials"
    sentence = _l("Wrong email address or password. Check what you wrote and try again.")


class AccountLocked(Refusal):
    """Too many wrong tries."""

    code = "account-locked"
    sentence = _l("Too many attempts. Wait 15 minutes and try again.")


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
    locking.lock_row(account)


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

"""What an account says of its owner: name and language; and a new mail address, once confirmed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.locking import lock_row
from eventapp.domain.people.account import AddressTaken, end_links, find_by_email
from eventapp.domain.people.role import lock_accounts, refuse_giving, roles_to_manage
from eventapp.domain.record.audit import record_change
from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_secret
from eventapp.models import Account, AddressChange, AuditAction, JobKind

ADDRESS_CHANGE_DURATION = timedelta(hours=24)
ADDRESS_CHANGES_PER_DAY_MAX = 5
NAME_MAX_LENGTH = 200


class AddressChangeSpent(Refusal):
    """The link was used or has expired, or somebody stopped the change."""

    code = "address-change-spent"
    sentence = _l("The link has been used or has expired. Ask for a new one on your account page.")


class TooManyAddressChanges(Refusal):
    """Somebody asks again and again."""

    code = "too-many-address-changes"
    sentence = _l("You have asked for several new addresses today. Try again tomorrow.")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the owner, or whoever gives roles, may write of an account."""

    name: str
    language: str


def is_named_by_address(account: Account) -> bool:
    """Whether the name is but the address's first half: what a command calls a new account."""
    return account.name.casefold() == account.email.partition("@")[0]


def change_profile(
    account: Account, profile: Profile, *, version: int, actor: str, now: datetime
) -> None:
    """Save name and language, by the owner or by whoever may give all the account's roles.

    Raises MayNotGive, StaleVersion.
    """
    lock_accounts(account, actor=actor)
    if actor != account.code:
        refuse_giving(actor, roles_to_manage(account))
    check_version(account, version)
    before = {"name": account.name, "language": account.language}
    account.name, account.language = profile.name, profile.language
    account.version += 1
    db.session.flush()
    record_change(
        AuditAction.ACCOUNT_CHANGED,
        account,
        before=before,
        after={"name": account.name, "language": account.language},
        actor=actor,
        now=now,
    )


def request_address_change(account: Account, email: str, *, now: datetime) -> None:
    """Ask the new address for a confirmation, and notify the old one.

    Whether somebody else has the address is said only to whoever reads its mail.
    Raises TooManyAddressChanges.
    """
    lock_row(account)
    if _count_recent(account, now) >= ADDRESS_CHANGES_PER_DAY_MAX:
        raise TooManyAddressChanges
    nonce = new_secret()
    change = AddressChange(
        account_id=account.id,
        email=email.casefold(),
        nonce=nonce,
        digest=token_digest(_token(nonce)),
        ends_at=now + ADDRESS_CHANGE_DURATION,
    )
    db.session.add(change)
    db.session.flush()
    for kind in (JobKind.ADDRESS_CHANGE_MAIL, JobKind.ADDRESS_NOTICE_MAIL):
        key = f"{kind.value}:{change.digest}"  # ids come back after a deletion
        outbox.enqueue(kind, key=key, now=now, address_change_id=change.id)


def _count_recent(account: Account, now: datetime) -> int:
    recent = select(func.count()).where(
        AddressChange.account_id == account.id, AddressChange.ends_at > now
    )
    return db.session.scalar(recent) or 0


def confirm_address(token: str, *, now: datetime) -> Account:
    """Give the account its new address, once. Links mailed to the old one end.

    Raises AddressChangeSpent, AddressTaken.
    """
    change = find_address_change(token, now=now)
    if change is None:
        raise AddressChangeSpent
    spent = db.session.execute(
        update(AddressChange)
        .where(AddressChange.id == change.id, AddressChange.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise AddressChangeSpent
    account = change.account
    lock_row(account)
    if (other := find_by_email(change.email)) and other.id != account.id:
        raise AddressTaken
    before = {"email": account.email}
    account.email = change.email
    account.version += 1
    end_links(account)
    db.session.flush()
    record_change(
        AuditAction.ACCOUNT_CHANGED,
        account,
        before=before,
        after={"email": account.email},
        actor=account.code,
        now=now,
    )
    return account


def address_change_token(change: AddressChange) -> str:
    """The secret part of the address in the letter."""
    return _token(change.nonce)


def _token(nonce: str) -> str:
    return derive_token("address-change", nonce, 1)


def find_address_change(token: str, *, now: datetime) -> AddressChange | None:
    """The change, while it may still be confirmed."""
    return db.session.scalar(
        select(AddressChange)
        .join(AddressChange.account)
        .where(
            Account.active.is_(True),
            AddressChange.digest == token_digest(token),
            AddressChange.used_at.is_(None),
            AddressChange.ends_at > now,
        )
        .options(joinedload(AddressChange.account).selectinload(Account.grants))
    )

"""Sign-in links: addresses that work once, sent by email or handed out by an operator."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import coordinated_organisation_ids, find_by_email
from eventapp.domain.permission import Role
from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import new_secret
from eventapp.models import Account, JobKind, SignInLink

SIGN_IN_LINK_DURATION = timedelta(minutes=10)
OPERATOR_LINK_DURATION = timedelta(days=7)
LINKS_PER_HOUR_MAX = 3


class SignInLinkUsed(Refusal):
    """The address has been used, or its time is up."""

    code = "link-used"
    sentence = _l("The link has been used or has expired. Ask for a new one.")


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
    if {grant.role for grant in account.grants} != {Role.COORDINATOR.value}:
        return  # staff sign in with a second factor, never by mail alone
    if _count_recent(account, now) >= LINKS_PER_HOUR_MAX:
        return
    link = create_sign_in_link(account, lasts=SIGN_IN_LINK_DURATION, now=now, wanted=wanted)
    key = f"sign-in:{link.digest}"  # a deleted link's id comes back, and its promise may remain
    outbox.enqueue(JobKind.SIGN_IN_MAIL, key=key, now=now, sign_in_link_id=link.id)


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

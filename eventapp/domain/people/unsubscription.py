"""Declining letters that are not about one's own place, with one click (RFC 8058)."""

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.people.account import find_by_code
from eventapp.domain.token import derive_token
from eventapp.extensions import db
from eventapp.models import Account, Invitee, Registration, SpeakerAddress, Unsubscription

Addressee = Registration | Account | SpeakerAddress | Invitee
MARKS: Mapping[type[Addressee], str] = {
    Registration: "r",
    Account: "a",
    SpeakerAddress: "s",
    Invitee: "i",
}
BATCH_SIZE = 500


def unsubscribe_token(person: Addressee) -> str:
    """The secret part of the address at which this person declines."""
    named = f"{MARKS[type(person)]}{person.code}"
    return f"{named}.{derive_token('unsubscribe', named, 1)}"


def find_address(token: str) -> str | None:
    """The email address that this token declines letters for; None for a token that is not ours."""
    named, _dot, proof = token.partition(".")
    if not hmac.compare_digest(proof.encode(), derive_token("unsubscribe", named, 1).encode()):
        return None
    mark, code = named[:1], named[1:]
    if mark == MARKS[Account]:
        account = find_by_code(code)
        return account.email if account else None
    tables = {mark: model for model, mark in MARKS.items()}
    table = tables.get(mark, Registration)
    return db.session.scalar(select(table.email).where(table.code == code))


def unsubscribe(email: str, *, now: datetime) -> None:
    """Send this address no more letters but those about its own places. Doing it twice is fine."""
    if not is_unsubscribed(email):
        db.session.add(Unsubscription(digest=_digest(email), at=now))
        db.session.flush()


def is_unsubscribed(email: str) -> bool:
    """Whether this address has declined."""
    return db.session.get(Unsubscription, _digest(email)) is not None


def find_unsubscribed(emails: Collection[str]) -> set[str]:
    """Those of these addresses that have declined."""
    addresses = {_digest(email): email for email in emails}
    digests, declined = list(addresses), set[str]()
    for at in range(0, len(digests), BATCH_SIZE):
        some = Unsubscription.digest.in_(digests[at : at + BATCH_SIZE])
        declined.update(db.session.scalars(select(Unsubscription.digest).where(some)))
    return {addresses[digest] for digest in declined}


def _digest(email: str) -> str:
    return derive_token("unsubscribed address", email.casefold(), 1)

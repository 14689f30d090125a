"""Messages about an offer or a need; addresses are passed on once the owner agrees."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import joinedload

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_row
from eventapp.domain.people.account import list_coordinators
from eventapp.domain.record.pause import not_paused
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Account, Contact, ContactState, JobKind, Listing

MESSAGES_PER_DAY_MAX = 10
DAY = timedelta(days=1)
DELETE_AFTER = timedelta(days=90)  # by then the two know each other, or never will


class NobodyReachable(Refusal):
    """Nobody of the organisation signs in here."""

    code = "nobody-to-write-to"
    sentence = _l("Nobody at that organisation can be reached here. Write to us instead.")


class TooManyMessages(Refusal):
    """The limit on messages about one listing has been reached."""

    code = "many-have-written"
    sentence = _l("Many people have written about this today. Try again tomorrow.")


class ContactAnswered(Refusal):
    """Somebody has answered already."""

    code = "contact-answered"
    sentence = _l("Someone has already answered.")


@dataclass(frozen=True, slots=True)
class ContactText:
    """What is written, by which function, and where an answer goes."""

    text: str
    function: str
    email: str
    language: str = "sv"


def send_message(
    listing: Listing, text: ContactText, organisation_id: int, *, now: datetime
) -> Contact | None:
    """Store the message, and promise it to the coordinators of the organisation it is for.

    While a message from the same address waits, another one is not sent, and None is returned.
    Raises NobodyReachable, TooManyMessages. Flushes.
    """
    lock_row(listing)
    readers = list_coordinators(listing.organisation_id)
    if not readers:
        raise NobodyReachable
    lately = select(Contact).where(Contact.listing_id == listing.id, Contact.created_at > now - DAY)
    if (
        db.session.scalar(select(func.count()).select_from(lately.subquery())) or 0
    ) >= MESSAGES_PER_DAY_MAX:
        raise TooManyMessages
    again = lately.where(Contact.email == text.email, Contact.state == ContactState.WAITING)
    if db.session.scalar(again.limit(1)) is not None:
        return None
    contact = Contact(
        listing_id=listing.id,
        organisation_id=organisation_id,
        function=text.function,
        email=text.email,
        text=text.text,
        language=text.language,
        created_at=now,
    )
    db.session.add(contact)
    db.session.flush()
    for reader in readers:
        outbox.enqueue(
            JobKind.CONTACT_MAIL,
            key=f"contact:{contact.code}:{reader.id}",
            now=now,
            contact_id=contact.id,
            account_id=reader.id,
        )
    return contact


def answer(contact: Contact, account: Account, *, yes: bool, now: datetime) -> None:
    """Pass the addresses on to each other, or let the other know that it is a no.

    Raises ContactAnswered.
    """
    lock_row(contact)
    if contact.state is not ContactState.WAITING:
        raise ContactAnswered
    contact.state = ContactState.ACCEPTED if yes else ContactState.DECLINED
    contact.answered_by_id = account.id
    outbox.enqueue(
        JobKind.CONTACT_ANSWER_MAIL,
        key=f"contact-answer:{contact.code}",
        now=now,
        contact_id=contact.id,
    )


def find_own(code: str, organisations: Collection[int]) -> Contact | None:
    """The message of this code to one of the organisations."""
    return db.session.scalar(_own(organisations).where(Contact.code == code))


def list_waiting(organisations: Collection[int]) -> Sequence[Contact]:
    """Messages to the organisations that nobody has answered, the newest first."""
    waiting = _own(organisations).where(Contact.state == ContactState.WAITING)
    return db.session.scalars(waiting.order_by(Contact.id.desc()).limit(100)).all()


def has_expired(*, now: datetime) -> bool:
    """Whether there is anything that delete_expired would delete, without taking a lock."""
    old = select(Contact.id).where(Contact.created_at <= now - DELETE_AFTER, not_paused())
    return db.session.scalar(old.limit(1)) is not None


def delete_expired(*, now: datetime) -> int:
    """Delete messages, and the addresses in them, older than DELETE_AFTER; return how many.

    A pause of retention holds them back.
    """
    old = delete(Contact).where(Contact.created_at <= now - DELETE_AFTER, not_paused())
    return db.session.connection().execute(old).rowcount


def _own(organisations: Collection[int]) -> Select[Contact]:
    return (
        select(Contact)
        .join(Contact.listing)
        .where(Listing.organisation_id.in_(organisations))
        .options(
            joinedload(Contact.organisation),
            joinedload(Contact.listing).joinedload(Listing.organisation),
        )
    )

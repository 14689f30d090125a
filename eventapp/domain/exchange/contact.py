"""Messages about an offer, a need or an experience; mailboxes are passed on once the owner agrees.

What is passed on is a function and a shared mailbox, never a person.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_row
from eventapp.domain.people.account import list_coordinators
from eventapp.domain.record.pause import not_paused
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Account, Contact, ContactState, Experience, JobKind, Listing

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


@dataclass(frozen=True, slots=True)
class ContactReply:
    """A yes: the function to ask for, and the shared mailbox that it reads."""

    function: str
    email: str


def send_message(
    about: Listing | Experience, text: ContactText, organisation_id: int, *, now: datetime
) -> Contact | None:
    """Store the message, and promise it to the coordinators of the organisation it is for.

    Of an experience whose organisation has none, its shared mailbox gets a link to answer by.
    While a message from the same address waits, another one is not sent, and None is returned.
    Raises NobodyReachable, TooManyMessages. Flushes.
    """
    lock_row(about)
    readers = list_coordinators(about.organisation_id)
    by_mailbox = isinstance(about, Experience) and not readers
    if not readers and not by_mailbox:
        raise NobodyReachable
    lately = select(Contact).where(_is_about(about), Contact.created_at > now - DAY)
    if (
        db.session.scalar(select(func.count()).select_from(lately.subquery())) or 0
    ) >= MESSAGES_PER_DAY_MAX:
        raise TooManyMessages
    again = lately.where(Contact.email == text.email, Contact.state == ContactState.WAITING)
    if db.session.scalar(again.limit(1)) is not None:
        return None
    contact = Contact(
        listing_id=about.id if isinstance(about, Listing) else None,
        experience_id=about.id if isinstance(about, Experience) else None,
        organisation_id=organisation_id,
        function=text.function,
        email=text.email,
        text=text.text,
        language=text.language,
        created_at=now,
    )
    db.session.add(contact)
    db.session.flush()
    _promise(contact, readers, by_mailbox=by_mailbox, now=now)
    return contact


def _promise(
    contact: Contact, readers: Sequence[Account], *, by_mailbox: bool, now: datetime
) -> None:
    for reader in readers:
        outbox.enqueue(
            JobKind.CONTACT_MAIL,
            key=f"contact:{contact.code}:{reader.id}",
            now=now,
            contact_id=contact.id,
            account_id=reader.id,
        )
    if by_mailbox:
        outbox.enqueue(
            JobKind.MAILBOX_CONTACT_MAIL,
            key=f"mailbox-contact:{contact.code}",
            now=now,
            contact_id=contact.id,
        )


def answer(
    contact: Contact, reply: ContactReply | None, account: Account | None, *, now: datetime
) -> None:
    """Pass function and mailbox on to each other; or, without a reply, let them know it is a no.

    `account` is whoever answers, None by the link in a mailbox. Raises ContactAnswered.
    """
    lock_row(contact)
    if contact.state is not ContactState.WAITING:
        raise ContactAnswered
    contact.state = ContactState.ACCEPTED if reply else ContactState.DECLINED
    if reply:
        contact.answer_function, contact.answer_email = reply.function, reply.email
    contact.answered_by_id = account.id if account else None
    outbox.enqueue(
        JobKind.CONTACT_ANSWER_MAIL,
        key=f"contact-answer:{contact.code}",
        now=now,
        contact_id=contact.id,
    )


def suggested_reply(contact: Contact) -> ContactReply:
    """What the owner has said already of whom to ask; empty where nothing is known."""
    if contact.experience:
        return ContactReply(contact.experience.contact_function, contact.experience.contact_email)
    return ContactReply("", contact.about.organisation.mailbox)


def find_contact(code: str) -> Contact | None:
    """The message of this code, for whoever has proved that they may read it."""
    return db.session.scalar(_messages().where(Contact.code == code))


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


def _is_about(about: Listing | Experience) -> ColumnElement[bool]:
    if isinstance(about, Experience):
        return Contact.experience_id == about.id
    return Contact.listing_id == about.id


def _own(organisations: Collection[int]) -> Select[Contact]:
    return _messages().where(
        or_(
            Listing.organisation_id.in_(organisations),
            Experience.organisation_id.in_(organisations),
        )
    )


def _messages() -> Select[Contact]:
    return (
        select(Contact)
        .outerjoin(Contact.listing)
        .outerjoin(Contact.experience)
        .options(
            joinedload(Contact.organisation),
            contains_eager(Contact.listing).joinedload(Listing.organisation),
            contains_eager(Contact.experience).joinedload(Experience.organisation),
        )
    )

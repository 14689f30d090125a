"""Mail of the exchange: messages passed on, and notices to those who must read."""

from datetime import datetime, timedelta

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.exchange import contact, experience_file, notification, renewal
from eventapp.domain.exchange.finding import index_rebuild
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.extensions import db
from eventapp.mail import exchange as letters
from eventapp.mail.message import Letter
from eventapp.models import Account, Contact, ContactState, Experience, ExperienceState

INDEX_BATCHES_AT_ONCE = 20
INDEX_INTERVAL = timedelta(minutes=1)


def contact_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Somebody writes about an offer or a need; nothing if a colleague has answered meanwhile."""
    message, reader = _contact(leased), _account(leased)
    if message is None or reader is None or message.state is not ContactState.WAITING:
        return None
    return letters.contact_message(message, reader, leased.message_id)


def mailbox_contact_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Somebody writes about an experience whose organisation nobody signs in for."""
    message = _contact(leased)
    if message is None or message.state is not ContactState.WAITING:
        return None
    return letters.mailbox_contact(message, leased.message_id)


def mailbox_review_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A text awaits the approval of its shared mailbox; nothing if it has it, or went back."""
    experience = db.session.get(Experience, leased.payload["experience_id"])
    if experience is None or experience.state is not ExperienceState.IN_REVIEW:
        return None
    if experience.municipality_approved_at:
        return None
    return letters.mailbox_review(experience, leased.message_id)


def experience_reminder_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Whether a card still holds; nothing if it was withdrawn meanwhile."""
    experience = db.session.get(Experience, leased.payload["experience_id"])
    if experience is None or experience.state is not ExperienceState.PUBLISHED:
        return None
    return letters.experience_reminder(experience, leased.message_id)


def contact_answer_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The answer to the sender: an address, or a refusal."""
    message = _contact(leased)
    if message is None or message.state is ContactState.WAITING:
        return None
    return letters.contact_answer(message, leased.message_id)


def experience_notice_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A text awaits approval; nothing if it has both, or went back to its writer."""
    experience, reader = (
        db.session.get(Experience, leased.payload["experience_id"]),
        _account(leased),
    )
    if experience is None or reader is None:
        return None
    if experience.state is not ExperienceState.IN_REVIEW or experience.both_approve:
        return None
    return letters.experience_review(experience, reader, leased.message_id)


def lead_notice_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Leads wait; nothing if somebody has decided about all of them meanwhile."""
    reader, waiting = _account(leased), notification.count_leads_before(utcnow())
    return letters.lead_digest(waiting, reader, leased.message_id) if reader and waiting else None


def run_due(*, now: datetime) -> None:
    """Notify editors, ask mailboxes, delete what has expired. Safe with many workers."""
    with transactions.reading(db.session):
        leads, messages = notification.has_new_leads(now=now), contact.has_expired(now=now)
        files = experience_file.has_removed_files(now=now)
        asks = renewal.has_to_ask(now=now)
    if leads:
        notification.notify_of_leads(now=now)
        db.session.commit()
    if messages:
        contact.delete_expired(now=now)
        db.session.commit()
    if asks:
        renewal.ask_mailboxes(now=now)
        db.session.commit()
    if files:
        experience_file.delete_removed_files(now=now)
        db.session.commit()


def index_missing(*, now: datetime) -> None:  # noqa: ARG001 - as every turn
    """Index anew what an older release or older rules wrote, batch by batch, each committed.

    After some, other work has its turn.
    """
    for write_batch in (index_rebuild.index_missing, index_rebuild.restem_pages):
        with transactions.reading(db.session):
            due = index_rebuild.is_outdated()
        for _batch in range(INDEX_BATCHES_AT_ONCE if due else 0):
            batch = write_batch()
            db.session.commit()
            if batch.next_id is None:
                break


def _contact(leased: Lease) -> Contact | None:
    return db.session.get(Contact, leased.payload["contact_id"])


def _account(leased: Lease) -> Account | None:
    account = db.session.get(Account, leased.payload["account_id"])
    return account if account is not None and account.active else None

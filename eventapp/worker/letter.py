"""The worker's part of organizers' letters: one to each person, and the batches before that."""

import time
from datetime import datetime

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.door.by_hand import list_letter
from eventapp.domain.letter import decision_notice, delivery, timetable
from eventapp.domain.letter.letter import text_of
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.extensions import db
from eventapp.mail import account as account_letters
from eventapp.mail import letter as letters
from eventapp.mail.message import Letter
from eventapp.models import Account, EventLetter

PAUSE_SECONDS = 0.01  # others get their turn between batches


def event_letter_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The letter for one person; nothing where it was stopped, or where they have left."""
    recipient = delivery.find_delivery(leased.payload["recipient_id"])
    if recipient is None:
        return None
    written = text_of(recipient.letter)
    if recipient.registration:
        return letters.to_participant(written, recipient.registration, leased.message_id)
    if recipient.invitee:
        return letters.to_invitee(written, recipient.invitee, leased.message_id)
    if recipient.account:
        return letters.to_account(
            written, recipient.account, recipient.letter.event, leased.message_id
        )
    if recipient.speaker:
        return letters.to_speaker(written, recipient.speaker, leased.message_id)
    return None


def event_letter_trial(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The letter for whoever writes it, to look at."""
    letter = db.session.get(EventLetter, leased.payload["letter_id"])
    account = db.session.get(Account, leased.payload["account_id"])
    if letter is None or account is None or not account.active:
        return None
    written = text_of(letter)
    return letters.to_account(written, account, letter.event, leased.message_id, trial=True)


def decision_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """That people wait for an organizer's decision; nothing once all are decided about."""
    payload = leased.payload
    due = decision_notice.find_notice(payload["event_id"], payload["account_id"], now=utcnow())
    return account_letters.decisions_due(*due, leased.message_id) if due else None


def door_list_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The way to the door's list, the evening before; nothing once the event has begun."""
    payload = leased.payload
    due = list_letter.find_recipient(payload["event_id"], payload["account_id"], now=utcnow())
    return account_letters.door_list(*due, leased.message_id) if due else None


def mark_unsent(leased: Lease) -> None:
    """Write down why this person was not sent the letter."""
    delivery.mark_unsent(leased.payload["recipient_id"])


def run_due(*, now: datetime) -> None:
    """Start automatic letters, and promise those whose time has come, batch by batch.

    Safe with many workers.
    """
    _start_automatic(now)
    _notify_of_decisions(now)
    _lead_to_door_lists(now)
    with transactions.reading(db.session):
        due = delivery.list_due(now=now)
    for letter_id in due:
        more = True
        while more:
            more = delivery.promise_batch(letter_id, now=now)
            db.session.commit()
            time.sleep(PAUSE_SECONDS)


def _start_automatic(now: datetime) -> None:
    with transactions.reading(db.session):
        due = timetable.list_due_letters(now=now)
    for event_id, kind in due:
        timetable.start_letter(event_id, kind, now=now)
        db.session.commit()


def _notify_of_decisions(now: datetime) -> None:
    with transactions.reading(db.session):
        due = decision_notice.list_due(now=now)
    if due:
        decision_notice.promise_notices(due, now=now)
        db.session.commit()


def _lead_to_door_lists(now: datetime) -> None:
    with transactions.reading(db.session):
        due = list_letter.list_due(now=now)
    if due:
        list_letter.promise_letters(due, now=now)
        db.session.commit()

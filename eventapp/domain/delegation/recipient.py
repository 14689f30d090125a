"""Addresses that a delegation's letters go to: how each gets in, and the promise of a letter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain import outbox
from eventapp.domain.people.account import coordinated_organisation_ids
from eventapp.domain.people.account_invitation import ACCOUNT_INVITATION_DURATION
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AccountInvitation,
    Delegation,
    DelegationInvitation,
    DelegationRecipient,
    Event,
    EventState,
    Job,
    JobKind,
    JobState,
)

# A reserve that lapses at 23.59 lasts the whole day.
LAPSES_WITH_THE_DAY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Entrance:
    """How a recipient gets to the delegation: signed in, or by accepting an invitation first."""

    account: Account | None = None
    account_invitation: AccountInvitation | None = None


def find_entrances(
    recipients: Collection[DelegationRecipient], *, now: datetime
) -> dict[int, Entrance]:
    """How each gets in, by the recipient's id; who no longer does is left out. In two queries."""
    emails = {recipient.email for recipient in recipients}
    accounts = {
        account.email: account
        for account in db.session.scalars(
            select(Account)
            .where(Account.email.in_(emails), Account.active.is_(True))
            .options(selectinload(Account.grants))
        )
    }
    entrances = {}
    for recipient in recipients:
        account = accounts.get(recipient.email)
        organisation = recipient.invitation.delegation.organisation_id
        if account and organisation in coordinated_organisation_ids(account):
            entrances[recipient.id] = Entrance(account=account)
        elif recipient.account_invitation and recipient.account_invitation.is_open(now):
            entrances[recipient.id] = Entrance(account_invitation=recipient.account_invitation)
    return entrances


def find_letter(
    recipient_id: int, number: int, *, now: datetime
) -> tuple[DelegationRecipient, Entrance] | None:
    """Whom a letter is for and how they get in; None where nobody is to have it any more.

    A later letter stands for those before it: then the address may have been corrected. Nor does
    anybody get one while the event is not published: they could see nothing of it.
    """
    invitation = joinedload(DelegationRecipient.invitation)
    delegation = invitation.joinedload(DelegationInvitation.delegation)
    recipient = db.session.scalar(
        select(DelegationRecipient)
        .where(DelegationRecipient.id == recipient_id)
        .options(
            delegation.joinedload(Delegation.event),
            delegation.joinedload(Delegation.organisation),
            joinedload(DelegationRecipient.account_invitation),
        )
    )
    if recipient is None or recipient.letters != number:
        return None
    if not awaits_people(recipient.invitation.delegation.event, now=now):
        return None
    entrance = find_entrances([recipient], now=now).get(recipient.id)
    return (recipient, entrance) if entrance else None


def awaits_people(event: Event, *, now: datetime) -> bool:
    """Whether organisations are still asked who is coming: it is published and has not begun."""
    return event.state is EventState.PUBLISHED and now < event.starts_at


def promise_letter(
    recipient: DelegationRecipient, kind: JobKind, *, now: datetime, key: str = ""
) -> None:
    """Promise a letter of this kind. `key` is its name in the outbox, where it has one already."""
    recipient.letters += 1
    recipient.letter_key = key or f"delegation-letter:{recipient.code}:{recipient.letters}"
    db.session.flush()
    outbox.enqueue(
        kind, key=recipient.letter_key, now=now, recipient_id=recipient.id, letter=recipient.letters
    )


def delegation_letter_states(recipients: Collection[DelegationRecipient]) -> dict[int, JobState]:
    """How far the latest letter of each has come, by the recipient's id."""
    keys = {recipient.letter_key: recipient.id for recipient in recipients}
    rows = db.session.execute(
        select(Job.dedupe_key, Job.state).where(Job.dedupe_key.in_(keys))
    ).all()
    return {keys[row[0]]: row[1] for row in rows}


def extend_links(
    invitations: Sequence[AccountInvitation],
    delegation_invitation: DelegationInvitation,
    now: datetime,
) -> None:
    """Let these be accepted as long as the delegation may answer. They are locked already."""
    event = delegation_invitation.delegation.event
    day_after = delegation_invitation.answer_by + timedelta(days=1)
    end = datetime.combine(day_after, time(), ZoneInfo(event.time_zone)).astimezone(UTC)
    for invitation in invitations:
        invitation.ends_at = max(invitation.ends_at, end, now + ACCOUNT_INVITATION_DURATION)


def is_answerable(invitation: DelegationInvitation, *, now: datetime) -> bool:
    """Whether it may still be answered: through the day that was set, by the event's clocks."""
    event = invitation.delegation.event
    return awaits_people(event, now=now) and local_day(event, now=now) <= invitation.answer_by


def last_answer_day(event: Event, *, now: datetime) -> date:
    """The last day to answer by: before the reserved places lapse, where they still are to.

    An organisation that answers on the day it was told must not have lost its places already.
    """
    if event.reserved_until is None or event.reserved_until <= now:
        return local_day(event, now=event.starts_at)
    day_after = local_day(event, now=event.reserved_until + LAPSES_WITH_THE_DAY)
    return max(local_day(event, now=now), day_after - timedelta(days=1))


def local_day(event: Event, *, now: datetime) -> date:
    """The day it is where the event takes place."""
    return now.astimezone(ZoneInfo(event.time_zone)).date()

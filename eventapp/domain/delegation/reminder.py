"""Reminding organisations that have not answered their invitation, at most once a day."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain import locking
from eventapp.domain.delegation.recipient import (
    extend_links,
    find_entrances,
    is_answerable,
    promise_letter,
)
from eventapp.domain.errors import Refusal
from eventapp.domain.record.audit import record
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AccountInvitation,
    AuditAction,
    Delegation,
    DelegationInvitation,
    DelegationRecipient,
    Event,
    JobKind,
    Registration,
    RegistrationState,
)

REMINDER_INTERVAL = timedelta(days=1)


class NobodyToRemind(Refusal):
    """All of them have answered, or were written to less than a day ago."""

    code = "nobody-to-remind"
    sentence = _l(
        "Nobody was reminded: they have answered, or have had a letter within the last 24 hours."
    )


def remind_delegations(
    event: Event, codes: Collection[str], *, actor: str, now: datetime
) -> list[DelegationInvitation]:
    """Remind those among these delegations, by code, that may be reminded now; who was.

    A link to become coordinator, which each letter holds, works for as long again. Raises
    NobodyToRemind.
    """
    locking.lock_event(event)
    due = [
        invitation for invitation in list_due(event, now=now) if invitation.delegation.code in codes
    ]
    if not due:
        raise NobodyToRemind
    recipients = [recipient for invitation in due for recipient in invitation.recipients]
    _lock_offers(recipients)
    entrances = find_entrances(recipients, now=now)
    for invitation in due:
        offers = [recipient.account_invitation for recipient in invitation.recipients]
        extend_links([offer for offer in offers if offer and offer.is_open(now)], invitation, now)
        invitation.reminded_at = now
        for recipient in invitation.recipients:
            if recipient.id in entrances:
                promise_letter(recipient, JobKind.DELEGATION_REMINDER_MAIL, now=now)
        organisation = invitation.delegation.organisation.code
        record(
            AuditAction.DELEGATION_REMINDED, event, actor=actor, now=now, organisation=organisation
        )
    return due


def list_due(event: Event, *, now: datetime) -> Sequence[DelegationInvitation]:
    """The invitations that may be reminded of now, the longest unanswered first.

    Nobody has answered or been named, the day to answer by is not past, the last letter is a day
    old, and somebody can still read another one. In five queries.
    """
    named = select(func.count()).where(
        Registration.delegation_id == Delegation.id,
        Registration.state != RegistrationState.CANCELLED,
    )
    last = func.coalesce(DelegationInvitation.reminded_at, DelegationInvitation.invited_at)
    invitations = db.session.scalars(
        select(DelegationInvitation)
        .join(DelegationInvitation.delegation)
        .where(
            Delegation.event_id == event.id,
            DelegationInvitation.answer.is_(None),
            last <= now - REMINDER_INTERVAL,
            named.scalar_subquery() == 0,
        )
        .options(
            joinedload(DelegationInvitation.delegation).joinedload(Delegation.organisation),
            joinedload(DelegationInvitation.delegation).joinedload(Delegation.event),
            selectinload(DelegationInvitation.recipients).joinedload(
                DelegationRecipient.account_invitation
            ),
        )
        .order_by(DelegationInvitation.invited_at, DelegationInvitation.id)
    ).all()
    open_ones = [invitation for invitation in invitations if is_answerable(invitation, now=now)]
    entrances = find_entrances(
        [r for invitation in open_ones for r in invitation.recipients], now=now
    )
    return [
        invitation
        for invitation in open_ones
        if any(recipient.id in entrances for recipient in invitation.recipients)
    ]


def _lock_offers(recipients: Collection[DelegationRecipient]) -> None:
    ids = [
        recipient.account_invitation_id
        for recipient in recipients
        if recipient.account_invitation_id
    ]
    db.session.scalars(
        select(AccountInvitation)
        .where(AccountInvitation.id.in_(ids))
        .order_by(AccountInvitation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()

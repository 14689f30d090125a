"""Inviting organisations to an event: seats, whom we write to, and the day to answer by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from eventapp.domain import locking
from eventapp.domain.delegation.recipient import (
    awaits_people,
    extend_links,
    last_answer_day,
    local_day,
    promise_letter,
)
from eventapp.domain.errors import Refusal, StaleVersion, check_version
from eventapp.domain.locking import LockedEvent
from eventapp.domain.people.account import coordinated_organisation_ids
from eventapp.domain.people.account_invitation import (
    invite_coordinators,
    letter_states,
    lock_open_invitations,
    subject_of_invitation,
)
from eventapp.domain.people.organisation import Directory
from eventapp.domain.people.role import AccountIsEnded
from eventapp.domain.record.audit import record
from eventapp.domain.registration.reserved_seats import (
    gather_delegation,
    list_delegations,
    reserve_under_lock,
)
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.models import (
    Account,
    AccountInvitation,
    AuditAction,
    Delegation,
    DelegationInvitation,
    DelegationRecipient,
    Event,
    JobKind,
    Organisation,
)

RECIPIENTS_MAX = 10


class NobodyIsAwaited(Refusal):
    """The event is a draft, postponed or cancelled, or it has begun."""

    code = "nobody-is-awaited"
    sentence = _l(
        "Organisations can be invited while the event is published and has not begun. "
        "Publish it first, and then invite them."
    )


class AnswerDayPassed(Refusal):
    """The day to answer by is past, or after the reserved places lapse or the event begins."""

    code = "answer-day-passed"
    sentence = _l(
        "Choose a day to answer by, from today until the reserved places become open to "
        "everyone or the event begins."
    )


class TooManyRecipients(Refusal):
    """The letter would go to more addresses than one organisation needs."""

    code = "too-many-recipients"
    sentence = _l("Write to at most 10 addresses for each organisation.")


class RecipientKnown(Refusal):
    """The invitation is sent to this address already."""

    code = "recipient-known"
    sentence = _l("The invitation has been sent to that address already. Write another one.")


class DelegationIsInvited(Refusal):
    """The organisation has been invited to this event."""

    code = "delegation-is-invited"

    def __init__(self, organisation: str) -> None:
        super().__init__()
        self.organisation = organisation

    @property
    def message(self) -> str:
        """The sentence, with the organisation's name."""
        return _(
            "%(name)s has been invited already. Nothing was sent. "
            "Open it in the list to add addresses or change the day.",
            name=self.organisation,
        )


class OrganisationIsEnded(DelegationIsInvited):
    """The organisation has ended or was merged into another."""

    code = "organisation-is-ended"

    @property
    def message(self) -> str:
        """The sentence, with the organisation's name."""
        return _(
            "%(name)s has ended, so it cannot be invited. Choose the organisation that took over.",
            name=self.organisation,
        )


class CoordinatorIsEnded(Refusal):
    """The account of one of the addresses has been ended."""

    code = "coordinator-is-ended"

    def __init__(self, email: str) -> None:
        super().__init__()
        self.email = email

    @property
    def message(self) -> str:
        """The sentence, with the address."""
        return _(
            "The account of %(email)s has been ended. Write to somebody else there, "
            "or reopen the account first.",
            email=self.email,
        )


@dataclass(frozen=True, slots=True)
class InvitedOrganisation:
    """An organisation to invite: how many seats it gets, and whom we write to."""

    organisation_id: int
    seats: int
    addresses: tuple[str, ...]


def invite_delegations(
    event: Event,
    invited: Sequence[InvitedOrganisation],
    directory: Directory,
    *,
    answer_by: date,
    actor: str,
    reason: str = "",
    now: datetime,
) -> None:
    """Invite all of them or none: reserve seats, make readers coordinators, promise letters.

    Raises NobodyIsAwaited, AnswerDayPassed, OrganisationIsEnded, DelegationIsInvited,
    TooManyRecipients, TooManyReserved, MayNotGive, CoordinatorIsEnded.
    """
    locked = locking.lock_event(event)
    _refuse_day(locked, answer_by, now=now)
    every = {
        address.casefold()
        for invited_organisation in invited
        for address in invited_organisation.addresses
    }
    lock_open_invitations(every, now=now)
    for invited_organisation in invited:
        delegation = _delegation_for(locked, invited_organisation, directory, now=now)
        if delegation.reserved_seats != invited_organisation.seats:
            reserve_under_lock(
                locked, delegation, invited_organisation.seats, actor=actor, reason=reason, now=now
            )
        invitation = DelegationInvitation(
            delegation=delegation, answer_by=answer_by, invited_at=now
        )
        db.session.add(invitation)
        db.session.flush()
        _write_to(invitation, invited_organisation.addresses, actor=actor, now=now)
        _record(AuditAction.DELEGATION_INVITED, invitation, actor=actor, now=now)


def change_invitation(
    invitation: DelegationInvitation,
    answer_by: date,
    addresses: Collection[str],
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Set another day to answer by, and write to these addresses too.

    Raises NobodyIsAwaited, AnswerDayPassed, StaleVersion, TooManyRecipients, MayNotGive,
    CoordinatorIsEnded.
    """
    locked = lock_invitation(invitation)
    check_version(invitation, version)
    if answer_by != invitation.answer_by or addresses:
        _refuse_day(locked, answer_by, now=now)
    invitation.answer_by = answer_by
    invitation.version += 1
    db.session.flush()
    _write_to(invitation, addresses, actor=actor, now=now)
    _record(AuditAction.DELEGATION_INVITED, invitation, actor=actor, now=now)


def correct_recipient(
    recipient: DelegationRecipient, email: str, *, letters: int, actor: str, now: datetime
) -> None:
    """Write to this address instead; the link that was sent to the other opens nothing any more.

    Who already looks after the organisation goes on doing so. Raises NobodyIsAwaited, StaleVersion
    where more than these letters have been promised, RecipientKnown, MayNotGive,
    CoordinatorIsEnded.
    """
    invitation = recipient.invitation
    locked = lock_invitation(invitation)
    db.session.refresh(recipient)
    if recipient.letters != letters:
        raise StaleVersion
    if not awaits_people(locked.event, now=now):
        raise NobodyIsAwaited
    if any(other.email == email for other in invitation.recipients if other is not recipient):
        raise RecipientKnown
    lock_open_invitations([recipient.email, email], now=now)
    if email != recipient.email:
        _withdraw(recipient, actor=actor, now=now)
    offered = _offer_coordination(invitation, [email], actor=actor, now=now)
    recipient.email, recipient.account_invitation = email, offered.get(email)
    _send_first(invitation, recipient, letter_states(offered.values()), now=now)
    _record(AuditAction.DELEGATION_INVITED, invitation, actor=actor, now=now)


def lock_invitation(invitation: DelegationInvitation) -> LockedEvent:
    """Lock the event of the invitation, and read the invitation again."""
    locked = locking.lock_event(invitation.delegation.event)
    db.session.refresh(invitation)
    return locked


def find_delegation_invitation(delegation: Delegation) -> DelegationInvitation | None:
    """The delegation's invitation, with those it was sent to; one query."""
    query = (
        select(DelegationInvitation)
        .where(DelegationInvitation.delegation_id == delegation.id)
        .options(
            joinedload(DelegationInvitation.recipients).joinedload(
                DelegationRecipient.account_invitation
            )
        )
    )
    return db.session.scalars(query).unique().one_or_none()


def find_recipient_by_code(
    invitation: DelegationInvitation, code: str
) -> DelegationRecipient | None:
    """The recipient of this code, if the invitation is sent to it."""
    return next((recipient for recipient in invitation.recipients if recipient.code == code), None)


def find_invited_delegation(invitation: AccountInvitation) -> Delegation | None:
    """The delegation that the invitation to an account was sent for, the latest one."""
    return db.session.scalar(
        select(Delegation)
        .join(DelegationInvitation, DelegationInvitation.delegation_id == Delegation.id)
        .join(DelegationRecipient, DelegationRecipient.invitation_id == DelegationInvitation.id)
        .where(DelegationRecipient.account_invitation_id == invitation.id)
        .order_by(DelegationRecipient.id.desc())
        .limit(1)
    )


def note_opened(account: Account, *, now: datetime) -> None:
    """Write down that somebody who looks after these delegations has signed in.

    The caller commits.
    """
    organisations = coordinated_organisation_ids(account)
    if not organisations:
        return
    own = select(Delegation.id).where(Delegation.organisation_id.in_(organisations))
    db.session.execute(
        update(DelegationInvitation)
        .where(
            DelegationInvitation.opened_at.is_(None), DelegationInvitation.delegation_id.in_(own)
        )
        .values(opened_at=now)
        .execution_options(synchronize_session=False)
    )


def _refuse_day(locked: LockedEvent, answer_by: date, *, now: datetime) -> None:
    event = locked.event
    if not awaits_people(event, now=now):
        raise NobodyIsAwaited
    if not local_day(event, now=now) <= answer_by <= last_answer_day(event, now=now):
        raise AnswerDayPassed


def _delegation_for(
    locked: LockedEvent, invited: InvitedOrganisation, directory: Directory, *, now: datetime
) -> Delegation:
    organisation = db.session.get_one(Organisation, invited.organisation_id)
    if organisation.ended(now.date()):
        raise OrganisationIsEnded(organisation.name)
    for delegation in list_delegations(locked.event):
        if delegation.organisation_id == organisation.id:
            if find_delegation_invitation(delegation):
                raise DelegationIsInvited(organisation.name)
            return delegation
    return gather_delegation(locked, organisation.id, directory)


def _write_to(
    invitation: DelegationInvitation, addresses: Collection[str], *, actor: str, now: datetime
) -> None:
    """Add recipients, each with a letter; who has been written to already gets no other."""
    known = {recipient.email for recipient in invitation.recipients}
    emails = [
        address for address in dict.fromkeys(map(str.casefold, addresses)) if address not in known
    ]
    if len(known) + len(emails) > RECIPIENTS_MAX:
        raise TooManyRecipients
    offered = _offer_coordination(invitation, emails, actor=actor, now=now)
    sent = letter_states(offered.values())
    for email in emails:
        recipient = DelegationRecipient(
            invitation=invitation,
            email=email,
            account_invitation=offered.get(email),
            created_at=now,
        )
        db.session.add(recipient)
        db.session.flush()
        _send_first(invitation, recipient, sent, now=now)


def _send_first(
    invitation: DelegationInvitation,
    recipient: DelegationRecipient,
    sent: Collection[int],
    *,
    now: datetime,
) -> None:
    """Promise the invitation; `sent` are the ids of invitations to accounts that had a letter."""
    offer, key = recipient.account_invitation, ""
    if offer:
        extend_links([offer], invitation, now)
        # A new invitation to an account has no letter of its own: this one is it.
        key = offer.letter_key if offer.id not in sent else ""
    promise_letter(recipient, JobKind.DELEGATION_INVITATION_MAIL, key=key, now=now)


def _offer_coordination(
    invitation: DelegationInvitation, emails: Sequence[str], *, actor: str, now: datetime
) -> dict[str, AccountInvitation]:
    organisation = invitation.delegation.organisation
    offered: dict[str, AccountInvitation] = {}
    for email in emails:
        try:
            offered |= invite_coordinators(organisation, [email], actor=actor, now=now)
        except AccountIsEnded:
            raise CoordinatorIsEnded(email) from None
    return offered


def _withdraw(recipient: DelegationRecipient, *, actor: str, now: datetime) -> None:
    """Let the link of a wrong address open nothing, where no other letter holds it."""
    offer = recipient.account_invitation
    if offer is None:
        return
    others = select(DelegationRecipient.id).where(
        DelegationRecipient.account_invitation_id == offer.id,
        DelegationRecipient.id != recipient.id,
    )
    locking.lock_row(offer)
    if offer.is_unanswered and db.session.scalar(others.limit(1)) is None:
        offer.withdrawn_at = now
        db.session.flush()
        subject = subject_of_invitation(offer)
        record(AuditAction.INVITATION_WITHDRAWN, subject, actor=actor, now=now)


def _record(
    action: AuditAction, invitation: DelegationInvitation, *, actor: str, now: datetime
) -> None:
    delegation = invitation.delegation
    record(
        action,
        delegation.event,
        actor=actor,
        now=now,
        organisation=delegation.organisation.code,
        seats=delegation.reserved_seats,
        answer_by=invitation.answer_by.isoformat(),
    )

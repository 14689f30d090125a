"""Where the data of each kind is stored, and which of it is past a moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, case, exists, func, select, true

from eventapp.domain.permission import Role
from eventapp.domain.record.pause import not_paused
from eventapp.domain.registration.answer_disposal import has_answer
from eventapp.domain.retention.data_kind import NOTICE_TIME
from eventapp.models import (
    Account,
    AccountInvitation,
    AddressChange,
    AuditChange,
    AuditEntry,
    CareNeed,
    CheckIn,
    DataKind,
    Delegation,
    DelegationInvitation,
    DelegationRecipient,
    DoorMessage,
    EndedSession,
    Event,
    EventBundle,
    EventState,
    Grant,
    Invitee,
    Job,
    JobState,
    Lead,
    Material,
    Registration,
    RegistrationImport,
    RegistrationQuestion,
    RejectedScan,
    ScheduleImport,
    SignInLink,
    SpeakerAddress,
    VenuePicture,
    WalkIn,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one table.

    `key` identifies a row, `moment` is from when its time counts, `event` is the id of the event
    that it belongs to, if it does; `joins` are further tables with their conditions. `noticed` is
    when its owner was written to: where there is one, nothing goes within NOTICE_TIME from then.
    """

    key: Any
    moment: Any
    event: Any = None
    joins: tuple[tuple[Any, Any], ...] = ()
    conditions: tuple[Any, ...] = ()
    noticed: Any = None

    def past(self, before: datetime, *columns: Any) -> Select[Any]:
        """A query of the rows whose moment was then or before."""
        query = select(*columns).select_from(self.key.class_)
        for target, condition in self.joins:
            query = query.join(target, condition)
        return query.where(self.moment <= self.limit(before), *self.conditions)

    def deletable(self, before: datetime, *columns: Any, now: datetime) -> Select[Any]:
        """As `past`, without rows whose owners have not had NOTICE_TIME to answer."""
        query = self.past(before, *columns)
        if self.noticed is None:
            return query
        return query.where(self.noticed >= self.moment, self.noticed <= now - NOTICE_TIME)

    def limit(self, moment: datetime) -> datetime | date:
        """The moment as it is compared with this source's: some know a day only."""
        return moment.date() if isinstance(self.moment.type, Date) else moment

    @property
    def unpaused(self) -> ColumnElement[bool]:
        """The condition that no pause holds a row back.

        What belongs to no event in particular may be about any: each pause holds it back.
        """
        return not_paused(self.event)


def _of_event(key: Any, event_id: Any, *more: tuple[Any, Any]) -> Source:
    """Rows of an event, whose time counts from its end; a postponed one has none yet."""
    return Source(
        key=key,
        moment=Event.ends_at,
        event=Event.id,
        joins=(*more, (Event, Event.id == event_id)),
        conditions=(Event.state != EventState.POSTPONED,),
    )


# What an account coordinates: its time counts from the end of the latest of these events, too.
_coordinated = (
    select(Event)
    .join(Delegation, Delegation.event_id == Event.id)
    .join(Grant, Grant.organisation_id == Delegation.organisation_id)
    .where(Grant.account_id == Account.id, Grant.role == Role.COORDINATOR.value)
    .correlate(Account)
)
_last_used = func.coalesce(Account.last_used_at, Account.created_at)
_last_event = _coordinated.with_only_columns(func.max(Event.ends_at)).scalar_subquery()
_unused_since = case((_last_event > _last_used, _last_event), else_=_last_used)
_is_postponed = _coordinated.where(Event.state == EventState.POSTPONED).exists()
_admin = exists(true()).where(Grant.account_id == Account.id, Grant.role == Role.ADMIN.value)

SOURCES: dict[DataKind, tuple[Source, ...]] = {
    DataKind.REGISTRATIONS: (_of_event(Registration.id, Registration.event_id),),
    # One row for each answer.
    DataKind.ANSWERS: (
        Source(
            Registration.id,
            RegistrationQuestion.delete_on,
            event=Registration.event_id,
            joins=((RegistrationQuestion, RegistrationQuestion.event_id == Registration.event_id),),
            conditions=(has_answer(),),
        ),
    ),
    DataKind.CARE_NEEDS: (
        _of_event(
            CareNeed.registration_id,
            Registration.event_id,
            (Registration, Registration.id == CareNeed.registration_id),
        ),
    ),
    DataKind.INVITEES: (_of_event(Invitee.id, Invitee.event_id),),
    DataKind.SCANS: (
        _of_event(CheckIn.id, CheckIn.event_id),
        _of_event(RejectedScan.id, RejectedScan.event_id),
        _of_event(DoorMessage.id, DoorMessage.event_id),
        _of_event(WalkIn.id, WalkIn.event_id),
    ),
    DataKind.UPLOADS: (
        _of_event(Material.id, Material.event_id),
        _of_event(EventBundle.id, EventBundle.event_id),
        _of_event(VenuePicture.event_id, VenuePicture.event_id),
    ),
    DataKind.MAIL_LOG: (
        Source(
            Job.id,
            func.coalesce(Job.done_at, Job.created_at),
            conditions=(Job.state.in_((JobState.DONE, JobState.FAILED)),),
        ),
    ),
    DataKind.ACCOUNTS: (
        Source(
            Account.id,
            _unused_since,
            conditions=(~_admin, ~_is_postponed),
            # Nobody can sign in to an account that has ended: its owner is not written to.
            noticed=case((Account.active.is_(True), Account.unused_notice_at), else_=_unused_since),
        ),
    ),
    DataKind.LEADS: (Source(Lead.id, Lead.told_on),),
    DataKind.LOG_DETAILS: (
        Source(
            AuditChange.entry_id,
            AuditEntry.at,
            joins=((AuditEntry, AuditEntry.id == AuditChange.entry_id),),
        ),
    ),
    DataKind.SIGN_IN: (
        Source(SignInLink.id, SignInLink.ends_at),
        Source(EndedSession.digest, EndedSession.ended_at),
    ),
    DataKind.INVITATIONS: (
        Source(AccountInvitation.id, AccountInvitation.ends_at),
        Source(AddressChange.id, AddressChange.ends_at),
        _of_event(
            DelegationRecipient.id,
            Delegation.event_id,
            (
                DelegationInvitation,
                DelegationInvitation.id == DelegationRecipient.invitation_id,
            ),
            (Delegation, Delegation.id == DelegationInvitation.delegation_id),
        ),
    ),
    DataKind.SPEAKER_ADDRESSES: (_of_event(SpeakerAddress.id, SpeakerAddress.event_id),),
    DataKind.IMPORTS: (
        Source(
            RegistrationImport.id,
            RegistrationImport.touched_at,
            event=RegistrationImport.event_id,
        ),
        Source(ScheduleImport.id, ScheduleImport.touched_at, event=ScheduleImport.event_id),
    ),
}

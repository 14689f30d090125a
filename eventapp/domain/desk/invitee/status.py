"""What became of an invitation: what somebody answered, and what their registration says."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from eventapp.models import Invitee, InviteeAnswer, Registration, RegistrationState


class InviteeStatus(StrEnum):
    """What is known of somebody invited, those first who are to be reminded."""

    SILENT = "silent"
    YES = "yes"  # said yes, and has not registered
    LATER = "later"
    UNSENT = "unsent"
    REGISTERED = "registered"
    NO = "no"  # said no, or has cancelled since


AWAITED = (InviteeStatus.SILENT, InviteeStatus.YES)


def _registration(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Theirs: made by the link, or under the address that was written to."""
    return (
        select(Registration.id)
        .where(
            Registration.event_id == Invitee.event_id,
            or_(Registration.id == Invitee.registration_id, Registration.email == Invitee.email),
            *conditions,
        )
        .correlate(Invitee)
    )


is_registered = _registration(Registration.state != RegistrationState.CANCELLED).exists()
_has_cancelled = _registration(
    Registration.state == RegistrationState.CANCELLED,
    Registration.cancelled_at > Invitee.created_at,
).exists()
status = case(
    (is_registered, InviteeStatus.REGISTERED.value),
    (or_(Invitee.answer == InviteeAnswer.NO, _has_cancelled), InviteeStatus.NO.value),
    (Invitee.answer == InviteeAnswer.YES, InviteeStatus.YES.value),
    (Invitee.answer == InviteeAnswer.LATER, InviteeStatus.LATER.value),
    (Invitee.invited_at.is_(None), InviteeStatus.UNSENT.value),
    else_=InviteeStatus.SILENT.value,
)


def has_status(*statuses: InviteeStatus) -> ColumnElement[bool]:
    """The condition that one of these holds."""
    return status.in_([wanted.value for wanted in statuses])


def is_awaited(before: datetime) -> ColumnElement[bool]:
    """The condition that somebody may be reminded: still awaited, and last written to before."""
    return and_(has_status(*AWAITED), Invitee.written_at <= before)

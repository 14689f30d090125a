"""What became of an invitation: what somebody answered, and what their registration says."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, or_, select

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


def _has_registration(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is one of theirs: made by the link, or under the address written to.

    Each is looked up in an index of its own. That of the event would lead through all its people:
    nothing is added to the event's number so that it is not taken.
    """
    own = select(Registration.id).where(*conditions).correlate(Invitee)
    by_link = own.where(Registration.id == Invitee.registration_id)
    by_address = own.where(
        Registration.email == Invitee.email, Registration.event_id + 0 == Invitee.event_id
    )
    return or_(by_link.exists(), by_address.exists())


is_registered = _has_registration(Registration.state != RegistrationState.CANCELLED)
_has_cancelled = _has_registration(
    Registration.state == RegistrationState.CANCELLED,
    Registration.cancelled_at > Invitee.created_at,
)
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

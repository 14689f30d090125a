"""Delegations as tables: what they were asked and answered, and how they use their seats."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select

from eventapp.domain.delegation.invitation_list import (
    DelegationStatus,
    InvitedDelegation,
    list_all_invited,
)
from eventapp.domain.desk.export.table import ExportTable, Row, local_day, local_moment
from eventapp.domain.door.attendance import attended_query
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.models import Attendance, Event, Registration

STATUS_LABELS = {
    DelegationStatus.MORE_SEATS: _l("Needs more places"),
    DelegationStatus.FAILED: _l("A letter did not arrive"),
    DelegationStatus.NOT_COMING: _l("Not coming"),
    DelegationStatus.NAMED: _l("Has named people"),
    DelegationStatus.OPENED: _l("Opened, no answer"),
    DelegationStatus.WAITING: _l("Letter waiting"),
    DelegationStatus.SENT: _l("Letter sent"),
    DelegationStatus.NOT_INVITED: _l("Not invited"),
}


def invitation_table(event: Event, *, title: str) -> ExportTable:
    """Each delegation: whom we wrote to, when, by when they were to answer, and what they said."""
    header = [
        _("Organisation"),
        _("Answer"),
        _("Reserved places"),
        _("Named"),
        _("Places asked for"),
        _("Places given back"),
        _("Invited"),
        _("Answer by"),
        _("Opened"),
        _("Answered"),
        _("Reminded"),
        _("Message"),
        _("Written to"),
    ]
    return ExportTable(title, header, _invitation_rows(event))


def delegation_table(event: Event, *, title: str) -> ExportTable:
    """Each delegation's seats: reserved, taken, left, who waits, and how many came."""
    header = [
        _("Organisation"),
        _("Reserved places"),
        _("Taken"),
        _("Left"),
        _("Waiting"),
        _("Came"),
    ]
    return ExportTable(title, header, _seat_rows(event))


def _invitation_rows(event: Event) -> Iterator[Row]:
    for row in list_all_invited(event):
        figures, status = row.figures, STATUS_LABELS[row.statuses[0]]
        seats = row.delegation.organisation.name, str(status), figures.reserved, figures.taken
        yield (*seats, *_correspondence(row, event.time_zone))


def _correspondence(row: InvitedDelegation, zone: str) -> Row:
    invitation = row.invitation
    if invitation is None:
        return (None,) * 9
    return (
        invitation.wanted_seats or None,
        invitation.returned_seats or None,
        local_day(invitation.invited_at, zone),
        invitation.answer_by.isoformat(),
        local_moment(invitation.opened_at, zone),
        local_moment(invitation.answered_at, zone),
        local_day(invitation.reminded_at, zone),
        invitation.note,
        "; ".join(recipient.email for recipient in invitation.recipients),
    )


def _seat_rows(event: Event) -> Iterator[Row]:
    came = _count_came(event)
    for row in list_all_invited(event):
        figures = row.figures
        counts = figures.reserved, figures.taken, figures.left, figures.waiting
        yield (row.delegation.organisation.name, *counts, came[row.delegation.id])


def _count_came(event: Event) -> Counter[int]:
    """How many of each delegation came, to a door or a meeting, by its id."""
    scanned = attended_query(event.id)
    marked = select(Attendance.registration_id)
    rows = db.session.execute(
        select(Registration.delegation_id, func.count())
        .where(
            Registration.event_id == event.id,
            Registration.delegation_id.is_not(None),
            Registration.id.in_(scanned) | Registration.id.in_(marked),
        )
        .group_by(Registration.delegation_id)
    )
    return Counter({int(row[0] or 0): row[1] for row in rows})

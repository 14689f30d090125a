"""Invited people as a table: whom we wrote to, when, and what they answered."""

from collections.abc import Iterator

from eventapp.domain.desk.export.table import ExportTable, Row, local_day, local_moment
from eventapp.domain.desk.invitee.invitee_list import iterate_invitees
from eventapp.domain.desk.invitee.status import InviteeStatus
from eventapp.i18n import _, _l
from eventapp.models import Event

INVITEE_STATUS_LABELS = {
    InviteeStatus.SILENT: _l("No answer"),
    InviteeStatus.YES: _l("Said yes, not registered"),
    InviteeStatus.LATER: _l("Will answer later"),
    InviteeStatus.UNSENT: _l("Not written to"),
    InviteeStatus.REGISTERED: _l("Registered"),
    InviteeStatus.NO: _l("Not coming"),
}


def invitee_table(event: Event, *, title: str) -> ExportTable:
    """Each of the list, by organisation."""
    header = [
        _("Organisation"),
        _("Name"),
        _("Email address"),
        _("Answer"),
        _("Reason"),
        _("Invited"),
        _("Last letter"),
        _("Answered"),
    ]
    return ExportTable(title, header, _rows(event))


def _rows(event: Event) -> Iterator[Row]:
    zone = event.time_zone
    for listed in iterate_invitees(event):
        invitee = listed.invitee
        yield (
            invitee.organisation_name,
            invitee.name,
            invitee.email,
            str(INVITEE_STATUS_LABELS[listed.status]),
            invitee.reason,
            local_day(invitee.invited_at, zone),
            local_day(invitee.written_at, zone),
            local_moment(invitee.answered_at, zone),
        )

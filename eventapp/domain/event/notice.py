"""Since when an event is postponed or cancelled, for feeds that date their entries."""

from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain.publication import Output, Showing, showing
from eventapp.domain.record.audit import subject_of
from eventapp.extensions import db
from eventapp.models import AuditEntry, Event, EventState

_ACTIONS = {EventState.POSTPONED: "postponed", EventState.CANCELLED: "called off"}


def notice_since(event: Event, output: Output) -> datetime | None:
    """Return when the event was postponed or cancelled; None if the output says nothing of it.

    Where the audit log has no entry any more, the opening of registration stands in.
    """
    if showing(event, output) is not Showing.NOTICE:
        return None
    kind, code = subject_of(event)
    at = db.session.scalar(
        select(func.max(AuditEntry.at)).where(
            AuditEntry.subject_kind == kind,
            AuditEntry.subject_code == code,
            AuditEntry.action == _ACTIONS[event.state],
        )
    )
    return at or event.registration_opens_at

"""Since when an event is postponed or called off, for feeds that date what they say."""

from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain.publication import Output, Showing, showing
from eventapp.domain.record.audit import subject_of
from eventapp.extensions import db
from eventapp.models import AuditEntry, Event, EventState

_ACTIONS = {EventState.POSTPONED: "postponed", EventState.CANCELLED: "called off"}


def notice_since(event: Event, output: Output) -> datetime | None:
    """Return when the event came to be postponed or called off; None if nothing is to be said.

    Where the log no longer says, it is the moment from which the event could be found.
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

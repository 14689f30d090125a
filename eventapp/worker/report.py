"""The figures of reports: a job reads one event, and promises the next."""

from eventapp import transactions
from eventapp.clock import utcnow
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.report.gathering import read_next, store_part
from eventapp.extensions import db
from eventapp.mail.message import Letter


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """Gathering figures is no letter."""
    return None


def gather_next(leased: Lease) -> None:
    """Read what is next without a lock, and store it if the report still waits for it."""
    with transactions.reading(db.session):
        part = read_next(leased.payload["report_id"], leased.payload["round"], now=utcnow())
    if part:
        store_part(part, now=utcnow())

"""Lists that are taken in, or undone: a job is a batch, and promises the next."""

from eventapp.clock import utcnow
from eventapp.domain.desk.registration_import import continue_import
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.mail.message import Letter


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A batch is no letter."""
    return None


def take_batch(leased: Lease) -> None:
    """Take in the next people of the list, or take them out again."""
    continue_import(leased.payload["import_id"], now=utcnow())

"""Acts on many registrations, or their undoing: a job is a batch, and promises the next.

Should a job be lost, the clock goes on with the act.
"""

from eventapp.clock import utcnow
from eventapp.domain import outbox
from eventapp.domain.desk.bulk_act import continue_act
from eventapp.domain.desk.bulk_act_undo import continue_undo
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.mail.message import Letter


def no_letter(_leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A batch is no letter."""
    return None


def take_batch(leased: Lease) -> None:
    """Do it to the next people of the act, or undo it for them."""
    act_id, now = leased.payload["act_id"], utcnow()
    if continue_act(act_id, now=now) or continue_undo(act_id, now=now):
        outbox.enqueue(leased.kind, key=f"bulk-act:after:{leased.job_id}", now=now, act_id=act_id)

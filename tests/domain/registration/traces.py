"""What a registration leaves behind: promised letters, entries in the log, seats taken."""

from sqlalchemy import select

from eventapp.domain.locking import lock_event
from eventapp.domain.registration import queue
from eventapp.extensions import db
from eventapp.models import AuditEntry, Event, Job, JobKind
from tests.builders import NOON


def kinds_promised() -> list[JobKind]:
    return list(db.session.scalars(select(Job.kind).order_by(Job.id)))


def actions_recorded() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def seated(event: Event) -> int:
    return queue.count_seats(lock_event(event), now=NOON).pool.taken.total()

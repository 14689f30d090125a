"""What the hourly comparison of counts found, for those who look at the installation's health."""

from datetime import datetime

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import CountCheck, CountKind


def note_check(kind: CountKind, wrong: int, *, now: datetime) -> None:
    """Write down that so many events were found wrong now, and put right."""
    db.session.merge(CountCheck(kind=kind, at=now, wrong=wrong))


def last_checks() -> dict[CountKind, CountCheck]:
    """The last comparison of each kind; none of what has never been compared."""
    return {check.kind: check for check in db.session.scalars(select(CountCheck))}

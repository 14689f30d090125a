"""Seats left in sessions, in coarse words."""

from datetime import UTC, datetime

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import Availability, Session


def availability_by_session(event_id: int, *, now: datetime) -> dict[str, Availability]:
    """The availability of each released session with limited seats that is not over, by its code.

    Releases write all their moments in UTC and alike, so that they sort as they are.
    """
    moment = now.astimezone(UTC).replace(microsecond=0).isoformat()
    rows = db.session.execute(
        select(Session.code, Session.availability).where(
            Session.event_id == event_id,
            Session.released["seats"].as_integer().is_not(None),
            Session.released["ends_at"].as_string() > moment,
        )
    )
    return {row.code: row.availability for row in rows}

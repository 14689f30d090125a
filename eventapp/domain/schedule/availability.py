"""Seats left in sessions, in coarse words."""

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import Availability, Session


def availability_by_session(event_id: int) -> dict[str, Availability]:
    """The availability of each released session with limited seats, by session code."""
    rows = db.session.execute(
        select(Session.code, Session.availability).where(
            Session.event_id == event_id, Session.released["seats"].as_integer().is_not(None)
        )
    )
    return {row.code: row.availability for row in rows}

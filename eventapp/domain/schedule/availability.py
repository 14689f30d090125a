"""Seats left in sessions, in coarse words."""

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import Availability, Session


def availability_by_session(event_id: int) -> dict[str, Availability]:
    """The availability of each released session with limited seats, by session code."""
    rows = db.session.execute(
        select(Session.code, Session.availability, Session.released).where(
            Session.event_id == event_id, Session.released.is_not(None)
        )
    )
    return {row[0]: row[1] for row in rows if row[2] and row[2]["seats"] is not None}

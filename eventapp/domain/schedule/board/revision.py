"""A short text that differs whenever anything differs that the board shows."""

import hashlib

from sqlalchemy import func, literal, select, union_all

from eventapp.extensions import db
from eventapp.models import Event, OverriddenConflict, Release, Room, Session, Speaker, Track

DIGEST_LENGTH = 16
EDITED = (Session, Room, Track, Speaker)
STORED_ONCE = (OverriddenConflict, Release)


def board_revision(event: Event) -> str:
    """The revision of the event's board, without reading the sessions. One query."""
    counts = [
        select(
            literal(kind.__tablename__),
            func.count(kind.id),
            func.sum(kind.version) if kind in EDITED else literal(0),
            func.max(kind.id),
        ).where(kind.event_id == event.id)
        for kind in (*EDITED, *STORED_ONCE)
    ]
    rows = sorted(map(str, db.session.execute(union_all(*counts))))
    text = "/".join((*rows, str(event.version)))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]

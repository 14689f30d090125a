"""Telling the whole story, once, in one transaction: a house has all of the sample or nothing."""

from eventapp.cli.story import (
    conference,
    door,
    exchange,
    focus_area,
    further,
    mailbox,
    network,
    survey,
)
from eventapp.clock import utcnow
from eventapp.domain import outbox
from eventapp.domain.event.event import all_events_revision
from eventapp.extensions import db


def tell() -> None:
    """Tell the story, unless there are events already. Every mail of it counts as sent."""
    now = utcnow()
    count, _revisions = all_events_revision()
    if count:
        db.session.rollback()
        return
    focus_area.tell()
    conference.tell(now=now)
    network.tell()
    further.tell(now=now)
    door.tell(now=now)
    survey.tell_survey(now=now)
    exchange.tell_exchange(now=now)
    outbox.mark_all_done(now=now)
    db.session.commit()
    mailbox.fill()

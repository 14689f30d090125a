"""Telling the whole story, once, in one transaction: a house has all of the sample or nothing."""

from eventapp.clock import utcnow
from eventapp.demo import (
    conference,
    current_events,
    door,
    exchange,
    focus_area,
    sample_mail,
    series,
    survey,
)
from eventapp.domain import outbox
from eventapp.domain.event.event import all_events_revision
from eventapp.extensions import db


def seed_sample() -> None:
    """Tell the story, unless there are events already. Every mail of it counts as sent."""
    now = utcnow()
    count, _revisions = all_events_revision()
    if count:
        db.session.rollback()
        return
    focus_area.seed_focus_areas()
    conference.seed_conference(now=now)
    series.seed_series()
    current_events.seed_current_events(now=now)
    door.seed_check_ins(now=now)
    survey.seed_surveys(now=now)
    exchange.seed_exchange(now=now)
    outbox.mark_all_done(now=now)
    db.session.commit()
    sample_mail.store_sample_mail()

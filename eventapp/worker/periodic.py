"""Periodic work: offers lapse, surveys open, editors are notified, what is due is deleted."""

from datetime import datetime

from eventapp import transactions
from eventapp.domain.registration import offer
from eventapp.extensions import db
from eventapp.worker import exchange, retention, survey


def run_due(*, now: datetime) -> None:
    """Do what the clock asks for. Safe with many workers."""
    _settle_queues(now)
    survey.run_due(now=now)
    exchange.run_due(now=now)
    retention.run_due(now=now)


def _settle_queues(now: datetime) -> None:
    """One transaction an event: nobody waits for another event's queue."""
    with transactions.reading():
        slugs = offer.list_events_with_lapsed_seats(now=now)
        db.session.rollback()
    for slug in slugs:
        offer.withdraw_lapsed_offers(slug, now=now)
        db.session.commit()

"""Periodic work: offers lapse, surveys open, editors are notified, the log is sealed."""

from datetime import datetime

from eventapp import transactions
from eventapp.domain.registration import care_need, offer
from eventapp.extensions import db
from eventapp.logs import get_logger
from eventapp.worker import audit, exchange, survey

log = get_logger("worker")


def run_due(*, now: datetime) -> None:
    """Do what the clock asks for. Safe with many workers."""
    _settle_queues(now)
    _forget_needs(now)
    survey.run_due(now=now)
    exchange.run_due(now=now)
    audit.run_due()


def _settle_queues(now: datetime) -> None:
    """One transaction an event: nobody waits for another event's queue."""
    with transactions.reading():
        slugs = offer.list_events_with_lapsed_seats(now=now)
        db.session.rollback()
    for slug in slugs:
        offer.withdraw_lapsed_offers(slug, now=now)
        db.session.commit()


def _forget_needs(now: datetime) -> None:
    with transactions.reading():
        due = care_need.has_past_needs(now=now)
        db.session.rollback()
    if due:
        gone = care_need.delete_past_needs(now=now)
        db.session.commit()
        log.info("needs deleted", rows=gone)

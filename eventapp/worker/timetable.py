"""What happens by the clock: offers lapse, seats fall free, surveys open, editors are told."""

from datetime import datetime

from eventapp import transactions
from eventapp.domain.registration import care_need, offer
from eventapp.extensions import db
from eventapp.logs import get_logger
from eventapp.worker import exchange, survey

log = get_logger("worker")


def keep(*, now: datetime) -> None:
    """Do what the clock asks for. Safe with many workers."""
    _settle_queues(now)
    _forget_needs(now)
    survey.keep(now=now)
    exchange.keep(now=now)


def _settle_queues(now: datetime) -> None:
    """One transaction an event: nobody waits for another event's queue."""
    with transactions.reading():
        slugs = offer.list_events_to_settle(now=now)
        db.session.rollback()
    for slug in slugs:
        offer.pass_lapsed_on(slug, now=now)
        db.session.commit()


def _forget_needs(now: datetime) -> None:
    with transactions.reading():
        due = care_need.has_past(now=now)
        db.session.rollback()
    if due:
        gone = care_need.forget_past(now=now)
        db.session.commit()
        log.info("needs deleted", rows=gone)

"""Periodic work: offers lapse, long acts go on, surveys open, data goes, the log is sealed."""

from datetime import datetime

from eventapp import transactions
from eventapp.domain.desk import bulk_act, bulk_act_undo, cancellation
from eventapp.domain.desk.double import double_merge
from eventapp.domain.organisation import merge
from eventapp.domain.protected import alias
from eventapp.domain.registration import offer
from eventapp.extensions import db
from eventapp.worker import audit, exchange, letter, retention, survey

MERGE_BATCHES_AT_ONCE = 20
BULK_BATCHES_AT_ONCE = 50


def run_due(*, now: datetime) -> None:
    """Do what the clock asks for. Safe with many workers."""
    _settle_queues(now)
    _move_merged(now)
    _continue_bulk_acts(now)
    _complete_cancellations(now)
    _close_double_merges(now)
    _refresh_aliases(now)
    survey.run_due(now=now)
    letter.run_due(now=now)
    exchange.run_due(now=now)
    audit.run_due()
    retention.run_due(now=now)


def _settle_queues(now: datetime) -> None:
    """One transaction an event: nobody waits for another event's queue."""
    with transactions.reading():
        slugs = offer.list_events_with_lapsed_seats(now=now)
        db.session.rollback()
    for slug in slugs:
        offer.withdraw_lapsed_seats(slug, now=now)
        db.session.commit()


def _move_merged(now: datetime) -> None:
    """Go on with merges of organisations that have more registrations than one transaction moves.

    A batch is a transaction; after some, other work has its turn.
    """
    with transactions.reading():
        codes = merge.list_unfinished()
        db.session.rollback()
    for code in codes:
        for _batch in range(MERGE_BATCHES_AT_ONCE):
            more = merge.continue_merge(code, now=now)
            db.session.commit()
            if not more:
                break


def _continue_bulk_acts(now: datetime) -> None:
    """A batch is a transaction; after some, other work has its turn."""
    with transactions.reading():
        due = [(bulk_act.continue_act, id_) for id_ in bulk_act.list_unfinished()]
        due += [(bulk_act_undo.continue_undo, id_) for id_ in bulk_act_undo.list_being_undone()]
        db.session.rollback()
    for go_on, id_ in due:
        for _batch in range(BULK_BATCHES_AT_ONCE):
            more = go_on(id_, now=now)
            db.session.commit()
            if not more:
                break


def _complete_cancellations(now: datetime) -> None:
    """Each in a transaction of its own, once it can no longer be undone."""
    with transactions.reading():
        codes = cancellation.list_due(now=now)
        db.session.rollback()
    for code in codes:
        cancellation.complete_cancellation(code, now=now)
        db.session.commit()


def _close_double_merges(now: datetime) -> None:
    """Each in a transaction of its own, once it can no longer be undone."""
    with transactions.reading():
        codes = double_merge.list_due(now=now)
        db.session.rollback()
    for code in codes:
        double_merge.complete_merge(code, now=now)
        db.session.commit()


def _refresh_aliases(now: datetime) -> None:
    with transactions.reading():
        due = alias.refresh_is_due(now=now)
        db.session.rollback()
    if due:
        alias.refresh_aliases(now=now)
        db.session.commit()

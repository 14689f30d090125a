"""Periodic work: offers lapse, long acts go on, surveys open, data goes, the log is sealed."""

from datetime import datetime, timedelta

from eventapp import transactions
from eventapp.domain.desk import bulk_act, bulk_act_undo, cancellation
from eventapp.domain.desk.double import double_mark, double_merge
from eventapp.domain.desk.walk_in.decision import forget_names, has_to_forget
from eventapp.domain.door import roster_entry, scan_tally
from eventapp.domain.installation import count_check
from eventapp.domain.organisation import merge
from eventapp.domain.people import try_limit
from eventapp.domain.protected import alias
from eventapp.domain.registration import offer, registration_count
from eventapp.extensions import db
from eventapp.logs import get_logger
from eventapp.models import CountKind, Event
from eventapp.worker import audit, exchange, letter, retention, survey

MERGE_BATCHES_AT_ONCE = 20
BULK_BATCHES_AT_ONCE = 50
RECOUNT_INTERVAL = timedelta(hours=1)
REPAIRS = (
    (CountKind.REGISTRATIONS, registration_count.list_miscounted, registration_count.recount),
    (CountKind.DOUBLES, double_mark.list_badly_marked, double_mark.mark_anew),
)
log = get_logger("worker")
ROSTER_BATCHES_AT_ONCE = 50


def run_due(*, now: datetime) -> None:
    """Do what the clock asks for. Safe with many workers."""
    _settle_queues(now)
    _move_merged(now)
    _continue_bulk_acts(now)
    _complete_cancellations(now)
    _close_double_merges(now)
    _refresh_aliases(now)
    _prepare_rosters(now)
    survey.run_due(now=now)
    letter.run_due(now=now)
    exchange.run_due(now=now)
    audit.run_due()
    retention.run_due(now=now)
    _delete_ended_tries(now)
    _forget_walk_ins(now)


def _settle_queues(now: datetime) -> None:
    """One transaction an event: nobody waits for another event's queue."""
    with transactions.reading(db.session):
        slugs = offer.list_events_with_lapsed_seats(now=now)
    for slug in slugs:
        offer.withdraw_lapsed_seats(slug, now=now)
        db.session.commit()


def _move_merged(now: datetime) -> None:
    """Go on with merges of organisations that have more registrations than one transaction moves.

    A batch is a transaction; after some, other work has its turn.
    """
    with transactions.reading(db.session):
        codes = merge.list_unfinished()
    for code in codes:
        for _batch in range(MERGE_BATCHES_AT_ONCE):
            more = merge.continue_merge(code, now=now)
            db.session.commit()
            if not more:
                break


def _continue_bulk_acts(now: datetime) -> None:
    """A batch is a transaction; after some, other work has its turn."""
    with transactions.reading(db.session):
        due = [(bulk_act.continue_act, id_) for id_ in bulk_act.list_unfinished()]
        due += [(bulk_act_undo.continue_undo, id_) for id_ in bulk_act_undo.list_being_undone()]
    for go_on, id_ in due:
        for _batch in range(BULK_BATCHES_AT_ONCE):
            more = go_on(id_, now=now)
            db.session.commit()
            if not more:
                break


def _complete_cancellations(now: datetime) -> None:
    """Each in a transaction of its own, once it can no longer be undone."""
    with transactions.reading(db.session):
        codes = cancellation.list_due(now=now)
    for code in codes:
        cancellation.complete_cancellation(code, now=now)
        db.session.commit()


def _close_double_merges(now: datetime) -> None:
    """Each in a transaction of its own, once it can no longer be undone."""
    with transactions.reading(db.session):
        codes = double_merge.list_due(now=now)
    for code in codes:
        double_merge.complete_merge(code, now=now)
        db.session.commit()


def _refresh_aliases(now: datetime) -> None:
    with transactions.reading(db.session):
        due = alias.refresh_is_due(now=now)
    if due:
        alias.refresh_aliases(now=now)
        db.session.commit()


def repair_counts(*, now: datetime) -> None:
    """Count and mark anew where what triggers keep is wrong: a hand in the database was there.

    Each event in a transaction of its own, under its lock.
    """
    for kind, list_wrong, put_right in REPAIRS:
        with transactions.reading(db.session):
            slugs = list_wrong()
        for slug in slugs:
            put_right(slug)
            db.session.commit()
            log.warning("counted anew", kind=kind.value, slug=slug)
        count_check.note_check(kind, len(slugs), now=now)
        db.session.commit()


def _prepare_rosters(now: datetime) -> None:
    """Make what phones and the live door read before they ask for it. A batch is a transaction."""
    with transactions.reading(db.session):
        ids = roster_entry.list_behind(now=now)
    for id_ in ids:
        for step in (roster_entry.record_changes, scan_tally.store_tally):
            for _batch in range(ROSTER_BATCHES_AT_ONCE):
                more = step(db.session.get_one(Event, id_))
                db.session.commit()
                if not more:
                    break


def _forget_walk_ins(now: datetime) -> None:
    with transactions.reading(db.session):
        due = has_to_forget(now=now)
    if due:
        forget_names(now=now)
        db.session.commit()


def _delete_ended_tries(now: datetime) -> None:
    with transactions.reading(db.session):
        ended = try_limit.has_ended(now=now)
    if ended:
        try_limit.delete_ended(now=now)
        db.session.commit()

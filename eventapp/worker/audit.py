"""Sealing the log: what was committed since the last round, in batches."""

from flask import current_app

from eventapp import transactions
from eventapp.domain.record.chain import chain_head, find_mac, seal_next
from eventapp.domain.record.head_file import UnreadableHead, read_head, write_head
from eventapp.extensions import db
from eventapp.logs import get_logger

BATCHES_MAX = 20  # in one round, so that mail does not wait for a long backlog
log = get_logger("worker")


def run_due() -> None:
    """Seal what waits, log the new head and keep it in the data folder."""
    count = 0
    for _ in range(BATCHES_MAX):
        sealed = seal_next()
        count += sealed
        if not sealed:
            break
    if count:
        _store_head()


def _store_head() -> None:
    """A head that the log does not lead to any more is never replaced: it is the proof."""
    folder = current_app.extensions["settings"].data_folder
    with transactions.reading(db.session):
        head = chain_head()
        try:
            stored_head = read_head(folder)
            agrees = stored_head is None or find_mac(stored_head.position) == stored_head.mac
        except UnreadableHead:
            agrees = False
    if head is None:
        return
    log.info("log sealed", position=head.position, mac=head.mac)
    if agrees:
        write_head(folder, head)
    else:
        log.error("log broken", position=head.position)  # `eventapp verify-log` says where

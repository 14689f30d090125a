"""What follows an erasure once it is committed: the list in its file, and no old copies left."""

import time

from flask import current_app

from eventapp.domain.record.erasure import FILE_NAME, store_erasures
from eventapp.domain.record.purge import purge_old_versions

PURGE_ATTEMPTS = 5
PURGE_PAUSE_SECONDS = 0.02


def finish_erasure() -> None:
    """Write the list to its file, and purge what the database keeps of deleted rows.

    A reader may stand in the way of the purge: the database's own cleaning does it later.
    """
    store_erasures(current_app.extensions["settings"].data_folder / FILE_NAME)
    for _attempt in range(PURGE_ATTEMPTS):
        if purge_old_versions():
            return
        time.sleep(PURGE_PAUSE_SECONDS)

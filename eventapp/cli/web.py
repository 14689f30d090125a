"""What each web process of the keeper loads: the app, and an eye on the keeper."""

import gc
import os
import signal
import time

from flask import Flask

from eventapp.app import create_app
from eventapp.cli.kept import follow_keeper

LEAVE_AT_MOST = 5


def create_kept_app() -> Flask:
    """The app, in a process that ends its work and leaves when the keeper is gone."""
    follow_keeper(_leave)
    app = create_app()
    # What is loaded now stays. Looking through it for rubbish would hold every visitor up, 0.1 s.
    gc.collect()
    gc.freeze()
    return app


def _leave() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LEAVE_AT_MOST)
    os._exit(1)  # the server did not hear: nobody would ever stop it

"""What each web process of the keeper loads: the app, and an eye on the keeper."""

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
    return create_app()


def _leave() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LEAVE_AT_MOST)
    os._exit(1)  # the server did not hear: nobody would ever stop it

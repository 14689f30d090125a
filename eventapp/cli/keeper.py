"""Keeping the house running: web processes under granian, the outbox worker beside them.

This process loads the house and then does nothing with it: what it forks has everything in memory
already, and shares it. A fork also copies each connection that is open and each lock that another
thread holds just then, for ever. So the keeper opens none, and its threads only wait.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from eventapp.cli import kept
from eventapp.cli.opening import Opening
from eventapp.cli.work import be_worker
from eventapp.worker import loop

LOOK_EVERY = 0.2
REST = 1.0
STOP_AT_MOST = 5


def keep(app: Flask, host: str, port: int, workers: int, announcement: str = "") -> None:
    """Serve until told to stop. The announcement goes to stdout once the house answers."""
    multiprocessing.set_start_method("fork")
    # What is loaded now stays, here and in every fork. Looking through it for rubbish would hold
    # visitors up, 0.1 s, and touch what the processes share.
    gc.collect()
    gc.freeze()
    Keeper(app, lambda: web_server(host, port, workers), Opening(host, port, announcement)).keep()


class Keeper:
    """Replaces what dies until somebody says stop, by Ctrl-C, SIGTERM or a closed terminal."""

    def __init__(self, app: Flask, new_server: Callable[[], MPServer], opening: Opening) -> None:
        self._app, self._new_server, self._opening = app, new_server, opening
        # With nohup the house outlives its terminal.
        self._hangup_counts = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
        self._told, self._over = False, threading.Event()
        self._server: Any = new_server()  # its way to stop is not typed
        self._worker = self._start_worker()

    def keep(self) -> None:
        """Serve until told to stop. SystemExit when the house never opened."""
        minder = threading.Thread(target=self._mind, daemon=True)
        minder.start()
        try:
            self._serve_again_and_again()
        finally:
            self._over.set()
            minder.join(2 * STOP_AT_MOST)

    def _serve_again_and_again(self) -> None:
        """Serve anew where granian gives the whole house up: one process died twice within seconds.

        A house that never opened is given up here too.
        """
        while not self._told:
            self._server.on_startup(self._listen)
            try:
                self._server.serve(target_loader=lambda: _enter_web(self._app), wrap_loader=False)
            except SystemExit:
                if not self._opening.has_happened():
                    raise
            if not self._told:
                print("Web processes died in a row: the house begins anew.", file=sys.stderr)
                self._server = self._new_server()

    def _listen(self) -> None:
        """Heed what says stop; granian would only reload when the terminal is closed."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGHUP, self._stop if self._hangup_counts else signal.SIG_IGN)

    def _stop(self, *_: object) -> None:
        # No more: a signal comes amid anything, a wait that holds its lock included.
        self._told = True

    def _mind(self) -> None:
        """Have an outbox worker until all is over; a dead one's leases run out."""
        while not self._over.wait(LOOK_EVERY):
            if self._told:
                self._server.signal_handler_interrupt()  # again: granian can miss it amid replacing
            elif not self._worker.is_alive() and not self._over.wait(REST):
                self._worker = self._start_worker()
        self._worker.terminate()
        self._worker.join(STOP_AT_MOST)
        self._worker.kill()  # what it was doing falls due again when its lease runs out

    def _start_worker(self) -> multiprocessing.Process:
        worker = multiprocessing.Process(target=_enter_worker, args=[self._app, self._opening])
        worker.start()
        return worker


def web_server(host: str, port: int, workers: int) -> MPServer:
    """The web server as the house runs it; what it serves is said to its `serve`."""
    return MPServer(
        "eventapp",
        process_name=f"eventapp: keeper of {host}:{port}",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=512,
        backlog=2048,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_AT_MOST,
        log_level=LogLevels.warning,
        log_dictconfig={"loggers": {"_granian": {"propagate": True}}},  # as all else is logged
        log_access=False,
    )


def _enter_web(app: Flask) -> Flask:
    kept.enter("web", _leave)
    return app


def _leave() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_AT_MOST)
    os._exit(1)  # the server did not hear: nobody would ever stop it


def _enter_worker(app: Flask, opening: Opening) -> None:
    """Let the pages come first, then send mail until the keeper says stop or is gone."""
    stop = threading.Event()
    kept.enter("worker", stop.set)
    be_worker(stop)
    opening.wait(stop)
    loop.run(app, stop)

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
from typing import Any

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from eventapp.cli import kept
from eventapp.cli.opening import Opening
from eventapp.cli.work import stop_when_told
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
    opening, stop = Opening(host, port, announcement), threading.Event()
    worker = _start_worker(app, opening)
    minder = threading.Thread(target=_mind_worker, args=(worker, app, opening, stop), daemon=True)
    minder.start()
    try:
        _serve_again_and_again(app, host, port, workers, opening)
    finally:
        stop.set()
        minder.join(2 * STOP_AT_MOST)


def _serve_again_and_again(
    app: Flask, host: str, port: int, workers: int, opening: Opening
) -> None:
    """Serve until told to stop.

    granian replaces a dead web process, but gives the whole house up when one dies twice within
    seconds. A house that has opened begins anew then; one that never did ends with SystemExit.
    """
    while True:
        server = web_server(host, port, workers)
        _heed_hangup(server)
        try:
            server.serve(target_loader=lambda: _enter_web(app), wrap_loader=False)
        except SystemExit:
            if not opening.has_happened():
                raise
        if server.interrupt_signal:
            return
        print("Web processes died one after the other: the house begins anew.", file=sys.stderr)


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
        log_access=False,
    )


def _heed_hangup(server: MPServer) -> None:
    """Stop when the terminal is closed, unless started with nohup; granian would only reload."""
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        heed: Any = signal.SIG_IGN
    else:
        heed = server.signal_handler_interrupt
    server.on_startup(lambda: signal.signal(signal.SIGHUP, heed))


def _enter_web(app: Flask) -> Flask:
    kept.enter("web", _leave)
    return app


def _leave() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_AT_MOST)
    os._exit(1)  # the server did not hear: nobody would ever stop it


def _start_worker(app: Flask, opening: Opening) -> multiprocessing.Process:
    worker = multiprocessing.Process(target=_enter_worker, args=[app, opening])
    worker.start()
    return worker


def _enter_worker(app: Flask, opening: Opening) -> None:
    """Let the pages come first, then send mail until the keeper says stop or is gone."""
    stop = threading.Event()
    kept.enter("worker", stop.set)
    stop_when_told(stop)
    opening.wait(stop)
    loop.run(app, stop)


def _mind_worker(
    worker: multiprocessing.Process, app: Flask, opening: Opening, stop: threading.Event
) -> None:
    """Have an outbox worker until told to stop; a dead one's leases run out."""
    while not stop.wait(LOOK_EVERY):
        if not worker.is_alive() and not stop.wait(REST):
            worker = _start_worker(app, opening)
    worker.terminate()
    worker.join(STOP_AT_MOST)
    worker.kill()  # what it was doing falls due again when its lease runs out

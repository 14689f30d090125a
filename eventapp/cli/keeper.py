"""Keeping the house running: web workers under granian, the outbox worker beside them.

This process imports next to nothing of the house, so that it stays small; what it starts does.
"""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from eventapp.cli.kept import KEEPER

ANNOUNCEMENT = "EVENTAPP_ANNOUNCEMENT"

LOOK_EVERY = 0.2
WAIT_AT_MOST = 60.0
STOP_AT_MOST = 5


def hand_over(host: str, port: int, workers: int, announcement: str = "") -> None:
    """Become the keeper: what migrating and seeding took of memory is given back."""
    # Not an argument: those are for everybody on the machine to see.
    os.environ[ANNOUNCEMENT] = announcement
    told = json.dumps([host, port, workers])
    os.execv(sys.executable, [sys.executable, "-m", "eventapp.cli.keeper", told])  # noqa: S606


def keep(host: str, port: int, workers: int) -> None:
    """Serve until told to stop. The announcement goes to stdout once the house answers."""
    announcement = os.environ.pop(ANNOUNCEMENT, "")
    os.environ[KEEPER] = str(os.getpid())
    # A fork would copy whatever lock another thread holds just then, and hang on it for ever.
    multiprocessing.set_start_method("spawn")
    answered, stop = threading.Event(), threading.Event()
    house = (host, port, announcement, answered, stop)
    minder = threading.Thread(target=_mind_house, args=house, daemon=True)
    minder.start()
    try:
        _serve_again_and_again(host, port, workers, answered)
    finally:
        stop.set()
        minder.join(2 * STOP_AT_MOST)


def _serve_again_and_again(host: str, port: int, workers: int, answered: threading.Event) -> None:
    """Serve until told to stop.

    granian replaces a dead web process, but gives the whole house up when one dies twice within
    seconds. A house that has answered begins anew then; one that never did ends with SystemExit.
    """
    while True:
        server = web_server("eventapp.cli.web:create_kept_app", host, port, workers)
        _heed_hangup(server)
        try:
            server.serve()
        except SystemExit:
            if not answered.is_set():
                raise
        if server.interrupt_signal:
            return
        print("Web processes died one after the other: the house begins anew.", file=sys.stderr)


def web_server(app: str, host: str, port: int, workers: int) -> MPServer:
    """The web server for an app named `module:factory`, as the house runs it."""
    return MPServer(
        app,
        factory=True,
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


def _mind_house(
    host: str, port: int, announcement: str, answered: threading.Event, stop: threading.Event
) -> None:
    """Say when the pages answer; only then let the outbox worker have its share of the machine."""
    if _answers(host, port, stop):
        answered.set()
        if announcement:
            print(announcement, flush=True)
    elif not stop.is_set():
        print(f"No page answers within {WAIT_AT_MOST:.0f} seconds.", file=sys.stderr)
    while not stop.is_set():
        _mind_worker(stop)
        stop.wait(1)


def _mind_worker(stop: threading.Event) -> None:
    """Have an outbox worker for as long as it lives; a dead one's leases run out."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "eventapp", "worker"],
        process_group=0,  # Ctrl-C is for the keeper alone
    )
    while worker.poll() is None and not stop.wait(LOOK_EVERY):
        pass
    worker.terminate()
    try:
        worker.wait(STOP_AT_MOST)
    except subprocess.TimeoutExpired:
        worker.kill()  # what it was doing falls due again when its lease runs out


def _answers(host: str, port: int, stop: threading.Event) -> bool:
    """Wait until a page answers; no proxy of the environment stands between."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + WAIT_AT_MOST
    while time.monotonic() < deadline and not stop.is_set():
        try:
            with opener.open(f"http://{here}:{port}/healthz", timeout=5):
                return True
        except OSError:
            stop.wait(LOOK_EVERY)
    return False


if __name__ == "__mp_main__":  # in a web process, before it loads the house
    os.setpgrp()  # Ctrl-C is for the keeper alone, who tells the others

if __name__ == "__main__":
    keep(*json.loads(sys.argv[1]))

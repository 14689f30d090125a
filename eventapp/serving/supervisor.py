"""The supervisor: starts web processes and the outbox worker, replaces those that die or hang.

This process loads the application and then does nothing with it: what it forks has everything in
memory already, and shares it. A fork also copies each open connection and each lock that another
thread holds at that moment, for ever. So the supervisor opens no connection, and its threads only
wait. See docs/decisions/0007-load-once-and-fork.md.
"""

import contextlib
import ctypes
import gc
import logging
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

from eventapp import transactions
from eventapp.serving import supervised
from eventapp.serving.lanes import THREADS, Lanes
from eventapp.serving.pulse import Pulses
from eventapp.serving.readiness import Readiness
from eventapp.serving.warming import warm_up
from eventapp.worker import loop, progress

POLL_SECONDS = 0.2
RESTART_DELAY_SECONDS = 1.0
STOP_TIMEOUT_SECONDS = 5
M_ARENA_MAX = -8  # of mallopt(3)
WORKER_NICENESS = 5  # pages come before mails when both want the processor
# Whoever has the write lock hands the interpreter over at each statement, and gets it back after so
# long: Python's own 5 ms, a dozen times in a registration, are waited for by all other writers.
SWITCH_INTERVAL_SECONDS = 0.0001


def supervise(app: Flask, host: str, port: int, workers: int, announcement: str = "") -> None:
    """Serve until a signal to stop. Print the announcement once the pages answer.

    Raises SystemExit when no web process ever started.
    """
    multiprocessing.set_start_method("fork")
    _share_one_arena()
    warm_up(app)
    # What is loaded now stays, here and in every fork. A garbage collection would touch the pages
    # of memory that the processes share, and delay visitors by 0.1 s. Loading leaves none behind
    # that would be worth the quarter of a second that it takes to look: 4 kB.
    gc.freeze()
    readiness = Readiness(host, port, announcement)
    Supervisor(app, lambda: web_server(host, port, workers), readiness).run()


def _share_one_arena() -> None:
    """Let all threads of a process take memory from one arena, here and in every fork.

    The C library makes up to eight a processor, and each keeps what its busiest moment needed.
    Threads of Python hardly ever ask for memory at the same time.
    """
    with contextlib.suppress(AttributeError):  # another C library, which has none
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


class Supervisor:
    """Replaces processes that die or hang, until stopped: by Ctrl-C, SIGTERM, a closed terminal."""

    def __init__(
        self, app: Flask, new_server: Callable[[], MPServer], readiness: Readiness
    ) -> None:
        self._app, self._new_server, self._readiness = app, new_server, readiness
        # With nohup the processes outlive their terminal.
        self._heeds_hangup = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
        self._stopping, self._stopped = False, threading.Event()
        self._server: Any = new_server()  # granian types none of its ways to stop
        self._pulses = Pulses()
        self._worker = self._start_worker()

    def run(self) -> None:
        """Serve until a signal to stop. Raises SystemExit when no web process ever started."""
        watcher = threading.Thread(target=self._watch, daemon=True)
        watcher.start()
        try:
            self._serve_until_stopped()
        finally:
            self._stopped.set()
            watcher.join(2 * STOP_TIMEOUT_SECONDS)

    def _serve_until_stopped(self) -> None:
        """Start granian again where it gives up: it does when one process dies twice in seconds."""
        while not self._stopping:
            self._server.on_startup(self._take_over_signals)
            try:
                self._server.serve(
                    target_loader=lambda: _load_in_web_process(self._app, self._pulses),
                    wrap_loader=False,
                )
            except SystemExit:
                if not self._readiness.is_ready():
                    raise
            if not self._stopping:
                print("Web processes died in a row: all are started again.", file=sys.stderr)
                self._server = self._new_server()

    def _take_over_signals(self) -> None:
        """Take over the signals that mean stop; granian would only reload on a closed terminal."""
        signal.signal(signal.SIGINT, self._request_stop)
        signal.signal(signal.SIGTERM, self._request_stop)
        hangup = self._request_stop if self._heeds_hangup else signal.SIG_IGN
        signal.signal(signal.SIGHUP, hangup)

    def _request_stop(self, *_: object) -> None:
        # Nothing else: a signal arrives in the middle of anything, a wait that holds its own lock
        # included.
        self._stopping = True

    def _watch(self) -> None:
        """Restart a dead worker, whose leases expire by themselves; pass the stop on at the end."""
        while not self._stopped.wait(POLL_SECONDS):
            if self._stopping:
                # Repeated, since granian can miss it while it replaces a process.
                self._server.signal_handler_interrupt()
                continue
            self._end_silent()
            if not self._worker.is_alive() and not self._stopped.wait(RESTART_DELAY_SECONDS):
                self._worker = self._start_worker()
        self._worker.terminate()
        self._worker.join(STOP_TIMEOUT_SECONDS)
        self._worker.kill()  # its job falls due again when the lease expires

    def _end_silent(self) -> None:
        """Kill what hangs: it is replaced like what dies, and what it had locked is free."""
        watched = [*(web.inner for web in list(self._server.wrks)), self._worker]
        processes = {process.pid: process for process in watched}
        for number in self._pulses.list_silent(processes):
            name = "the worker" if processes[number] is self._worker else "a web process"
            print(f"No sign of life from {name}: it is replaced.", file=sys.stderr)
            processes[number].kill()

    def _start_worker(self) -> multiprocessing.Process:
        worker = multiprocessing.Process(
            target=_run_worker_process, args=[self._app, self._readiness, self._pulses]
        )
        worker.start()
        return worker


def web_server(host: str, port: int, workers: int) -> MPServer:
    """The web server with our settings; what it serves is passed to its `serve`."""
    logging.getLogger("_granian").addFilter(_is_news)
    return MPServer(
        "eventapp",
        process_name=f"eventapp: supervisor of {host}:{port}",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=512,
        backlog=2048,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_TIMEOUT_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig={"loggers": {"_granian": {"propagate": True}}},  # as all else is logged
        log_access=False,
    )


def _is_news(record: logging.LogRecord) -> bool:
    """All but the warning of many threads: most of them wait, for the lanes let in few."""
    return "Python threads" not in record.getMessage()


def _load_in_web_process(app: Flask, pulses: Pulses) -> Lanes:
    supervised.start("web", _stop_web_process)
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    transactions.let_few_writers_wait()
    lanes = Lanes(app, app.extensions["page_cache"].answer)
    pulses.beat_while(lanes.move)
    return lanes


def _stop_web_process() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_TIMEOUT_SECONDS)
    os._exit(1)  # the server did not react, and nobody else is left to stop it


def _run_worker_process(app: Flask, readiness: Readiness, pulses: Pulses) -> None:
    """Wait until the pages answer, then work until the supervisor stops it or is gone."""
    stop = threading.Event()
    supervised.start("worker", stop.set)
    become_worker(stop)
    progress.note()
    pulses.beat_while(progress.moves)
    readiness.wait(stop)
    loop.run(app, stop)


def become_worker(stop: threading.Event) -> None:
    """Yield the processor to pages, and set `stop` on a signal: it ends between two jobs."""
    os.nice(WORKER_NICENESS)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

"""A process that the supervisor forked: named in `ps`, and stopped when the supervisor is gone."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable

from setproctitle import setproctitle

POLL_SECONDS = 0.5


def start(name: str, stop: Callable[[], None]) -> None:
    """Set up a process that was just forked; `stop` is called once the supervisor is gone.

    Raises RuntimeError in a process that nobody forked.
    """
    supervisor = multiprocessing.parent_process()
    if supervisor is None or supervisor.pid is None:
        raise RuntimeError("this process was not forked by a supervisor")
    setproctitle(f"eventapp: {name}")
    os.setpgrp()  # Ctrl-C reaches the supervisor alone, which stops the others
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # the supervisor's own handlers were inherited
    threading.Thread(target=_watch, args=(supervisor.pid, stop), daemon=True).start()


def _watch(supervisor: int, stop: Callable[[], None]) -> None:
    pause = threading.Event()
    while os.getppid() == supervisor:
        pause.wait(POLL_SECONDS)
    stop()

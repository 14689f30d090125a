"""Being one of the keeper's processes: known by name, and gone when the keeper is."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable

from setproctitle import setproctitle

LOOK_EVERY = 0.5


def enter(name: str, leave: Callable[[], None]) -> None:
    """Begin the life of a process that the keeper has forked; `leave` is called once it is gone.

    Raises RuntimeError in a process that nobody forked.
    """
    keeper = multiprocessing.parent_process()
    if keeper is None or keeper.pid is None:
        raise RuntimeError("there is no keeper")
    setproctitle(f"eventapp: {name}")
    os.setpgrp()  # Ctrl-C is for the keeper alone, who tells the others
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # the keeper's own way to heed them was inherited
    threading.Thread(target=_follow, args=(keeper.pid, leave), daemon=True).start()


def _follow(keeper: int, leave: Callable[[], None]) -> None:
    pause = threading.Event()
    while os.getppid() == keeper:
        pause.wait(LOOK_EVERY)
    leave()

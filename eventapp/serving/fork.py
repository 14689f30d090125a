"""Work that must leave nothing behind in the supervisor: done in a fork of its own."""

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

import click

Result = TypeVar("Result")


def run_in_fork(task: Callable[[], Result], meanwhile: Callable[[], None] | None = None) -> Result:
    """Run `task` in a fork of this process, and `meanwhile` in this one; return the task's result.

    Its memory and its connections end with the fork, so nobody looks for garbage in it. A task
    that fails prints why on stderr and ends the program (SystemExit).
    """
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()

    def run() -> None:
        gc.disable()
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
        try:
            results.put(task())
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)

    process = context.Process(target=run)
    process.start()
    if meanwhile:
        meanwhile()
    process.join()
    if process.exitcode:
        sys.exit(1)
    result: Result = results.get()
    return result

"""Work before the house opens, in a process of its own."""

import multiprocessing
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

import click

Answer = TypeVar("Answer")


def in_passing(task: Callable[[], Answer]) -> Answer:
    """What `task` returns, done in a fork of this process; its memory and connections end with it.

    A task that fails says why on stderr, and ends the program.
    """
    fork = multiprocessing.get_context("fork")
    answer = fork.SimpleQueue()

    def do() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word
        try:
            answer.put(task())
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)

    process = fork.Process(target=do)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(1)
    result: Answer = answer.get()
    return result

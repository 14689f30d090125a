"""Whether something serves or works on the data folder: what a restore must not replace beneath it.

The lock falls with the last process that was started under it, however it ends.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

LOCK = "in-use"


@contextmanager
def used(folder: Path) -> Iterator[None]:
    """Serve or work on the folder, together with others. Raises ClickException during a restore."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException(
                "A backup is being restored here. Start again when it is done."
            ) from error
        yield


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Have the folder for oneself. Raises ClickException while something uses it."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException(
                f"eventapp is running on {folder}. Stop it, then restore."
            ) from error
        yield

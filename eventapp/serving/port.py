"""Seeing that the port is free before anything else is done."""

import errno
import socket
import time
from contextlib import closing

import click

# Processes of a supervisor that was killed notice within half a second, and stop within five more.
FREE_PORT_TIMEOUT_SECONDS = 8.0
POLL_SECONDS = 0.1


def wait_for_free_port(host: str, port: int) -> None:
    """Return once nobody listens on the port: two servers there would share the visitors.

    A port in use is tried again for eight seconds, since what was just killed may still be letting
    go of it. Raises ClickException when it stays taken, or cannot be listened on at all.
    """
    deadline = time.monotonic() + FREE_PORT_TIMEOUT_SECONDS
    while error := _try_to_listen(host, port):
        if error.errno != errno.EADDRINUSE or time.monotonic() >= deadline:
            message = f"Cannot listen on {host}, port {port}: {error.strerror}."
            raise click.ClickException(f"{message} Choose another with --port.") from error
        time.sleep(POLL_SECONDS)


def _try_to_listen(host: str, port: int) -> OSError | None:
    """Listen for a moment; the error if that cannot be done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            return error
    return None

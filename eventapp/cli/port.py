"""Seeing that the port is free before anything else is done."""

import socket
from contextlib import closing

import click


def refuse_taken_port(host: str, port: int) -> None:
    """Stop the program when another one listens there: the two would share the visitors."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            fault = f"Cannot listen on {host}, port {port}: {error.strerror}."
            raise click.ClickException(f"{fault} Choose another with --port.") from error

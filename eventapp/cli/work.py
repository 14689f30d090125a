"""`eventapp worker`: promised work only."""

import os
import signal
import threading

import click

from eventapp.app import create_app
from eventapp.cli.migrating import migrate
from eventapp.worker import loop

POLITE = 5  # pages come before mails when both want the processor


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and stop.")
def worker(*, once: bool) -> None:
    """Run promised work: mails, and what happens by the clock."""
    app = create_app()
    migrate(app)
    if once:
        with app.app_context():
            click.echo(loop.run_all())
        return
    stop = threading.Event()
    be_worker(stop)
    loop.run(app, stop)


def be_worker(stop: threading.Event) -> None:
    """Be a worker: polite to the pages, and ended by a signal between two jobs."""
    os.nice(POLITE)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

"""`eventapp worker`: promised work only."""

import os
import signal
import threading

import click

from eventapp.app import create_app
from eventapp.cli.kept import follow_keeper
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
    os.nice(POLITE)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    follow_keeper(stop.set)
    loop.run(app, stop)

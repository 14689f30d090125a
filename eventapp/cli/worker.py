"""`eventapp worker`: promised work only."""

import threading

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import migrate
from eventapp.serving.data_folder import used
from eventapp.serving.supervisor import become_worker
from eventapp.worker import loop


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and stop.")
def worker(*, once: bool) -> None:
    """Run promised work: mails, and what happens by the clock."""
    settings = command_settings()
    refuse_missing(settings)
    app = create_app(settings)
    with used(settings.data_folder):
        migrate(app)
        if once:
            with app.app_context():
                click.echo(loop.run_all())
            return
        stop = threading.Event()
        become_worker(stop)
        loop.run(app, stop)

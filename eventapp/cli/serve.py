"""`eventapp serve`: the production command."""

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import migrate
from eventapp.serving.data_folder import used
from eventapp.serving.fork import run_in_fork
from eventapp.serving.port import wait_for_free_port
from eventapp.serving.supervisor import supervise


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=None, type=int, help="Web processes; EVENTAPP_WORKERS if unset.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Migrate, then serve web and worker. Refuses to start while a required setting is missing."""
    settings = command_settings(base_url=f"http://localhost:{port}")
    refuse_missing(settings)
    wait_for_free_port(host, port)
    app = create_app(settings)
    with used(settings.data_folder):
        run_in_fork(lambda: migrate(app))
        supervise(app, host, port, workers or int(settings.workers))

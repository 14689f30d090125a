"""`eventapp demo`: the sample conference, seeded once and served."""

import json
import shutil

import click
from flask import Flask

from eventapp.app import create_app
from eventapp.cli.migrating import migrate
from eventapp.cli.own_keys import own_keys
from eventapp.cli.story import demo_addresses, tell
from eventapp.config import Settings, from_environment
from eventapp.serving.fork import run_in_fork
from eventapp.serving.port import wait_for_free_port
from eventapp.serving.supervisor import supervise

WELCOME = """
  {base}
    the start page

  {base}/events/{event}
    the sample conference of summer 2023
  {base}/events/{event_live}
    a conference going on today
  {base}/events/{event_open}
    open for registration
  {ticket}
    the ticket of someone who takes part today
  {organizer_sign_in}
    signs in as organizer, once; an administrator: {admin_sign_in}
  {base}/mailbox
    every mail that would have been sent

  Stop with Ctrl-C.
"""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the sample away and tell it anew.")
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as one line of JSON.")
def demo(host: str, port: int, *, fresh: bool, as_json: bool) -> None:
    """Seed the sample conference if the data folder is empty, and serve it."""
    wait_for_free_port(host, port)
    settings = _settings(port)
    if fresh:
        _clear(settings)
        settings = _settings(port)
    app = create_app(settings)
    addresses = run_in_fork(lambda: _seed(app, settings.base_url))
    announcement = json.dumps(addresses) if as_json else WELCOME.format(**addresses)
    supervise(app, host, port, int(settings.workers), announcement)


def _seed(app: Flask, base_url: str) -> dict[str, object]:
    migrate(app)
    with app.app_context():
        tell()
        return demo_addresses(base_url)


def _settings(port: int) -> Settings:
    plain = from_environment()
    base_url = plain.base_url or f"http://localhost:{port}"
    return from_environment(
        mode="demo",
        base_url=base_url,
        mail_from=plain.mail_from or "Exempelkonferensen <konferens@bra.example>",
        registrations_per_minute="100",
        **own_keys(plain.data_folder),
    )


def _clear(settings: Settings) -> None:
    """Remove what the demo made, and nothing else that may lie in the folder."""
    folder = settings.data_folder
    shutil.rmtree(folder / "mailbox", ignore_errors=True)
    for path in (*folder.glob("eventapp.sqlite*"), folder / "keys.json"):
        path.unlink(missing_ok=True)

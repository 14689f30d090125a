"""`eventapp demo`: the sample conference, seeded once and served."""

import json
import logging
import shutil
from collections.abc import Mapping
from typing import Any

import click
from flask import Flask

from eventapp import logs
from eventapp.app import create_app
from eventapp.cli.command_settings import data_folder_keys
from eventapp.cli.migration import migrate
from eventapp.config import Settings, from_environment
from eventapp.demo import demo_addresses, seed_sample
from eventapp.demo.sample_site import SAMPLE_SITE
from eventapp.serving.data_folder import used
from eventapp.serving.fork import run_in_fork
from eventapp.serving.port import wait_for_free_port
from eventapp.serving.supervisor import supervise
from eventapp.serving.warming import warm_up

# What each address is, by the keys of `demo_addresses`; the events' slugs become addresses.
DESCRIPTIONS = {
    "base": "start page",
    "event": "the sample conference of summer 2023, with everything in it",
    "event_live": "a conference under way today",
    "event_open": "open for registration",
    "last_seats": "a small event with its last seats",
    "ticket": "ticket of someone who takes part today",
    "survey": "survey of today's conference, for one answer",
    "door_pairing": "makes this browser, or a phone, a reader at its door, once",
    "organizer_sign_in": "signs in as organizer, once",
    "admin_sign_in": "signs in as administrator, once",
    "editor_sign_in": "signs in as editor of experiences, once",
    "coordinator_sign_in": "signs in as coordinator of a municipality, once",
    "mailbox": "every mail that would have been sent",
}
STOP = "Stop with Ctrl-C."


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
@click.option("--fresh", is_flag=True, help="Delete the sample and seed it anew.")
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as one line of JSON.")
def demo(host: str, port: int, *, fresh: bool, as_json: bool) -> None:
    """Seed the sample conference if the data folder is empty, and serve it."""
    wait_for_free_port(host, port)
    settings = _settings(port)
    if fresh:
        _clear(settings)
        settings = _settings(port)
    app = create_app(settings)
    logs.configure(logging.WARNING)  # visits scroll the addresses away, which a person still needs
    with used(settings.data_folder):
        run_in_fork(lambda: migrate(app))
        addresses = run_in_fork(
            lambda: _seed(app, settings.base_url), meanwhile=lambda: warm_up(app)
        )
        announcement = json.dumps(addresses) if as_json else welcome_text(addresses)
        supervise(app, host, port, int(settings.workers), announcement)


def welcome_text(addresses: Mapping[str, Any]) -> str:
    """The addresses to open, one line each, with what they are."""
    events = f"{addresses['base']}/events/"
    last_seats = addresses["last_seats"]["event"]
    shown = {
        **addresses,
        **{key: events + addresses[key] for key in ("event", "event_live", "event_open")},
        "last_seats": events + last_seats,
    }
    lines = [f"  {shown[key]}  {words}" for key, words in DESCRIPTIONS.items() if shown[key]]
    return "\n".join(["", *lines, "", f"  {STOP}", ""])


def _seed(app: Flask, base_url: str) -> dict[str, object]:
    with app.app_context():
        seed_sample()
        return demo_addresses(base_url)


def _settings(port: int) -> Settings:
    given = from_environment()
    own = {**SAMPLE_SITE, "base_url": f"http://localhost:{port}"}
    return from_environment(
        mode="demo",
        registrations_per_minute="100",
        **{name: getattr(given, name) or value for name, value in own.items()},
        **data_folder_keys(given.data_folder),
    )


def _clear(settings: Settings) -> None:
    """Delete what the demo stored, and nothing else in the folder."""
    folder = settings.data_folder
    shutil.rmtree(folder / "mailbox", ignore_errors=True)
    for path in (*folder.glob("eventapp.sqlite*"), folder / "keys.json"):
        path.unlink(missing_ok=True)

"""The settings of a command, and the keys in the data folder where none are given.

One rule for every command: in production each required setting comes from the environment, and
nothing runs without it. In the other modes the data folder's own keys stand in for those that are
not set, mail stays on this machine, and the address is this machine's.
"""

import base64
import json
import secrets
import sys
from pathlib import Path

import click

from eventapp.config import Mode, Settings, from_environment
from eventapp.storage.folder import make_private

LOCAL_ADDRESS = "http://localhost:8000"
LOCAL_SENDER = "evenemang@localhost.example"


def command_settings(*, base_url: str = LOCAL_ADDRESS) -> Settings:
    """The settings that a command runs under; `base_url` is where it would serve on this machine.

    In production it may lack some: see refuse_missing(). Raises ConfigError.
    """
    given = from_environment()
    if given.mode == Mode.PRODUCTION:
        return given
    own = {
        **data_folder_keys(given.data_folder),
        "base_url": base_url,
        "mail_from": LOCAL_SENDER,
    }
    return from_environment(
        **{name: value for name, value in own.items() if not getattr(given, name)}
    )


def missing_settings(settings: Settings) -> list[str]:
    """The required settings that production lacks; the other modes lack none."""
    return settings.missing() if settings.mode == Mode.PRODUCTION else []


def refuse_missing(settings: Settings) -> None:
    """Name on stderr what is missing and end the program, if anything is."""
    if missing := missing_settings(settings):
        click.echo("These settings are missing or too short:", err=True)
        for name in missing:
            click.echo(f"  {name}", err=True)
        sys.exit(2)


def data_folder_keys(data: Path) -> dict[str, str]:
    """The data folder's own keys, made at first use and readable by their owner alone."""
    make_private(data)
    path = data / "keys.json"
    if not path.exists():
        keys = {
            "secret_key": secrets.token_urlsafe(48),
            "ticket_keys": f"1:{_key()}",
            "care_keys": f"1:{_key()}",
            "factor_keys": f"1:{_key()}",
            "protected_keys": f"1:{_key()}",
            "walk_in_keys": f"1:{_key()}",
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(keys))
    stored: dict[str, str] = json.loads(path.read_text())
    return stored


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()

"""`eventapp check`: the self-test of an installation."""

import shutil
import smtplib
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click
from flask import Flask

from eventapp.app import create_app
from eventapp.cli.own_keys import own_keys
from eventapp.config import ConfigError, Settings, from_environment
from eventapp.domain import standing
from eventapp.domain.key_usage import list_missing_keys

LEAST_FREE = 500_000_000  # bytes
HOUSE_BUILT = datetime(2026, 11, 1, tzinfo=UTC)


@click.command()
def check() -> None:
    """Test settings, database, migrations, mail, disk, clock and HTTPS; exit 1 when one fails."""
    settings = from_environment()
    if settings.keeps_mail:
        settings = from_environment(**own_keys(settings.data_folder))
    failed = False
    for name, fault in _checks(settings):
        failed |= bool(fault)
        click.echo(f"{'FAIL' if fault else 'ok  '} {name}{f': {fault}' if fault else ''}")
    for advice in _advice(settings):
        click.echo(f"note {advice}")
    sys.exit(1 if failed else 0)


def _advice(settings: Settings) -> Iterator[str]:
    """What works, and yet should be done."""
    if not settings.factor_keys:
        yield (
            "second factors: set EVENTAPP_FACTOR_KEYS; until then EVENTAPP_CARE_KEYS seal them "
            "and must not be dropped"
        )
    elif settings.factor_keys == settings.care_keys:
        yield "second factors: EVENTAPP_FACTOR_KEYS and EVENTAPP_CARE_KEYS are the same"


def _checks(settings: Settings) -> Iterator[tuple[str, str]]:
    missing = [] if settings.keeps_mail else settings.missing()
    yield "settings", f"missing {', '.join(missing)}" if missing else ""
    yield "https", _https(settings)
    yield "disk", _disk(settings)
    yield "clock", "" if datetime.now(UTC) > HOUSE_BUILT else "stands before the house was built"
    yield "mail", _mail(settings)
    try:
        app = create_app(settings)
    except ConfigError as error:
        yield "secrets", str(error)
        return
    yield "secrets", ""
    yield "database", _in(app, standing.fault)
    behind = _in(app, lambda: _migrations(app))
    yield "migrations", behind
    if not behind:
        yield "keys", _in(app, lambda: "; ".join(list_missing_keys()))


def _in(app: Flask, look: Callable[[], str]) -> str:
    with app.app_context():
        return look()


def _migrations(app: Flask) -> str:
    heads: frozenset[str] = app.extensions["migration_heads"]()
    at = standing.migrated_to()
    return "" if at == heads else f"at {sorted(at) or 'nothing'}, newest is {sorted(heads)}"


def _https(settings: Settings) -> str:
    local = urlsplit(settings.base_url).hostname in {"localhost", "127.0.0.1"}
    if settings.secure or local or settings.keeps_mail:
        return ""
    return "EVENTAPP_BASE_URL should begin with https://"


def _disk(settings: Settings) -> str:
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_folder).free
    return "" if free > LEAST_FREE else f"only {free // 1_000_000} MB free"


def _mail(settings: Settings) -> str:
    if settings.keeps_mail or not settings.smtp_url:
        return ""
    parts = urlsplit(settings.smtp_url)
    try:
        with smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=10) as smtp:
            smtp.noop()
    except OSError as error:
        return f"no answer from the mail server ({type(error).__name__})"
    return ""

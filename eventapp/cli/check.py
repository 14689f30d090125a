"""`eventapp check`: the self-test of an installation, doing what the work will do."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

import click
from flask import Flask

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, missing_settings
from eventapp.cli.migration import disconnecting
from eventapp.clock import utcnow
from eventapp.config import ConfigError, Mode, Settings
from eventapp.domain import outbox
from eventapp.domain.installation import database_health, heartbeat
from eventapp.domain.installation.health import DISK_FREE_MIN_BYTES
from eventapp.domain.letter.bounce import LOCAL_MAX_LENGTH
from eventapp.domain.protected.key_usage import list_missing_keys
from eventapp.domain.record.chain import is_sealed_with
from eventapp.domain.site.site import current_site
from eventapp.keys import app_keys
from eventapp.mail import smtp
from eventapp.storage.bucket import SCHEME, parse_address
from eventapp.storage.folder import others_may_open, write_fault
from eventapp.storage.virus_scanner import VirusScanner
from eventapp.worker.bounce import mailbox_fault

Answer = TypeVar("Answer")
SECRETS = frozenset({"EVENTAPP_SECRET_KEY", "EVENTAPP_TICKET_KEYS", "EVENTAPP_CARE_KEYS"})
MAIL = frozenset({"EVENTAPP_SMTP_URL", "EVENTAPP_MAIL_FROM"})
KEY_CHANGED = (
    "EVENTAPP_SECRET_KEY is another than the one used last: personal links that were sent stop "
    "working; keep the former one for “eventapp verify-log”"
)
RELEASED_AT = datetime(2026, 11, 1, tzinfo=UTC)


class Advice(str):
    """What works, and yet should be done."""

    __slots__ = ()


@click.command()
def check() -> None:
    """Test settings, keys, database, migrations, mail, disk, clock, HTTPS; exit 1 if one fails."""
    failed = False
    settings = command_settings()
    for name, fault in _checks(settings):
        advises = isinstance(fault, Advice)
        failed |= bool(fault) and not advises
        mark = "note" if advises else "FAIL" if fault else "ok  "
        click.echo(f"{mark} {name}{f': {fault}' if fault else ''}")
    for need in _needs(settings):
        click.echo(f"need {need}")
    for advice in _advice(settings):
        click.echo(f"note {advice}")
    sys.exit(1 if failed else 0)


def _needs(settings: Settings) -> Iterator[str]:
    """What has to be set before the first start, and what each is for."""
    missing = missing_settings(settings)
    for item in fields(Settings):
        if item.metadata["name"] in missing:
            yield (
                f"{item.metadata['name']}, before the first “eventapp serve”: "
                + (item.metadata["note"])
            )


def _advice(settings: Settings) -> Iterator[str]:
    """What works, and yet should be done."""
    if not settings.bounce_address and not settings.stores_mail_locally:
        yield (
            "returned letters: set EVENTAPP_BOUNCE_ADDRESS and EVENTAPP_BOUNCE_MAILBOX before the "
            "first letter to many; until then nobody sees which addresses are wrong"
        )
    for what, name, keys in (
        ("second factors", "EVENTAPP_FACTOR_KEYS", settings.factor_keys),
        ("protected people", "EVENTAPP_PROTECTED_KEYS", settings.protected_keys),
        ("people noted at doors", "EVENTAPP_WALK_IN_KEYS", settings.walk_in_keys),
    ):
        if not keys:
            yield (
                f"{what}: set {name}; until then EVENTAPP_CARE_KEYS seal them "
                "and must not be dropped"
            )
        elif keys == settings.care_keys:
            yield f"{what}: {name} and EVENTAPP_CARE_KEYS are the same"


def _checks(settings: Settings) -> Iterator[tuple[str, str]]:
    missing = missing_settings(settings)
    yield "settings", f"missing or too short: {', '.join(missing)}" if missing else ""
    if settings.base_url:
        yield "https", _https(settings)
    yield "disk", _disk(settings)
    if settings.data_folder.is_dir() and others_may_open(settings.data_folder):
        yield (
            "data folder",
            Advice(f"other users of this machine can open it: chmod 700 {settings.data_folder}"),
        )
    yield "clock", "" if datetime.now(UTC) > RELEASED_AT else "it is set before this release"
    if not SECRETS.isdisjoint(missing):
        yield "secrets", "none yet, or not all; database and mail are tested once they are set"
        return
    try:
        app = create_app(settings)
    except ConfigError as error:
        yield "secrets", str(error)
        return
    except OSError:
        return  # the line about the disk names the fault
    yield _secrets(settings), ""
    yield _files_name(settings), app.extensions["files"].fault()
    scanner: VirusScanner | None = app.extensions["scanner"]
    if scanner:
        yield "virus scanner", scanner.fault()
    yield _mail_name(settings), _mail(app, settings)
    if settings.bounce_address or settings.bounce_mailbox:
        yield "returned letters", _returned_letters(settings)
    with disconnecting(app):
        yield from _database(app)


def _secrets(settings: Settings) -> str:
    """Whose keys every command uses; the rule is that of command_settings()."""
    if settings.mode == Mode.PRODUCTION:
        return "secrets, of the environment"
    return f"secrets, of the environment or else of the data folder (mode {settings.mode})"


def _database(app: Flask) -> Iterator[tuple[str, str]]:
    fault = _in(app, database_health.database_fault) or _in(app, database_health.write_fault)
    yield "database", fault
    if fault:
        return
    if not _in(app, database_health.current_revisions):
        yield "migrations, none yet: “eventapp serve” makes the tables when it first starts", ""
        return
    outdated = _in(app, lambda: _migrations(app))
    yield "migrations", outdated
    if not outdated:
        yield "keys", _in(app, lambda: "; ".join(list_missing_keys()))
        yield "keys of other hosts", _in(app, _other_keys)
        if not _in(app, lambda: is_sealed_with(app_keys().log)):
            yield "secret key", Advice(KEY_CHANGED)
        yield "outbox", _in(app, lambda: outbox.fault(now=utcnow()))
        site = _in(app, current_site)
        if not (site.operator or site.name):
            yield (
                "site",
                Advice("say at /organizer/settings who is responsible for personal data"),
            )


def _other_keys() -> str:
    differing = heartbeat.list_other_keys(now=utcnow())
    if not differing:
        return ""
    return (
        f"{', '.join(differing)} of this host and of one that is at work are not the same: links, "
        "tickets or sealed things that one makes the other cannot open"
    )


def _in(app: Flask, test: Callable[[], Answer]) -> Answer:
    with app.app_context():
        return test()


def _migrations(app: Flask) -> str:
    heads: frozenset[str] = app.extensions["migration_heads"]()
    if database_health.is_migrated(heads):
        return ""
    at, newest = (
        ", ".join(sorted(revisions)) for revisions in (database_health.current_revisions(), heads)
    )
    return f"at {at}, newest is {newest}: “eventapp serve” migrates when it starts"


def _files_name(settings: Settings) -> str:
    """Where uploaded files are; of a bucket's address neither key nor secret."""
    if settings.files.startswith(f"{SCHEME}:"):
        address = parse_address(settings.files)
        return f"files, in the bucket {address.bucket} at {address.endpoint}"
    return f"files, in {settings.files or 'the data folder'}"


def _https(settings: Settings) -> str:
    local = urlsplit(settings.base_url).hostname in {"localhost", "127.0.0.1"}
    if settings.secure or local or settings.stores_mail_locally:
        return ""
    return "EVENTAPP_BASE_URL should begin with https://"


def _disk(settings: Settings) -> str:
    if fault := write_fault(settings.data_folder):
        return f"{settings.data_folder} {fault}"
    free = shutil.disk_usage(settings.data_folder).free
    return "" if free > DISK_FREE_MIN_BYTES else f"only {free // 1_000_000} MB free"


def _mail_name(settings: Settings) -> str:
    if settings.stores_mail_locally:
        return f"mail, stored in the data folder: none leaves this machine (mode {settings.mode})"
    return "mail"


def _mail(app: Flask, settings: Settings) -> str:
    if settings.stores_mail_locally:
        return ""
    if not MAIL.isdisjoint(missing_settings(settings)):
        return "no server or no sender is set, so no letter can go out"
    return _in(app, smtp.fault) if settings.smtp_url else ""


def _returned_letters(settings: Settings) -> str:
    if not settings.bounce_mailbox:
        return "EVENTAPP_BOUNCE_MAILBOX is not set, so nobody reads what comes back"
    if not settings.bounce_address:
        return "EVENTAPP_BOUNCE_ADDRESS is not set, so nothing comes back to the mailbox"
    if len(settings.bounce_address.partition("@")[0]) > LOCAL_MAX_LENGTH:
        return (
            "EVENTAPP_BOUNCE_ADDRESS is too long: signs follow it before the @, where mail servers "
            f"take 64 letters (RFC 5321); name a mailbox of at most {LOCAL_MAX_LENGTH} letters"
        )
    return mailbox_fault(settings.bounce_mailbox)

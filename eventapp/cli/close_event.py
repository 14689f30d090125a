"""`eventapp close-event`: closes an event that is over, and writes its bundle to a file."""

from pathlib import Path
from typing import cast

import click
from flask import Flask

from eventapp import transactions
from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.clock import utcnow
from eventapp.domain.errors import Refusal
from eventapp.domain.event.event import find_event
from eventapp.domain.record import audit
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.retention.closing.closing import close_event as close
from eventapp.domain.retention.closing.closing import find_bundle, find_closing
from eventapp.domain.site.site import current_site
from eventapp.extensions import db
from eventapp.i18n import speaking
from eventapp.models import AuditAction, Event, EventBundle
from eventapp.storage.file_store import FileStore
from eventapp.worker.bundle import make_waiting


@click.command("close-event")
@click.option("--event", "slug", metavar="SLUG", required=True, help="The event.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def close_event(slug: str, file: Path) -> None:
    """Close an event that is over, unless it is closed, and write its bundle to FILE.

    The bundle has schedule, materials, letters, results, summary and log, without the people, and
    the SHA-256 of each file. The log says that it was taken.
    """
    settings = command_settings()
    refuse_missing(settings)
    app = create_app(settings)
    migrate(app)
    with disconnecting(app), speaking(current_site().default_language):
        _close(slug)
        with transactions.reading(db.session):
            size = _take(app, slug, file)
    click.echo(f"{file} has the bundle of {slug}, of {size} bytes.")


def _close(slug: str) -> None:
    """Close the event unless it is closed, and make its bundle unless it is there."""
    event = _find(slug)
    if find_closing(event) is None:
        language = current_site().default_language
        try:
            close(event, language=language, actor=OPERATOR, now=utcnow())
        except Refusal as refusal:
            db.session.rollback()
            raise click.ClickException(refusal.message) from refusal
        db.session.commit()
    bundle = _bundle(event)
    waiting, bundle_id, number = bundle.made_at is None, bundle.id, bundle.round
    db.session.rollback()
    if waiting:
        make_waiting(bundle_id, number)
        db.session.commit()


def _take(app: Flask, slug: str, file: Path) -> int:
    """Write the bundle to the file, once the log says so; its bytes."""
    event, now = _find(slug), utcnow()
    bundle = _bundle(event)
    audit.record_reading(AuditAction.FILE_EXPORTED, event, actor=OPERATOR, now=now, list="bundle")
    store = cast("FileStore", app.extensions["files"])
    file.touch(mode=0o600)
    with file.open("wb") as target:
        for piece in store.read(bundle.checksum):
            target.write(piece)
    return bundle.size


def _find(slug: str) -> Event:
    event = find_event(slug)
    if event is None:
        raise click.BadParameter(f"there is no event “{slug}”", param_hint="--event")
    return event


def _bundle(event: Event) -> EventBundle:
    closing = find_closing(event)
    bundle = find_bundle(closing) if closing else None
    if bundle is None:
        raise click.ClickException("the bundle was deleted by the rules of retention")
    return bundle

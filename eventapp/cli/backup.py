"""`eventapp backup`: the database and the uploaded files in one archive, while all goes on."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import Flask

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting
from eventapp.clock import utcnow
from eventapp.domain.installation import database_health
from eventapp.domain.installation.archive import ArchiveFault, Manifest
from eventapp.domain.installation.backup import record_backup, write_backup
from eventapp.domain.survey.mixing import list_unmixed
from eventapp.extensions import db
from eventapp.worker.survey import mix

NICENESS = 10  # visitors come first
NAME = "eventapp-{:%Y%m%dT%H%M%SZ}.tar.gz"
NAMED = re.compile(r"eventapp-(\d{8}T\d{6}Z)\.tar\.gz")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(1, 3650),
    metavar="DAYS",
    help="Delete older backups of the folder that FILE is.",
)
def backup(file: Path, keep: int | None) -> None:
    """Back up database and files into FILE; into a folder, under a name with the moment.

    Takes none of the keys: store them elsewhere.
    """
    if keep and not file.is_dir():
        raise click.BadParameter("needs a folder as FILE", param_hint="--keep")
    settings = command_settings()
    refuse_missing(settings)
    os.nice(NICENESS)
    now = utcnow()
    path = file / NAME.format(now) if file.is_dir() else file
    app = create_app(settings)
    with disconnecting(app):
        if fault := database_health.database_fault():
            raise click.ClickException(f"The database {fault}.")
        manifest = _write(app, path, now)
        deleted = _delete_older(file, now - timedelta(days=keep)) if keep else 0
    click.echo(_report(path, manifest))
    if deleted:
        click.echo(f"Deleted {deleted} backups older than {keep} days.")


def _write(app: Flask, path: Path, now: datetime) -> Manifest:
    """Mix what can be mixed, write the archive, and record that it is whole."""
    migrated = database_health.is_migrated(app.extensions["migration_heads"]())
    db.session.rollback()
    for survey_id in list_unmixed() if migrated else ():
        mix(survey_id)
    db.session.rollback()
    try:
        manifest = write_backup(path, app.extensions["files"], now=now)
    except ArchiveFault as error:
        raise click.ClickException(str(error)) from error
    if migrated:  # an older database is backed up before it is upgraded
        record_backup(manifest, size=path.stat().st_size, now=utcnow())
        db.session.commit()
    return manifest


def _delete_older(folder: Path, moment: datetime) -> int:
    """Delete the folder's backups made before the moment, by what their names say."""
    older = [
        path
        for path in folder.iterdir()
        if (named := NAMED.fullmatch(path.name))
        and datetime.strptime(named[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) < moment
    ]
    for path in older:
        path.unlink()
    return len(older)


def _report(path: Path, manifest: Manifest) -> str:
    megabytes = path.stat().st_size / 1_000_000
    lines = [
        f"Backed up {manifest.rows} rows and {manifest.files} files: {path}, {megabytes:.1f} MB."
    ]
    if unmixed := sum(manifest.left_out.values()):
        lines.append(
            f"Left out {unmixed} survey answers that are not mixed yet: they still show who wrote"
            " them. The next backup has them."
        )
    return "\n".join(lines)

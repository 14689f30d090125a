"""`eventapp restore`: an archive into an empty installation, or in the place of what is there."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace as with_changes
from pathlib import Path

import click
from flask import Flask

from eventapp.app import create_app, known_revisions
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, upgrade_to
from eventapp.clock import utcnow
from eventapp.config import Settings
from eventapp.domain.installation import archive, database_health
from eventapp.domain.installation.aftermath import settle_restored
from eventapp.domain.installation.archive import ArchiveFault, Manifest
from eventapp.domain.installation.restore import files_of, fill, opens_links_of
from eventapp.domain.installation.target import BUILDING, Target, target_of
from eventapp.domain.letter import timetable
from eventapp.domain.protected.key_usage import list_missing_keys
from eventapp.domain.record.erasure import FILE_NAME, ErasuresUnreadable, apply_erasures
from eventapp.domain.record.head_file import delete_head
from eventapp.domain.registration.registration_count import repair_counts
from eventapp.extensions import db
from eventapp.serving.data_folder import claimed
from eventapp.storage.file_store import FileStore

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--replace", is_flag=True, help="Put it in the place of what is there.")
@click.option(
    "--erasures",
    type=EXISTING,
    help="The current list of erased people, besides the one in the data folder.",
)
def restore(file: Path, *, replace: bool, erasures: Path | None) -> None:
    """Restore the backup FILE into an empty data folder or database. Stop eventapp before.

    Staff sign in again, and letters that waited are held until somebody releases them.
    """
    settings = command_settings()
    refuse_missing(settings)
    app = create_app(settings)
    try:
        manifest = archive.verify(file, known_revisions())
        with claimed(settings.data_folder):
            lists = [path for path in (erasures, settings.data_folder / FILE_NAME) if path]
            paths = [path for path in lists if path.exists()]
            lines = _restore(app, file, manifest, replace=replace, erasures=paths)
    except ArchiveFault as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored {manifest.rows} rows and {manifest.files} files of {manifest.made_at}.")
    for line in lines:
        click.echo(line)


def _restore(
    app: Flask, file: Path, manifest: Manifest, *, replace: bool, erasures: Sequence[Path]
) -> list[str]:
    """Build beside what is there, then put it in place; what the operator should know."""
    settings: Settings = app.extensions["settings"]
    built = settings.data_folder / BUILDING
    store: FileStore = app.extensions["files"]
    with disconnecting(app):
        target = _target(replace=replace)
        shutil.rmtree(built, ignore_errors=True)
        url = target.building_url()
        building = create_app(with_changes(settings, data=str(built), database_url=url))
        with _files_taken_back(store), disconnecting(building):
            lines = _build(building, file, manifest, erasures, store)
        target.put_in_place()
        delete_head(settings.data_folder)
        if replace:
            _delete_others(store, files_of(manifest))
    shutil.rmtree(built)
    return lines


@contextmanager
def _files_taken_back(store: FileStore) -> Iterator[None]:
    """Leave the files as they were when the restore fails.

    A file is known by its content, so that those beside which they lie are not touched by them.
    """
    before = set(store.list_checksums())
    try:
        yield
    except BaseException:
        _delete_others(store, before)
        raise


def _delete_others(store: FileStore, checksums: set[str]) -> None:
    for other in set(store.list_checksums()) - checksums:
        store.remove(other)


def _target(*, replace: bool) -> Target:
    """The database of the settings. Raises ClickException when nothing may be restored into it."""
    if fault := database_health.database_fault():
        raise click.ClickException(f"The database {fault}.")
    db.session.remove()
    db.engine.dispose()
    target = target_of(db.engine)
    if target.is_in_use():
        raise click.ClickException("Others are connected to the database. Stop them, then restore.")
    if not replace and not target.is_empty():
        raise click.ClickException(
            "There is data here already. Restore into an empty data folder or database, "
            "or add --replace to put the backup in its place."
        )
    return target


def _build(
    app: Flask, file: Path, manifest: Manifest, erasures: Sequence[Path], store: FileStore
) -> list[str]:
    upgrade_to(app, manifest.revision)
    fill(file, manifest, store)
    upgrade_to(app, "head")
    repair_counts()
    now = utcnow()
    try:
        erased = sum(apply_erasures(path, now) for path in erasures)
    except ErasuresUnreadable as error:
        raise ArchiveFault(str(error)) from error
    timed = timetable.start_all_due(now=now)
    held = settle_restored(manifest, erased=erased, now=now)
    db.session.commit()
    lines = [f"Emails held: {held}. Release or discard them at /organizer/outbox."]
    if timed:
        lines.append(
            f"Letters of events' timetables held: {timed}. They may have gone "
            "after the backup: look at each event's letters, and send those that have not."
        )
    if erasures:
        lines.append(f"Erased again: {erased} registrations, accounts and messages.")
    else:
        lines.append("Nobody was erased again: no list of erased people was found (--erasures).")
    if manifest.log_head:
        lines.append(f"Check the log: eventapp verify-log --head {manifest.log_head}")
    lines += [f"Warning: {missing}." for missing in list_missing_keys()]
    if not opens_links_of(manifest):
        lines.append("Warning: EVENTAPP_SECRET_KEY is another. Personal links do not open.")
    return lines

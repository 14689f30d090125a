"""`eventapp move-files`: uploaded files to where EVENTAPP_FILES says, from where they were."""

import sys
import time
from functools import partial

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings
from eventapp.cli.migration import disconnecting
from eventapp.domain.installation import file_move
from eventapp.domain.schedule.file_removal import is_used
from eventapp.storage.file_store import FileDamaged, FileStore, StorageUnreachable
from eventapp.storage.installation_files import files_at, installation_files
from eventapp.storage.removal import remove_unused

# Between a file that is stored and its material in the database; whoever waits longer is refused.
UPLOAD_SECONDS = 60.0


@click.command("move-files")
@click.option(
    "--from",
    "former",
    envvar="EVENTAPP_FILES_FROM",
    help="Where they are: a folder or s3://… (EVENTAPP_FILES_FROM, since it holds a secret); "
    "the data folder's own if unset.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be copied, and change nothing.")
@click.option("--delete", is_flag=True, help="Delete each file where it was, once it is compared.")
def move_files(*, former: str | None, dry_run: bool, delete: bool) -> None:
    """Copy uploaded files to where EVENTAPP_FILES says, while all goes on.

    Run it once before the processes are started with the new setting, and once more after, with
    --delete: it takes along what was uploaded between, and removes what was deleted between. One
    that was stopped goes on where it was.
    """
    settings = command_settings()
    source = files_at(former or str(settings.data_folder / "files"))
    target = installation_files(settings)
    if source == target:
        raise click.ClickException("EVENTAPP_FILES is where the files already are.")
    try:
        with disconnecting(create_app(settings)):
            done = _compare(source, target) if dry_run else _move(source, target, delete=delete)
        click.echo(done)
    except StorageUnreachable as error:
        raise click.ClickException(f"The storage of files {error.strerror}.") from error
    except FileDamaged as error:
        raise click.ClickException(
            f"The file {error} is damaged; it has not been touched. "
            "Restore it from a backup, then go on."
        ) from error


def _compare(source: FileStore, target: FileStore) -> str:
    names = source.list_checksums()
    missing = set(names) - set(target.list_checksums()) - {n for n in names if not is_used(n)}
    size = sum(source.size(name) or 0 for name in missing)
    return f"{len(missing)} of {len(names)} files would be copied, {size / 1_000_000:.1f} MB."


def _move(source: FileStore, target: FileStore, *, delete: bool) -> str:
    began = time.monotonic()
    leftovers = file_move.list_leftovers(target, used=is_used) if delete else []
    count = len(source.list_checksums())
    copied = size = 0
    moving = file_move.move_files(source, target, used=is_used, delete=delete)
    with click.progressbar(moving, length=count, file=sys.stderr) as progress:
        for moved in progress:
            copied += moved.copied
            size += moved.size if moved.copied else 0
    done = f"{copied} of {count} files copied, {size / 1_000_000:.1f} MB; the others were there."
    if not delete:
        return done
    removed = _remove_leftovers(target, leftovers, began)
    gone = f" {removed} that nobody uses any longer were removed." if removed else ""
    return f"{done} All were compared and deleted where they were.{gone}"


def _remove_leftovers(target: FileStore, leftovers: list[str], began: float) -> int:
    """Remove what was deleted at the old place after it was copied; how many that were."""
    if leftovers:  # one of them may have been an upload, which has its material by then
        time.sleep(max(0.0, began + UPLOAD_SECONDS - time.monotonic()))
    return sum(
        remove_unused(target, checksum, used=partial(is_used, checksum)) for checksum in leftovers
    )

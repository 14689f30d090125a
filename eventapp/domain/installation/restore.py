"""Restoring: filling a new database and a new folder of files with what an archive has."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from eventapp.domain.installation import archive
from eventapp.domain.installation.archive import ArchiveFault, Manifest
from eventapp.domain.installation.backup import FILES, key_check
from eventapp.domain.installation.database_copy import FOLDER, copy_in
from eventapp.storage.file_store import FileStore

FILE_MAX_BYTES = 10**12  # what was uploaded was small enough then


def fill(path: Path, manifest: Manifest, store: FileStore) -> None:
    """Fill the database, which is empty and of the archive's revision, and the store of files.

    The archive has been verified. Raises ArchiveFault when its content does not fit.
    """
    try:
        with archive.opened(path) as members:
            copy_in(manifest, _store_files(members, store, path))
    except archive.UNREADABLE as error:
        raise ArchiveFault(f"{path} has changed since it was verified.") from error


def files_of(manifest: Manifest) -> set[str]:
    """The checksums of the archive's files."""
    return {name.removeprefix(FILES) for name in manifest.members if name.startswith(FILES)}


def opens_links_of(manifest: Manifest) -> bool:
    """Whether this installation has the secret under which the archive's links were made."""
    return manifest.key_check == key_check()


def _store_files(
    members: Iterator[tuple[str, IO[bytes]]], store: FileStore, path: Path
) -> Iterator[tuple[str, IO[bytes]]]:
    """Take out the files and store them; hand on the parts of tables."""
    for name, source in members:
        if name.startswith(FOLDER):
            yield name, source
        elif name.startswith(FILES):
            stored = store.store(source, most=FILE_MAX_BYTES)
            if stored.checksum != name.removeprefix(FILES):
                raise ArchiveFault(f"{path} is damaged: {name} is not what was uploaded.")

"""Uploaded files, stored by the checksum of their content, never by a given name."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHUNK_BYTES = 1024 * 1024
TRIAL_BYTES = 64 * 1024


def write_fault(folder: Path) -> str:
    """Why nothing can be written in the folder, in the system's words; empty when it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(TRIAL_BYTES))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        return f"cannot be written ({error.strerror})"
    return ""


class FileTooLarge(Exception):
    """The file is larger than allowed."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is on disk: its SHA-256 in hexadecimal, and its bytes."""

    checksum: str
    size: int


class FileStore:
    """One folder of files. The same content is stored once."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "files"

    def store(self, source: IO[bytes], *, most: int) -> StoredFile:
        """Write the file and wait until the disk has it; call it outside of transactions.

        Raises FileTooLarge beyond `most` bytes, and then stores nothing.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as target:
            try:
                stored = _copy(source, target, most)
                target.flush()
                os.fsync(target.fileno())
            except BaseException:
                Path(target.name).unlink()
                raise
        self._put(Path(target.name), stored.checksum)
        return stored

    def path(self, checksum: str) -> Path:
        """The path of the file with this checksum."""
        return self._folder / checksum[:2] / checksum

    def list_paths(self) -> list[Path]:
        """Every stored file; its name is its checksum."""
        return sorted(self._folder.glob("??/*"))

    def read(self, checksum: str) -> Iterator[bytes]:
        """The file, piece by piece. Raises OSError when it is not there."""
        with self.path(checksum).open("rb") as source:
            while piece := source.read(CHUNK_BYTES):
                yield piece

    def remove(self, checksum: str) -> None:
        """Remove the file, if it is there."""
        self.path(checksum).unlink(missing_ok=True)

    def _put(self, written: Path, checksum: str) -> None:
        path = self.path(checksum)
        path.parent.mkdir(exist_ok=True)
        written.replace(path)
        for folder in (path.parent, self._folder):
            handle = os.open(folder, os.O_RDONLY)
            os.fsync(handle)  # the name, too, survives a power cut
            os.close(handle)


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(CHUNK_BYTES):
        size += len(piece)
        if size > most:
            raise FileTooLarge
        digest.update(piece)
        target.write(piece)
    return StoredFile(digest.hexdigest(), size)

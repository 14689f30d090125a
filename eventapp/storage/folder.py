"""A folder of files: of this host alone, or one that all hosts share."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from eventapp.storage.file_store import CHUNK_BYTES, ReadableFile, StoredFile, begun, copy, verified

TRIAL_BYTES = 64 * 1024
ASIDE = "aside"
OWNER_ONLY = 0o700


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone can open. One that is there is left as it is."""
    folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)


def others_may_open(folder: Path) -> bool:
    """Whether other users of the machine can open the folder, and so read what lies in it."""
    return bool(folder.stat().st_mode & 0o077)


def write_fault(folder: Path) -> str:
    """Why nothing can be written in the folder, in the system's words; empty when it can."""
    try:
        make_private(folder)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(TRIAL_BYTES))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        return f"cannot be written ({error.strerror})"
    return ""


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A FileStore in one folder, which is made with the first file."""

    folder: Path

    def store(self, source: ReadableFile, *, most: int) -> StoredFile:
        """As FileStore: the disk has the file, and its name, before this returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as target:
            try:
                stored = copy(source, target, most)
                target.flush()
                os.fsync(target.fileno())
            except BaseException:
                Path(target.name).unlink()
                raise
        self._put(Path(target.name), stored.checksum)
        return stored

    def read(self, checksum: str, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """As FileStore."""
        pieces = self._pieces(checksum, start, stop)
        return begun(pieces if start or stop is not None else verified(pieces, checksum))

    def size(self, checksum: str) -> int | None:
        """As FileStore."""
        try:
            return self._path(checksum).stat().st_size
        except FileNotFoundError:
            return None

    def list_checksums(self) -> list[str]:
        """As FileStore."""
        return sorted(path.name for path in self.folder.glob("??/*"))

    def remove(self, checksum: str) -> None:
        """As FileStore."""
        self._path(checksum).unlink(missing_ok=True)

    def set_aside(self, checksum: str) -> str | None:
        """As FileStore."""
        aside = self.folder / ASIDE / f"{checksum}.{token_hex()}"
        aside.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._path(checksum).replace(aside)
        except FileNotFoundError:
            return None
        return str(aside)

    def list_aside(self, checksum: str) -> list[str]:
        """As FileStore."""
        return [str(path) for path in (self.folder / ASIDE).glob(f"{checksum}.*")]

    def put_back(self, checksum: str, aside: str) -> None:
        """As FileStore."""
        with suppress(FileNotFoundError):
            self._put(Path(aside), checksum)

    def discard(self, aside: str) -> None:
        """As FileStore."""
        Path(aside).unlink(missing_ok=True)

    def fault(self) -> str:
        """As FileStore."""
        return write_fault(self.folder)

    def _path(self, checksum: str) -> Path:
        return self.folder / checksum[:2] / checksum

    def _pieces(self, checksum: str, start: int, stop: int | None) -> Iterator[bytes]:
        with self._path(checksum).open("rb") as source:
            source.seek(start)
            left = float("inf") if stop is None else stop - start
            while piece := source.read(int(min(CHUNK_BYTES, left))):
                yield piece
                left -= len(piece)

    def _put(self, written: Path, checksum: str) -> None:
        path = self._path(checksum)
        path.parent.mkdir(exist_ok=True)
        written.replace(path)
        for folder in (path.parent, self.folder):
            handle = os.open(folder, os.O_RDONLY)
            os.fsync(handle)  # the name, too, survives a power cut
            os.close(handle)

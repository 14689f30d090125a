"""Uploaded files, stored by the checksum of their content, never by a given name."""

import errno
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Protocol

CHUNK_BYTES = 1024 * 1024


class FileTooLarge(Exception):
    """The file is larger than allowed."""


class FileDamaged(Exception):
    """What is stored under a checksum is something else by now."""


class StorageUnreachable(OSError):
    """The storage does not answer, or refuses; says neither its address nor its keys."""

    def __init__(self, fault: str) -> None:
        super().__init__(errno.EIO, fault)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is stored: its SHA-256 in hexadecimal, and its bytes."""

    checksum: str
    size: int


class ReadableFile(Protocol):
    """What can be read to its end."""

    def read(self, size: int = ..., /) -> bytes:
        """Up to so many bytes; nothing at the end."""


class FileStore(Protocol):
    """Where files are. The same content is stored once; whatever is named by its checksum is whole.

    Everything raises OSError where the storage does not answer or takes nothing: use it outside of
    transactions.
    """

    def store(self, source: ReadableFile, *, most: int) -> StoredFile:
        """Write the file and wait until it is safe.

        Raises FileTooLarge beyond `most` bytes, and then stores nothing.
        """

    def read(self, checksum: str, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The file, or its bytes from `start` to before `stop`, piece by piece; at once begun.

        Raises FileNotFoundError. A whole file ends with FileDamaged, instead of its last piece,
        when it is not what was stored.
        """

    def size(self, checksum: str) -> int | None:
        """The file's bytes; None when it is not there."""

    def list_checksums(self) -> list[str]:
        """Every stored file, in order."""

    def remove(self, checksum: str) -> None:
        """Remove the file, if it is there."""

    def set_aside(self, checksum: str) -> str | None:
        """Let the file be found no longer, but be put back; where it is now, None if there is none.

        Nobody else is ever given the same place.
        """

    def list_aside(self, checksum: str) -> list[str]:
        """Where files with this content are that were set aside."""

    def put_back(self, checksum: str, aside: str) -> None:
        """Let what was set aside be found again, unless somebody has discarded it."""

    def discard(self, aside: str) -> None:
        """Delete what was set aside, if it is still there."""

    def fault(self) -> str:
        """Why nothing can be written, in the system's words; empty when it can."""


class PieceReader:
    """Pieces, to be read as a file is."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, _size: int = -1, /) -> bytes:
        """The next piece, however long it is; nothing at the end."""
        return next(self._pieces, b"")


def copy(source: ReadableFile, target: IO[bytes], most: int) -> StoredFile:
    """Copy what can be read; what it was. Raises FileTooLarge beyond `most` bytes."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(CHUNK_BYTES):
        size += len(piece)
        if size > most:
            raise FileTooLarge
        digest.update(piece)
        target.write(piece)
    return StoredFile(digest.hexdigest(), size)


def begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, the first one read already: what cannot be had fails now, not half-way."""
    first = next(pieces, b"")
    return _chain(first, pieces)


def verified(pieces: Iterable[bytes], checksum: str) -> Iterator[bytes]:
    """The same pieces, the last one only once all are known to be of this checksum.

    Raises FileDamaged.
    """
    digest, last = hashlib.sha256(), b""
    for piece in pieces:
        digest.update(piece)
        if last:
            yield last
        last = piece
    if digest.hexdigest() != checksum:
        raise FileDamaged(checksum)
    yield last


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest

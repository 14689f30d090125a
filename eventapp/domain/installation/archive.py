"""The file of a backup: a compressed tar with a head, parts of tables, files, and a manifest last.

A part of a table is text as PostgreSQL's COPY writes it, whichever database it came from, so that
an archive can be restored into either. The manifest is written last: an archive without one was
cut short. `gzip` and `tar` read it too.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = "eventapp backup"
FORMAT_VERSION = 1
HEAD, MANIFEST = "head.json", "manifest.json"
HEAD_MAX_BYTES = 10_000
# More saves a tenth of the space and takes twice the time.
COMPRESSION_LEVEL = 2
CHUNK_BYTES = 1024 * 1024
UNREADABLE = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


class ArchiveFault(Exception):
    """The file cannot be restored; the message is a sentence for operators."""


@dataclass(frozen=True, slots=True)
class TableContent:
    """What an archive has of a table: its columns in order, and how many rows."""

    columns: list[str]
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive has, and what it was made from. Holds no key and no name."""

    made_at: str
    product: str
    revision: str
    engine: str
    key_check: str  # whether links made before open with the same secret; the secret is not in it
    tables: dict[str, TableContent]
    files: int
    left_out: dict[str, int]
    members: dict[str, str] = field(default_factory=dict)  # SHA-256 by name, in order
    log_head: str = ""  # the newest seal of the log before the copy: POSITION:MAC

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(table.rows for table in self.tables.values())


class ArchiveWriter:
    """Writes an archive into a file that is open; what was added is in `members`."""

    def __init__(self, target: IO[bytes], product: str) -> None:
        self.members: dict[str, str] = {}
        self._gzip = gzip.GzipFile("", "wb", COMPRESSION_LEVEL, target, mtime=0)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|")  # noqa: SIM115  # finish() closes
        self.add(HEAD, _json({"format": FORMAT, "version": FORMAT_VERSION, "product": product}))

    def add(self, name: str, content: bytes) -> None:
        """Add a member with this content."""
        reader = _Hashing(_chunks(content))
        self._add(name, len(content), reader)

    def add_file(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        """Add a file of this size. Raises what its pieces raise."""
        self._add(name, size, _Hashing(pieces))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and close the archive, not the file beneath."""
        self.add(MANIFEST, _json({**asdict(manifest), "members": self.members}))
        self._tar.close()
        self._gzip.close()

    def _add(self, name: str, size: int, source: "_Hashing") -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, source)  # type: ignore[arg-type]  # it only reads
        self.members[name] = source.digest


def verify(path: Path, revisions: frozenset[str]) -> Manifest:
    """Read the whole archive and return its manifest. Changes nothing.

    Raises ArchiveFault where it is no archive of ours, is damaged or cut short, or was made by a
    newer release than one that knows these revisions.
    """
    digests: dict[str, str] = {}
    last = b""
    try:
        with opened(path) as members:
            for name, source in members:
                last = b""
                hashed = hashlib.sha256()
                while piece := source.read(CHUNK_BYTES):
                    hashed.update(piece)
                    if name == MANIFEST:
                        last += piece
                digests[name] = hashed.hexdigest()
    except UNREADABLE as error:
        raise ArchiveFault(f"{path} is damaged or was cut short. Take another backup.") from error
    if not last:
        raise ArchiveFault(f"{path} was cut short: its list of contents is missing.")
    manifest = _manifest(path, last)
    del digests[MANIFEST]
    differing = [n for n, digest in manifest.members.items() if digests.pop(n, "") != digest]
    if differing or digests:
        name = [*differing, *digests][0]
        raise ArchiveFault(f"{path} is damaged: {name} is not what was backed up.")
    if manifest.revision not in revisions:
        raise ArchiveFault(_newer(path, manifest.product))
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The members after the head, in order, each to be read before the next.

    Raises ArchiveFault where it is no archive of ours, and one of UNREADABLE while reading.
    """
    with gzip.open(path) as unpacked:
        try:
            tar = tarfile.open(fileobj=unpacked, mode="r|")  # noqa: SIM115  # closed below
        except UNREADABLE as error:
            raise ArchiveFault(f"{path} is not a backup made by eventapp.") from error
        with tar:
            _check_head(path, tar)
            yield _members(tar, unpacked)


def _members(tar: tarfile.TarFile, unpacked: gzip.GzipFile) -> Iterator[tuple[str, IO[bytes]]]:
    while info := tar.next():
        source = tar.extractfile(info)
        if source is None:
            raise tarfile.ReadError(info.name)
        yield info.name, source
    while unpacked.read(CHUNK_BYTES):  # to its end, where gzip compares its own checksum
        pass


def _check_head(path: Path, tar: tarfile.TarFile) -> None:
    head: Any = None
    try:
        info = tar.next()
        if info and info.name == HEAD and info.size < HEAD_MAX_BYTES:
            source = tar.extractfile(info)
            head = json.loads(source.read()) if source else None
    except (*UNREADABLE, ValueError):
        head = None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise ArchiveFault(f"{path} is not a backup made by eventapp.")
    if head.get("version") != FORMAT_VERSION:
        raise ArchiveFault(_newer(path, str(head.get("product"))))


def _manifest(path: Path, content: bytes) -> Manifest:
    try:
        stated = json.loads(content)
        tables = {name: TableContent(**table) for name, table in stated.pop("tables").items()}
        manifest = Manifest(tables=tables, **stated)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveFault(f"{path} is damaged: its list of contents cannot be read.") from error
    manifest.members.pop(MANIFEST, None)
    manifest.members.pop(HEAD, None)
    return manifest


def _newer(path: Path, product: str) -> str:
    return (
        f"{path} was made by a newer release of eventapp ({product}). "
        "Install that release, then restore."
    )


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _chunks(content: bytes) -> Iterator[bytes]:
    yield content


class _Hashing:
    """Hands out pieces as a file does, and knows the checksum of what it handed out."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left, self._hash = pieces, b"", hashlib.sha256()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        while len(self._left) < size and (piece := next(self._pieces, b"")):
            self._left += piece
        taken, self._left = self._left[:size], self._left[size:]
        self._hash.update(taken)
        return taken

    @property
    def digest(self) -> str:
        """SHA-256 of what was read, in hexadecimal."""
        return self._hash.hexdigest()

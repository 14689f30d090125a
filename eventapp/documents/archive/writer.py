"""A bundle as a zip, written from front to back: each file's size stands before it.

So readers of streams can read it too, and memory stays the same however large it is. The manifest
says of each file what it is and its SHA-256; the list of sums is as `sha256sum --check` reads it.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import IO, Any

from eventapp.documents.archive.names import checksum_list

MANIFEST, SUMS = "manifest.json", "sha256sums.txt"
JSON, CSV, PDF, TEXT = "application/json", "text/csv", "application/pdf", "text/plain"
CALENDAR = "text/calendar"
ZipTime = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file that was written: `what` says what it is, in the bundle's language."""

    name: str
    size: int
    sha256: str
    media_type: str
    part: str
    what: str


@dataclass(frozen=True, slots=True)
class Omission:
    """Something that is not in the bundle, and why; `count` is None where nobody counts it."""

    what: str
    why: str
    count: int | None = None


class BundleWriter:
    """Writes files into a zip, and remembers what they are. `part` is whose files come next."""

    def __init__(self, target: IO[bytes], written_at: ZipTime) -> None:
        self._archive = zipfile.ZipFile(target, "w")
        self._written_at = written_at
        self._used: set[str] = set()
        self.part = ""
        self.files: list[BundleFile] = []
        self.left_out: list[Omission] = []

    def add(self, name: str, content: bytes, media_type: str, what: str) -> None:
        """Add a file that is in memory, packed."""
        self.add_pieces(name, [content], media_type, what)

    def add_pieces(
        self,
        name: str,
        pieces: Iterable[bytes],
        media_type: str,
        what: str,
        *,
        size: int | None = None,
    ) -> None:
        """Add a file piece by piece; one whose `size` is known is stored as it is, not packed."""
        info = zipfile.ZipInfo(self._unused(name), self._written_at)
        info.compress_type = zipfile.ZIP_DEFLATED if size is None else zipfile.ZIP_STORED
        info.file_size = size or 0
        digest, written = hashlib.sha256(), 0
        with self._archive.open(info, "w") as member:
            for piece in pieces:
                digest.update(piece)
                written += len(piece)
                member.write(piece)
        file = BundleFile(info.filename, written, digest.hexdigest(), media_type, self.part, what)
        self.files.append(file)

    def add_json(self, name: str, content: Any, what: str) -> None:
        """Add a value as JSON."""
        self.add(name, json_bytes(content), JSON, what)

    def leave_out(self, what: str, why: str, count: int | None = None) -> None:
        """Note that something is not here; nothing where there is none of it."""
        if count != 0:
            self.left_out.append(Omission(what, why, count))

    def finish(self, about: dict[str, Any]) -> None:
        """Write the manifest, which begins with `about`, and the sums, and end the zip."""
        self.part = ""
        content = {
            **about,
            "files": [asdict(file) for file in self.files],
            "left_out": [asdict(left) for left in self.left_out],
        }
        self.add_json(MANIFEST, content, "")
        sums = checksum_list({file.name: file.sha256 for file in self.files})
        self.add(SUMS, sums, TEXT, "")
        self._archive.close()

    def _unused(self, name: str) -> str:
        """The name, or with a number before its ending where a file has it already."""
        stem, dot, ending = name.rpartition(".")
        number, unused = 1, name
        while unused.casefold() in self._used:
            number += 1
            unused = f"{stem} ({number}){dot}{ending}"
        self._used.add(unused.casefold())
        return unused


def json_bytes(content: Any) -> bytes:
    """The value as people can read it, in UTF-8."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def json_list(rows: Iterable[Any]) -> Iterator[bytes]:
    """Values as one JSON list, a line each, in pieces: for what is too long to be made at once."""
    yield b"["
    separator = b"\n"
    for row in rows:
        yield separator + json.dumps(row, ensure_ascii=False).encode()
        separator = b",\n"
    yield b"\n]\n"

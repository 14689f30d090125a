"""How much a zip would unpack to: looked up in its list of contents, and nothing is unpacked.

The end of a zip says how many entries its list has and how long that is; both are looked at before
the list is read, for a library makes an object of each entry.
"""

import struct
import zipfile
from typing import IO

ENTRIES_MAX = 10_000
LIST_MAX_BYTES = 4 * 1024 * 1024
UNPACKED_MAX_BYTES = 512 * 1024 * 1024
RATIO_MAX = 200  # of the whole; a slide's XML packs to a twentieth, zeroes to a thousandth
RATIO_COUNTS_FROM_BYTES = 16 * 1024 * 1024
END = b"PK\x05\x06"
END_MAX_BYTES = 22 + 65_535  # the record, and the comment that may follow it
ENCRYPTED = 0x1  # of the flags of an entry
NESTED = (".zip", ".gz", ".7z", ".rar", ".xz", ".bz2")


class ZipTooLarge(Exception):
    """It would unpack to too much, has too many entries, or they lie over one another."""


def names_in_zip(file: IO[bytes]) -> list[str]:
    """The names of its entries.

    Raises ZipTooLarge; ValueError where it is no zip, an entry's name leads out of a folder, or an
    entry is encrypted, so that nobody can say what is in it.
    """
    _check_end(file)
    try:
        with zipfile.ZipFile(file) as opened:
            entries = opened.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ValueError("no zip") from error
    _check_sizes(entries)
    names = [entry.filename for entry in entries]
    if any(map(_leads_out, names)) or any(map(_is_no_file, entries)):
        raise ValueError("a name leads out of the folder")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise ValueError("encrypted")
    return names


def _check_end(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - END_MAX_BYTES))
    tail = file.read(END_MAX_BYTES)
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        raise ValueError("no zip")
    (entries, length) = struct.unpack_from("<HI", tail, at + 10)
    # 0xFFFF stands for a number that is in the record of a larger format: no office program writes
    # that for what we take.
    if entries > ENTRIES_MAX or length > LIST_MAX_BYTES:
        raise ZipTooLarge


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES_MAX or any(e.filename.lower().endswith(NESTED) for e in entries):
        raise ZipTooLarge
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > UNPACKED_MAX_BYTES:
        raise ZipTooLarge
    if unpacked > RATIO_COUNTS_FROM_BYTES and unpacked > RATIO_MAX * max(1, packed):
        raise ZipTooLarge
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise ZipTooLarge  # the same bytes, counted twice
        end = entry.header_offset + entry.compress_size


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ":" in plain or ".." in plain.split("/")


def _is_no_file(entry: zipfile.ZipInfo) -> bool:
    """Whether it is a link or a device, as Unix writes it."""
    kind = (entry.external_attr >> 16) & 0o170000
    return kind not in {0, 0o100000, 0o040000}

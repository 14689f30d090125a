"""Materials as one zip: in folders, with a note of what is in it and the sum of each file.

It is written to disk and then sent, so that each file's size stands before it, which readers of
streams need, and memory stays the same however large it is.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, cast
from zoneinfo import ZoneInfo

from flask import Response, request

from eventapp.documents.archive.names import checksum_list, names_in_archive, read_me
from eventapp.domain.schedule.release import latest_schedule
from eventapp.i18n import _
from eventapp.models import Event, Material
from eventapp.storage.file_store import CHUNK_BYTES
from eventapp.views.files import announce_range, file_store, range_to_send, sandboxed

MEMORY_MAX_BYTES = 8 * 1024 * 1024


def package_response(
    event: Event,
    materials: Sequence[Material],
    filename: str,
    beside: Mapping[str, bytes] | None = None,
    notice: str = "",
) -> Response:
    """The files as one zip, in folders by session, or the part of it that was asked for.

    `beside` are files that are stored nowhere, by name; the note says the `notice` too. The same
    content is the same zip, so that a download goes on where it broke off, and is not made at all
    for who has it.
    """
    files, beside = _contents(event, materials, beside or {}, notice)
    tag = _tag(files, beside)
    if request.if_none_match.contains(tag):
        return _with_tag(Response(status=304), tag)
    made_at = max((m.changed_at or m.created_at for m in materials), default=event.starts_at)
    target = cast("IO[bytes]", tempfile.SpooledTemporaryFile(MEMORY_MAX_BYTES))  # noqa: SIM115  # read while sending
    try:
        _write_zip(target, files, beside, _local_time(made_at, event))
        size = target.seek(0, 2)
        start, stop = range_to_send(tag, size)
    except BaseException:
        target.close()
        raise
    target.seek(start)
    length = (size if stop is None else stop) - start
    response = Response(_pieces(target, length), mimetype="application/zip")
    response.call_on_close(target.close)  # a HEAD is answered without ever reading
    announce_range(response, start, stop, size)
    return sandboxed(_with_tag(response, tag), filename)


def _contents(
    event: Event, materials: Sequence[Material], beside: Mapping[str, bytes], notice: str
) -> tuple[dict[str, Material], dict[str, bytes]]:
    """The stored files by their names, and the others, with the note and the sums."""
    note, sums = _("Read me") + ".txt", _("Checksums") + ".txt"
    files = [material for material in materials if not material.is_link]
    links = [material for material in materials if material.is_link]
    taken = (*beside, note, sums)
    names = names_in_archive(files, latest_schedule(event), event.time_zone, taken=taken)
    stored = dict(zip(names, files, strict=True))
    text = read_me(event, stored, links, [*beside, sums], notice)
    written = {note: text, **beside}
    known = {name: material.checksum for name, material in stored.items()}
    known |= {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}
    return stored, {**written, sums: checksum_list(known)}


def _tag(files: Mapping[str, Material], beside: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, material in files.items():
        digest.update(f"{name}\0{material.checksum}\0".encode())
    for name, content in beside.items():
        digest.update(f"{name}\0".encode() + content)
    return digest.hexdigest()[:32]


def _with_tag(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


ZipTime = tuple[int, int, int, int, int, int]


def _write_zip(
    target: IO[bytes], files: Mapping[str, Material], beside: Mapping[str, bytes], made_at: ZipTime
) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in beside.items():
            archive.writestr(zipfile.ZipInfo(name, made_at), content)
        for name, material in files.items():
            info = zipfile.ZipInfo(name, made_at)
            info.file_size = material.size
            with archive.open(info, "w") as member:
                for piece in file_store().read(material.checksum):
                    member.write(piece)


def _local_time(moment: datetime, event: Event) -> ZipTime:
    """A moment as zip says it: by the clock of the place, and of no zone."""
    year, month, day, hour, minute, second, *_rest = moment.astimezone(
        ZoneInfo(event.time_zone)
    ).timetuple()
    return year, month, day, hour, minute, second


def _pieces(source: IO[bytes], length: int) -> Iterator[bytes]:
    with source:
        while length > 0 and (piece := source.read(min(CHUNK_BYTES, length))):
            length -= len(piece)
            yield piece

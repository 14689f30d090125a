"""Files as downloads: never shown in place, never taken for something else."""

import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, cast

from flask import Response, current_app

from eventapp.documents.archive import names_in_archive
from eventapp.models import Event, Material
from eventapp.storage import CHUNK_BYTES, FileStore
from eventapp.views.headers import as_attachment
from eventapp.views.loaders import find_schedule

SANDBOX = "default-src 'none'; sandbox"
MEMORY_MAX_BYTES = 8 * 1024 * 1024


def file_store() -> FileStore:
    """The files of this installation."""
    return FileStore(current_app.extensions["settings"].data_folder)


def download_response(material: Material) -> Response:
    """One file as an attachment, by its own name."""
    response = Response(
        file_store().read(material.checksum), mimetype=material.media_type, direct_passthrough=True
    )
    response.headers["Content-Length"] = str(material.size)
    return _sandboxed(response, material.filename)


def zip_response(
    event: Event, materials: Sequence[Material], beside: Mapping[str, bytes] | None = None
) -> Response:
    """An event's files as one zip, in folders by session, each under its own name.

    `beside` are files that are stored nowhere, by name.
    """
    beside = beside or {}
    names = names_in_archive(materials, find_schedule(event), event.time_zone, taken=beside)
    target = tempfile.SpooledTemporaryFile(max_size=MEMORY_MAX_BYTES)  # noqa: SIM115  # read while sending
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in beside.items():
            archive.writestr(name, content)
        for name, material in zip(names, materials, strict=True):
            archive.write(file_store().path(material.checksum), name)
    target.seek(0)
    response = Response(_pieces(cast("BinaryIO", target)), mimetype="application/zip")
    response.call_on_close(target.close)  # a HEAD is answered without ever reading
    return _sandboxed(response, f"{event.slug}.zip")


def _sandboxed(response: Response, filename: str) -> Response:
    as_attachment(response, filename)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    with source:
        while piece := source.read(CHUNK_BYTES):
            yield piece

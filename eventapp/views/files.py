"""Files as downloads: never shown in place, never taken for something else."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, cast

from flask import Response, current_app

from eventapp.models import Material
from eventapp.storage import PIECE, FileStore

SANDBOX = "default-src 'none'; sandbox"
IN_MEMORY = 8 * 1024 * 1024


def file_store() -> FileStore:
    """The house's files."""
    return FileStore(current_app.extensions["settings"].data_folder)


def download(material: Material) -> Response:
    """One file as an attachment, by its own name."""
    response = Response(
        file_store().read(material.checksum), mimetype=material.media_type, direct_passthrough=True
    )
    response.headers["Content-Length"] = str(material.size)
    return _sandboxed(response, material.filename)


def zipped(
    materials: Iterable[Material], filename: str, beside: Mapping[str, bytes] | None = None
) -> Response:
    """Many files as one zip, each under its session's code and its own name.

    `beside` are files that are kept nowhere, by name.
    """
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # read while sending
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for name, content in (beside or {}).items():
            made.writestr(name, content)
        for each in materials:
            made.write(file_store().path(each.checksum), _name_in_zip(each))
    target.seek(0)
    response = Response(_pieces(cast("BinaryIO", target)), mimetype="application/zip")
    response.call_on_close(target.close)  # a HEAD is answered without ever reading
    return _sandboxed(response, filename)


def _sandboxed(response: Response, filename: str) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _name_in_zip(material: Material) -> str:
    folder = f"{material.session.code}/" if material.session else ""
    return f"{folder}{material.code}-{material.filename}"


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    with source:
        while piece := source.read(PIECE):
            yield piece

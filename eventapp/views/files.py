"""Files as downloads, never shown in place; and as uploads, checked before they are stored."""

from http import HTTPStatus
from typing import Any, Protocol, cast

from flask import Response, after_this_request, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from eventapp.documents.metadata import UnreadableFile, names_in, without_metadata
from eventapp.domain.schedule.material import (
    FILE_MAX_BYTES,
    KindNotAllowed,
    NotScanned,
    TooLarge,
    UploadedFile,
    VirusFound,
    detect_kind,
)
from eventapp.i18n import _
from eventapp.logs import get_logger
from eventapp.storage.file_store import FileStore, FileTooLarge, ReadableFile
from eventapp.storage.removal import ensure_stored
from eventapp.storage.virus_scanner import ScannerUnreachable, VirusScanner
from eventapp.views.headers import as_attachment

SANDBOX = "default-src 'none'; sandbox"
FILENAME_MAX_LENGTH = 150
log = get_logger("views")


def file_store() -> FileStore:
    """The files of this installation."""
    return cast("FileStore", current_app.extensions["files"])


class DownloadableFile(Protocol):
    """A stored file and the name that it goes by: a material, or an earlier version of one."""

    filename: Any
    media_type: Any
    checksum: Any
    size: Any


def download_response(material: DownloadableFile) -> Response:
    """One file as an attachment, by its own name; or the part that was asked for.

    A download that broke off goes on where it did, if the file is still the same.
    """
    start, stop = range_to_send(material.checksum, material.size)
    pieces = file_store().read(material.checksum, start=start, stop=stop)
    response = Response(pieces, mimetype=material.media_type, direct_passthrough=True)
    response.set_etag(material.checksum)
    announce_range(response, start, stop, material.size)
    return sandboxed(response, material.filename)


def range_to_send(tag: str, size: int) -> tuple[int, int | None]:
    """The first byte to send and the one after the last; None as the latter for the whole file.

    `tag` is the ETag of what is there now. Raises RequestedRangeNotSatisfiable.
    """
    condition = request.if_range
    unchanged = condition.etag in {None, tag} and condition.date is None
    asked = request.range
    if asked is None or asked.units != "bytes" or len(asked.ranges) > 1 or not unchanged:
        return 0, None
    wanted = asked.range_for_length(size)
    if wanted is None:
        raise RequestedRangeNotSatisfiable(size)
    return wanted


def announce_range(response: Response, start: int, stop: int | None, size: int) -> None:
    """Say which bytes of how many the response holds."""
    response.accept_ranges = "bytes"
    if stop is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.content_range.set(start, stop, size)
    response.content_length = (size if stop is None else stop) - start


def sandboxed(response: Response, filename: str) -> Response:
    """The response as a download of this name, which runs nothing and is in no search engine."""
    as_attachment(response, filename)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def store_upload(file: FileStorage) -> UploadedFile:
    """Check the file, remove metadata and write it to storage, outside of any transaction.

    Once the request has been done it is looked whether the file stands: the same content may have
    been removed before it was committed that somebody has it again.
    Raises EmptyFile, KindNotAllowed, PacksTooMuch, VirusFound, NotScanned, TooLarge.
    """
    written = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    # No line ends in the headers of a download, no NUL, no marks that reverse "fdp.exe".
    filename = _shortened("".join(c for c in written if c.isprintable()))
    kind = detect_kind(filename, file.stream)
    _scan(file)

    def content() -> ReadableFile:
        file.stream.seek(0)
        return without_metadata(kind.media_type, file.stream)

    try:
        stored = file_store().store(content(), most=FILE_MAX_BYTES)
    except UnreadableFile:
        raise KindNotAllowed from None
    except FileTooLarge:
        raise TooLarge from None

    @after_this_request
    def look_again(response: Response) -> Response:
        ensure_stored(file_store(), stored.checksum, content, most=FILE_MAX_BYTES)
        return response

    return UploadedFile(filename, kind.media_type, stored.checksum, stored.size)


def _scan(file: FileStorage) -> None:
    """Have the file scanned as it was sent, where this installation has a scanner."""
    scanner: VirusScanner | None = current_app.extensions["scanner"]
    if scanner is None:
        return
    try:
        virus = scanner.find_virus(file.stream)
    except ScannerUnreachable as error:
        log.warning("not scanned", fault=str(error))
        raise NotScanned from None
    if virus:
        log.warning("virus found", virus=virus)
        raise VirusFound


def names_warning(stored: UploadedFile, file: FileStorage) -> str:
    """What to say where the file's properties name somebody; nothing where they do not."""
    names = names_in(stored.media_type, file.stream)
    if not names:
        return ""
    return _(
        "The file’s properties contain the name %(names)s. If not everyone "
        "should see that, remove the material, clear the properties and upload "
        "the file again.",
        names=", ".join(names),
    )


def _shortened(filename: str) -> str:
    """The name, at most so long, with its ending."""
    stem, dot, ending = filename.rpartition(".")
    return f"{stem[: FILENAME_MAX_LENGTH - len(ending) - 1]}{dot}{ending}"[-FILENAME_MAX_LENGTH:]


def is_long_text() -> bool:
    """Whether a text of the request is too long, and not the file that it brings."""
    return (request.content_length or 0) <= (request.max_content_length or 0)


def refuse_long_text(page: str) -> ResponseReturnValue:
    """Redirect to the page that the form stands on; nothing of the request is stored."""
    flash(
        _(
            "One of the texts was far too long, so it was not saved. Everything that was here "
            "before is still here. Write it shorter, and send it again."
        ),
        "care",
    )
    return redirect(page, 303)

"""Backing up: the database as it is at one moment and the uploaded files, while all goes on."""

import fcntl
import hashlib
import hmac
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from sqlalchemy import inspect, select

from eventapp.domain.installation.archive import ArchiveFault, ArchiveWriter, Manifest
from eventapp.domain.installation.database_copy import copy_out
from eventapp.domain.record.audit import INSTALLATION, OPERATOR, record
from eventapp.domain.record.chain import chain_head
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import AuditAction, AuditEntry, AuditSeal
from eventapp.storage.file_store import FileDamaged, FileStore

FILES = "files/"
UNFINISHED = ".part"
KEY_CHECK_BYTES = 8
SYNC_BYTES = 1024 * 1024
LAST_BACKUP = (
    select(AuditEntry.at)
    .where(
        AuditEntry.subject_kind == INSTALLATION.kind,
        AuditEntry.subject_code == INSTALLATION.code,
        AuditEntry.action == AuditAction.BACKED_UP,
    )
    .order_by(AuditEntry.id.desc())
    .limit(1)
)


def write_backup(path: Path, store: FileStore, *, now: datetime) -> Manifest:
    """Write an archive of the database and of the stored files.

    It has its name only when it is whole and on disk. Raises ArchiveFault when another backup is
    writing the same file or a file is damaged, and OSError when the disk is full or cannot be
    written, or the storage of the files does not answer.
    """
    product = version("eventapp")
    with _unfinished(path) as target:
        writer = ArchiveWriter(target, product)
        head = _log_head()
        content = copy_out(writer)
        files = [name for name in store.list_checksums() if _add_file(writer, store, name)]
        manifest = Manifest(
            made_at=now.isoformat(),
            product=product,
            revision=content.revision,
            engine=db.engine.dialect.name,
            key_check=key_check(),
            tables=content.tables,
            files=len(files),
            left_out=content.left_out,
            log_head=head,
        )
        writer.finish(manifest)
    return manifest


def _log_head() -> str:
    """The newest seal of the log; empty in a database from before it was sealed."""
    sealed = inspect(db.session.connection()).has_table(AuditSeal.__tablename__)
    head = str(chain_head() or "") if sealed else ""
    db.session.rollback()  # the copy begins its own snapshot
    return head


def record_backup(manifest: Manifest, *, size: int, now: datetime) -> None:
    """Record that a backup is whole; the age of the last one is shown to administrators."""
    record(
        AuditAction.BACKED_UP,
        INSTALLATION,
        actor=OPERATOR,
        now=now,
        rows=manifest.rows,
        files=manifest.files,
        bytes=size,
        left_out=sum(manifest.left_out.values()),
    )


def last_backup() -> datetime | None:
    """When the last whole backup was made; None when there was none."""
    return db.session.scalar(LAST_BACKUP)


def key_check() -> str:
    """Eight bytes that differ with the secret of links, and from which it cannot be found."""
    mac = hmac.digest(app_keys().links, b"eventapp backup", hashlib.sha256)
    return mac[:KEY_CHECK_BYTES].hex()


class _SteadyFile(io.BufferedWriter):
    """A file that goes to disk as it grows.

    Put there at the end alone, the whole of an archive would hold up whoever commits meanwhile.
    """

    unsynced = 0

    def write(self, content: Any) -> int:
        """Write; every SYNC_BYTES wait until the disk has them."""
        written = super().write(content)
        self.unsynced += written
        if self.unsynced >= SYNC_BYTES:
            self.flush()
            os.fdatasync(self.fileno())
            self.unsynced = 0
        return written


@contextmanager
def _unfinished(path: Path) -> Iterator[IO[bytes]]:
    """A file of another name, readable by its owner alone, which gets the name at the end.

    One that a killed backup left is written over: nobody holds its lock any more.
    """
    unfinished = path.with_name(f"{path.name}{UNFINISHED}")
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with _SteadyFile(io.FileIO(handle, "wb")) as target:
        try:
            fcntl.flock(target, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveFault(f"Another backup is being written to {path}.") from error
        try:
            target.truncate(0)
            yield target
            target.flush()
            os.fsync(target.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)  # the name, too, survives a power cut
    os.close(folder)


def _add_file(writer: ArchiveWriter, store: FileStore, checksum: str) -> bool:
    """Add a file under its checksum; False when it was deleted meanwhile."""
    size = store.size(checksum)
    if size is None:
        return False
    try:
        writer.add_file(f"{FILES}{checksum}", size, store.read(checksum))
    except FileNotFoundError:
        return False
    except FileDamaged as error:
        raise ArchiveFault(f"The stored file {checksum} is not what was uploaded.") from error
    return True

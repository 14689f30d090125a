"""Materials: which files are accepted, who may download them, and withdrawing them."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_event
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import Audience, AuditAction, Event, Material, Session

FILE_MAX_BYTES = 50 * 1024 * 1024
BEGINNING_BYTES = 4096
ZIP = b"PK\x03\x04"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."


class KindNotAllowed(Refusal):
    """By its name or its content the file is of no kind that is accepted."""

    code = "kind-not-allowed"
    sentence = _l(
        "That type of file is not accepted. Use PDF, Word, PowerPoint, Excel, "
        "OpenDocument, PNG, JPEG or plain text. The content must match the file "
        "name."
    )


class EmptyFile(Refusal):
    """The file is empty."""

    code = "file-empty"
    sentence = _l("The file is empty. Check that it is the right one.")


class TooLarge(Refusal):
    """The file is larger than FILE_MAX_BYTES."""

    code = "file-too-large"
    sentence = _l("The file is larger than 50 MB.")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, its first bytes, and the file that its zip contains."""

    media_type: str
    begins: bytes = b""
    contains: str = ""


FILE_KINDS = {
    "pdf": FileKind("application/pdf", b"%PDF-"),
    "png": FileKind("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": FileKind("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": FileKind("image/jpeg", b"\xff\xd8\xff"),
    "txt": FileKind("text/plain"),
    "docx": FileKind(f"{OFFICE}wordprocessingml.document", ZIP, "word/document.xml"),
    "pptx": FileKind(f"{OFFICE}presentationml.presentation", ZIP, "ppt/presentation.xml"),
    "xlsx": FileKind(f"{OFFICE}spreadsheetml.sheet", ZIP, "xl/workbook.xml"),
    "odt": FileKind(f"{OPEN_DOCUMENT}text", ZIP, "content.xml"),
    "odp": FileKind(f"{OPEN_DOCUMENT}presentation", ZIP, "content.xml"),
    "ods": FileKind(f"{OPEN_DOCUMENT}spreadsheet", ZIP, "content.xml"),
}


def detect_kind(filename: str, file: IO[bytes]) -> FileKind:
    """The kind of file that both its name and its content say it is.

    Raises EmptyFile, KindNotAllowed.
    """
    kind = FILE_KINDS.get(filename.rpartition(".")[2].casefold())
    file.seek(0)
    beginning = file.read(BEGINNING_BYTES)
    file.seek(0)
    if not beginning:
        raise EmptyFile
    if kind is None or not beginning.startswith(kind.begins):
        raise KindNotAllowed
    if kind.begins == ZIP and not _contains(file, kind.contains):
        raise KindNotAllowed
    if not kind.begins and not _is_text(beginning):
        raise KindNotAllowed
    file.seek(0)
    return kind


def _contains(file: IO[bytes], name: str) -> bool:
    try:
        with zipfile.ZipFile(file) as opened:
            names = opened.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    # Macros are programs, which are not given out.
    return name in names and not any("vbaproject" in part.casefold() for part in names)


def _is_text(beginning: bytes) -> bool:
    return b"\x00" not in beginning and not beginning.lstrip().startswith((b"<", b"%PDF", b"PK"))


@dataclass(frozen=True, slots=True)
class MaterialText:
    """What an organizer writes about a file."""

    title: str
    language: str
    audience: Audience
    session: Session | None = None


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that is stored already: its original name, media type, SHA-256 and size in bytes."""

    filename: str
    media_type: str
    checksum: str
    size: int


def add_material(
    event: Event, text: MaterialText, stored: UploadedFile, *, actor: str, now: datetime
) -> Material:
    """Add a stored file to the event or one of its sessions.

    A session's material is public once the session is released. Sent twice, it is added once.
    Flushes.
    """
    event = lock_event(event).event
    same = _find_same(event, text, stored)
    if same is not None:
        return same
    material = Material(
        event_id=event.id,
        session=text.session,
        title=text.title,
        language=text.language,
        audience=text.audience,
        filename=stored.filename,
        media_type=stored.media_type,
        checksum=stored.checksum,
        size=stored.size,
        created_at=now,
    )
    db.session.add(material)
    event.revision += 1
    db.session.flush()
    audit.record(AuditAction.MATERIAL_ADDED, event, actor=actor, now=now, material=material.code)
    return material


def withdraw_material(event: Event, material: Material, *, actor: str, now: datetime) -> None:
    """Withdraw a material: from the commit on nobody can download it.

    Withdrawing it again changes nothing.
    """
    event = lock_event(event).event
    if material.withdrawn_at is None:
        material.withdrawn_at = now
        event.revision += 1
        audit.record(
            AuditAction.MATERIAL_WITHDRAWN, event, actor=actor, now=now, material=material.code
        )


def _find_same(event: Event, text: MaterialText, stored: UploadedFile) -> Material | None:
    return db.session.scalar(
        _materials(event).where(
            Material.checksum == stored.checksum,
            Material.filename == stored.filename,
            Material.title == text.title,
            Material.audience == text.audience,
            Material.session_id == (text.session.id if text.session else None),
        )
    )


def list_all_materials(event: Event) -> Sequence[Material]:
    """The event's materials, drafts too, in the order of their sessions."""
    return db.session.scalars(_materials(event)).all()


def list_materials(
    event: Event, audiences: Sequence[Audience] = tuple(Audience)
) -> Sequence[Material]:
    """The materials for these audiences, without those of unreleased sessions."""
    return db.session.scalars(
        _materials(event).where(Material.audience.in_(audiences), RELEASED)
    ).all()


def find_material(event: Event, code: str) -> Material | None:
    """The event's material of this code, unless it is withdrawn."""
    return db.session.scalar(_materials(event).where(Material.code == code))


def find_released_material(event: Event, code: str) -> Material | None:
    """As `find_material`, without those of unreleased sessions."""
    return db.session.scalar(_materials(event).where(Material.code == code, RELEASED))


RELEASED = or_(Material.session_id.is_(None), Session.released.is_not(None))


def _materials(event: Event) -> Select[Material]:
    return (
        select(Material)
        .outerjoin(Material.session)
        .where(Material.event_id == event.id, Material.withdrawn_at.is_(None))
        .options(joinedload(Material.session))
        .order_by(Session.starts_at, Material.position, Material.id)
    )

"""Materials: which files are accepted, adding and withdrawing them; `materials/` has the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, select
from sqlalchemy.orm import contains_eager

from eventapp.domain import outbox
from eventapp.domain.errors import Refusal
from eventapp.domain.locking import lock_event
from eventapp.domain.record import audit
from eventapp.domain.schedule.zip_limit import ZipTooLarge, names_in_zip
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    Audience,
    AuditAction,
    Captions,
    Event,
    Job,
    JobKind,
    Material,
    MaterialKind,
    MaterialPage,
    MaterialVersion,
    Opening,
    Organisation,
    Session,
)
from eventapp.models.schedule.material import UNKNOWN_BEFORE, is_not_withdrawn

FILE_MAX_BYTES = 50 * 1024 * 1024
EVENT_MAX_BYTES = 4 * 1024 * 1024 * 1024
BEGINNING_BYTES = 4096
TEXT_KEY = "material-text:"  # with the material's code and number: the promise to read its text
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


class PacksTooMuch(Refusal):
    """Unpacked it would be far larger than it says, or has far too many parts."""

    code = "file-packs-too-much"
    sentence = _l(
        "The file contains far more than such a file should, so it was not opened. "
        "Save it again from the program that made it, or as PDF."
    )


class VirusFound(Refusal):
    """The virus scanner finds something in the file."""

    code = "virus-found"
    sentence = _l(
        "The virus scanner found something in that file, so nothing was stored. Ask whoever looks "
        "after your computers to look at the file, and send no copy of it."
    )


class NotScanned(Refusal):
    """The virus scanner does not answer, or cannot look through this file."""

    code = "not-scanned"
    sentence = _l(
        "Files cannot be checked for viruses just now, so nothing was stored. Try again in a while."
    )


class TooLarge(Refusal):
    """The file is larger than FILE_MAX_BYTES."""

    code = "file-too-large"
    sentence = _l("The file is larger than 50 MB.")


class NoRoomForFiles(Refusal):
    """The event's files come to EVENT_MAX_BYTES."""

    code = "no-room-for-files"
    sentence = _l(
        "The event’s files take all the room that one event has; earlier versions and removed "
        "files count too. Put the file elsewhere, and add a link to it."
    )


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

    A zip is looked at from outside, never unpacked. Raises EmptyFile, KindNotAllowed, PacksTooMuch.
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
        names = names_in_zip(file)
    except ZipTooLarge:
        raise PacksTooMuch from None
    except ValueError:
        return False
    # Macros are programs, which are not given out.
    return name in names and not any("vbaproject" in part.casefold() for part in names)


def _is_text(beginning: bytes) -> bool:
    return b"\x00" not in beginning and not beginning.lstrip().startswith((b"<", b"%PDF", b"PK"))


# What the release before knows how to give to whom it is for.
KNOWN_BEFORE = frozenset({Audience.PUBLIC, Audience.CONFIRMED})


@dataclass(frozen=True, slots=True)
class MaterialText:
    """What an organizer writes about a material, and who may have it from when on.

    `opens_at` is the moment of Opening.TIME; `organisations` are those of Audience.ORGANISATIONS.
    """

    title: str
    language: str
    audience: Audience
    session: Session | None = None
    opening: Opening = Opening.NOW
    opens_at: datetime | None = None
    organisations: tuple[Organisation, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that is stored already: its original name, media type, SHA-256 and size in bytes."""

    filename: str
    media_type: str
    checksum: str
    size: int


@dataclass(frozen=True, slots=True)
class MaterialLink:
    """An address elsewhere; of a film also its length in minutes and the state of its captions."""

    url: str
    minutes: int | None = None
    captions: Captions | None = None


def add_material(
    event: Event, text: MaterialText, stored: UploadedFile, *, actor: str, now: datetime
) -> Material:
    """Add a stored file to the event or one of its sessions, and promise to read its text.

    A session's material is shown once the session is released. Sent twice, it is added once.
    Flushes.
    """
    event = lock_event(event).event
    same = Material.checksum == stored.checksum, Material.filename == stored.filename
    material = _find_same(event, text, *same)
    if material is None:
        material = _add(event, text, Material(), actor=actor, now=now)
        put_file(material, stored, now=now)
    return material


def add_link(
    event: Event, text: MaterialText, link: MaterialLink, *, actor: str, now: datetime
) -> Material:
    """Add a link to the event or one of its sessions. Sent twice, it is added once. Flushes."""
    event = lock_event(event).event
    material = _find_same(event, text, Material.url == link.url)
    if material is None:
        values = {"url": link.url, "minutes": link.minutes, "captions": link.captions}
        material = Material(kind=MaterialKind.LINK, **values)
        material = _add(event, text, material, actor=actor, now=now)
    return material


def check_room(event: Event, size: int) -> None:
    """Raise NoRoomForFiles where so many bytes more are too many; asked before they are stored.

    Earlier versions are kept, and so is what was withdrawn, so they count.
    """
    now = select(func.sum(Material.size))
    earlier = select(func.sum(MaterialVersion.size)).join(Material)
    mine = Material.event_id == event.id
    taken = sum(db.session.scalar(sizes.where(mine)) or 0 for sizes in (now, earlier))
    if taken + size > EVENT_MAX_BYTES:
        raise NoRoomForFiles


def put_file(material: Material, stored: UploadedFile, *, now: datetime) -> None:
    """Let this file be the material's, and promise to read its text. Flushes."""
    material.filename, material.media_type = stored.filename, stored.media_type
    material.checksum, material.size, material.pages = stored.checksum, stored.size, None
    db.session.flush()
    promise_text(material, now=now)


def promise_text(material: Material, *, now: datetime) -> None:
    """Promise to read the text of the material's file, so that it can be searched."""
    key = f"{TEXT_KEY}{material.code}:{material.number}"
    outbox.enqueue_once(JobKind.MATERIAL_TEXT, key=key, now=now, material_id=material.id)


def list_unpromised(limit: int) -> Sequence[Material]:
    """Files whose text nobody has promised to read: an older release took them in."""
    number = cast(Material.number, String)
    key = literal(TEXT_KEY).concat(Material.code).concat(":").concat(number)
    return db.session.scalars(
        select(Material)
        .where(
            Material.kind == MaterialKind.FILE,
            is_not_withdrawn(),
            ~exists().where(Job.dedupe_key == key),
            ~exists().where(MaterialPage.material_id == Material.id),
        )
        .order_by(Material.id)
        .limit(limit)
    ).all()


def withdraw_material(event: Event, material: Material, *, actor: str, now: datetime) -> None:
    """Withdraw a material: from the commit on nobody can download it.

    Withdrawing it again changes nothing.
    """
    event = lock_event(event).event
    if not material.withdrawn:
        material.withdrawn_at = now
        event.revision += 1
        audit.record(
            AuditAction.MATERIAL_WITHDRAWN, event, actor=actor, now=now, material=material.code
        )


def write_text(material: Material, text: MaterialText) -> None:
    """Let the material say this, and be for those whom it names."""
    material.title, material.language = text.title, text.language
    material.audience, material.session = text.audience, text.session
    by_hand_before = material.opening is Opening.HAND and text.opening is Opening.HAND
    if not by_hand_before:  # what an organizer has opened stays open
        material.opens_at = text.opens_at if text.opening is Opening.TIME else None
    material.opening = text.opening
    chosen = text.organisations if text.audience is Audience.ORGANISATIONS else ()
    material.organisations = list(chosen)
    if not material.withdrawn:
        material.withdrawn_at = hidden_before(material)


def hidden_before(material: Material) -> datetime | None:
    """What hides the material from a release that would give it to too many."""
    simple = (
        material.audience in KNOWN_BEFORE
        and material.opening is Opening.NOW
        and not material.is_link
    )
    return None if simple else UNKNOWN_BEFORE


def _add(
    event: Event, text: MaterialText, material: Material, *, actor: str, now: datetime
) -> Material:
    material.event_id, material.created_at = event.id, now
    write_text(material, text)
    db.session.add(material)
    event.revision += 1
    db.session.flush()
    audit.record(AuditAction.MATERIAL_ADDED, event, actor=actor, now=now, material=material.code)
    return material


def _find_same(event: Event, text: MaterialText, *what: ColumnElement[bool]) -> Material | None:
    return db.session.scalar(
        select_materials(event).where(
            *what,
            Material.title == text.title,
            Material.audience == text.audience,
            Material.session_id == (text.session.id if text.session else None),
        )
    )


def list_all_materials(event: Event) -> Sequence[Material]:
    """The event's materials, drafts too, in the order of their sessions."""
    return db.session.scalars(select_materials(event)).all()


def count_withdrawn(event: Event) -> int:
    """How many materials of the event nobody may have any more."""
    of_event = select(func.count()).select_from(Material).where(Material.event_id == event.id)
    return db.session.scalar(of_event.where(~is_not_withdrawn())) or 0


def find_material(event: Event, code: str) -> Material | None:
    """The event's material of this code, unless it is withdrawn."""
    return db.session.scalar(select_materials(event).where(Material.code == code))


def select_materials(event: Event) -> Select[Material]:
    """A query for the event's materials that are not withdrawn, in the order of their sessions."""
    return (
        select(Material)
        .outerjoin(Material.session)
        .where(Material.event_id == event.id, is_not_withdrawn())
        .options(contains_eager(Material.session))
        .order_by(Session.starts_at, Material.position, Material.id)
    )

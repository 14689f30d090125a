"""Files of an experience: added, removed, given back within ten minutes, and then gone.

Both who approve a card approve its files: a new one needs both approvals again.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from eventapp.domain.errors import Refusal
from eventapp.domain.exchange.experience import (
    list_files,
    lock_living,
    record_version,
    require_new_approvals,
)
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.schedule.file_removal import promise_removal
from eventapp.domain.schedule.material import UploadedFile
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, Experience, ExperienceFile

FILES_MAX = 10
FILES_MAX_BYTES = 100 * 1024 * 1024
FILE_TITLE_MAX_LENGTH = 120
DELETED_AT_ONCE_MAX = 100


class NoRoomForExperienceFiles(Refusal):
    """The experience has FILES_MAX files, or they come to FILES_MAX_BYTES."""

    code = "no-room-for-experience-files"
    sentence = _l(
        "An experience can have ten files, and 100 MB in all. Remove one that is not needed first."
    )


class TooLateToRestoreFile(Refusal):
    """It was removed longer ago than removing can be undone."""

    code = "too-late-to-restore-file"
    sentence = _l("It is more than ten minutes since it was removed. Add it again.")


def check_room(experience: Experience, size: int) -> None:
    """Raise NoRoomForExperienceFiles where one file of so many bytes more is too much."""
    files = list_files(experience)
    taken = sum(file.size for file in files)
    if len(files) >= FILES_MAX or taken + size > FILES_MAX_BYTES:
        raise NoRoomForExperienceFiles


def add_file(
    experience: Experience, title: str, stored: UploadedFile, *, actor: str, now: datetime
) -> ExperienceFile:
    """Add a stored file; both must approve again. Sent twice, it is added once. Flushes.

    Raises ExperienceWithdrawn, NoRoomForExperienceFiles.
    """
    lock_living(experience)
    for file in list_files(experience):
        if (file.checksum, file.title) == (stored.checksum, title):
            return file
    check_room(experience, stored.size)
    file = ExperienceFile(
        experience_id=experience.id,
        title=title,
        filename=stored.filename,
        media_type=stored.media_type,
        checksum=stored.checksum,
        size=stored.size,
        created_at=now,
    )
    db.session.add(file)
    db.session.flush()
    _note(AuditAction.EXPERIENCE_FILE_ADDED, experience, file, actor=actor, now=now)
    require_new_approvals(experience, now=now)
    return file


def remove_file(experience: Experience, file: ExperienceFile, *, actor: str, now: datetime) -> None:
    """Let nobody have the file any more. What is left is approved as it was.

    Raises ExperienceWithdrawn.
    """
    lock_living(experience)
    if file.withdrawn_at is None:
        file.withdrawn_at = now
        db.session.flush()
        experience.version += 1
        record_version(experience, now=now)
        _note(AuditAction.EXPERIENCE_FILE_REMOVED, experience, file, actor=actor, now=now)


def restore_file(
    experience: Experience, file: ExperienceFile, *, actor: str, now: datetime
) -> None:
    """Give back a file that was removed a moment ago.

    Who has approved the card without it must approve it again.
    Raises ExperienceWithdrawn, TooLateToRestoreFile.
    """
    lock_living(experience)
    removed_at = file.withdrawn_at
    if removed_at is None:
        return
    if now >= removed_at + UNDO_PERIOD:
        raise TooLateToRestoreFile
    file.withdrawn_at = None
    db.session.flush()
    _note(AuditAction.EXPERIENCE_FILE_RESTORED, experience, file, actor=actor, now=now)
    approvals = (experience.municipality_approved_at, experience.editor_approved_at)
    if any(approval is not None and approval >= removed_at for approval in approvals):
        require_new_approvals(experience, now=now)
    else:
        experience.version += 1
        record_version(experience, now=now)


def find_file(experience: Experience, code: str) -> ExperienceFile | None:
    """The card's file of this code, removed a moment ago or not."""
    return db.session.scalar(
        select(ExperienceFile).where(
            ExperienceFile.experience_id == experience.id, ExperienceFile.code == code
        )
    )


def list_restorable_files(experience: Experience, *, now: datetime) -> Sequence[ExperienceFile]:
    """What was removed within the last ten minutes, the latest first."""
    return db.session.scalars(
        select(ExperienceFile)
        .where(
            ExperienceFile.experience_id == experience.id,
            ExperienceFile.withdrawn_at > now - UNDO_PERIOD,
        )
        .order_by(ExperienceFile.withdrawn_at.desc())
    ).all()


def has_removed_files(*, now: datetime) -> bool:
    """Whether there is anything that delete_removed_files would delete, without taking a lock."""
    gone = select(func.count()).where(ExperienceFile.withdrawn_at <= now - UNDO_PERIOD)
    return bool(db.session.scalar(gone))


def delete_removed_files(*, now: datetime) -> None:
    """Forget the files that can no longer be given back, and promise to remove what is stored."""
    gone = db.session.scalars(
        select(ExperienceFile)
        .where(ExperienceFile.withdrawn_at <= now - UNDO_PERIOD)
        .order_by(ExperienceFile.id)
        .limit(DELETED_AT_ONCE_MAX)
        .with_for_update(skip_locked=True)
    ).all()
    for file in gone:
        db.session.delete(file)
    db.session.flush()
    promise_removal(sorted({file.checksum for file in gone}), now=now)


def _note(
    action: AuditAction, experience: Experience, file: ExperienceFile, *, actor: str, now: datetime
) -> None:
    audit.record(action, experience, actor=actor, now=now, file=file.code)

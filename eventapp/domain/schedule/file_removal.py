"""Removing stored files that nothing has any longer: promised in the deletion, done after it.

Removed before the commit, a kill would leave a material without its file; after it, a file that
nobody knows of. A promise is kept however often somebody is killed.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select, union

from eventapp import transactions
from eventapp.domain import outbox
from eventapp.extensions import db
from eventapp.models import EventBundle, ExperienceFile, JobKind, Material, MaterialVersion

CHECKSUM_DIGITS = 64


def promise_removal(checksums: Iterable[str], *, now: datetime) -> None:
    """Promise to remove these files, unless a material has them by then."""
    for checksum in checksums:
        key = f"file-removal:{checksum}:{now.isoformat()}"
        outbox.enqueue_once(JobKind.FILE_REMOVAL, key=key, now=now, checksum=int(checksum, 16))


def promised_checksum(payload: dict[str, int]) -> str:
    """The file that such a promise is about: a payload holds numbers only."""
    return f"{payload['checksum']:0{CHECKSUM_DIGITS}x}"


def is_used(checksum: str) -> bool:
    """Whether a material has or had this file, an experience has it, or a bundle is it.

    What has been committed counts: it is looked up beside the session.
    """
    users = (Material, MaterialVersion, ExperienceFile, EventBundle)
    uses = union(*(select(user.checksum).where(user.checksum == checksum) for user in users))
    with transactions.reading_beside(), db.engine.connect() as connection:
        return connection.scalar(uses) is not None


def list_files_only_of(which: ColumnElement[bool]) -> list[str]:
    """The files of these materials and their earlier versions that no other material has."""
    mine = select(Material.id).where(which)
    files = set(db.session.scalars(select(Material.checksum).where(Material.id.in_(mine))))
    versions = select(MaterialVersion.checksum).where(MaterialVersion.material_id.in_(mine))
    files |= set(db.session.scalars(versions))
    others = select(Material.checksum).where(Material.id.not_in(mine), Material.checksum.in_(files))
    others_before = select(MaterialVersion.checksum).where(
        MaterialVersion.material_id.not_in(mine), MaterialVersion.checksum.in_(files)
    )
    return sorted(files - set(db.session.scalars(union(others, others_before))) - {""})

"""An organisation ends, is taken up again, or is deleted where nothing was ever done with it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, delete, exists, select

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.organisation.change import NotInUse, values_of
from eventapp.domain.people.organisation import lock_directory
from eventapp.domain.people.public_bodies import is_public_body
from eventapp.domain.record.audit import record_change
from eventapp.extensions import db, metadata
from eventapp.i18n import _l
from eventapp.models import AuditAction, Organisation, OrganisationMerge


class StillHasParts(Refusal):
    """Organisations below it are in use."""

    code = "still-has-parts"
    sentence = _l("It has parts that are in use. End or move those first.")


class MergedAway(Refusal):
    """It was merged into another organisation."""

    code = "merged-away"
    sentence = _l("It has been merged into another organisation, so this cannot be done.")


class OrganisationUsed(Refusal):
    """Something refers to it."""

    code = "organisation-used"
    sentence = _l("It is used, so it cannot be deleted. End it instead: its history stays.")


class FromTheOfficialList(Refusal):
    """It is one of the public bodies of the country, which every start adds again."""

    code = "from-the-official-list"
    sentence = _l("It comes from the official list, so it cannot be deleted. End it instead.")


def end_organisation(
    organisation: Organisation, on: date, *, version: int, actor: str, now: datetime
) -> None:
    """Offer it in no form from that day; what it has been to stays.

    Raises StaleVersion, StillHasParts, MergedAway.
    """
    lock_directory()
    check_version(organisation, version)
    if find_open_merge(organisation):
        raise MergedAway
    parts = db.session.scalars(
        select(Organisation).where(Organisation.parent_id == organisation.id)
    )
    if any(part.ended_on is None or part.ended_on > on for part in parts):
        raise StillHasParts
    _set_end(organisation, on, actor=actor, now=now)


def reopen_organisation(
    organisation: Organisation, *, version: int, actor: str, now: datetime
) -> None:
    """Offer it in forms again. Raises StaleVersion, MergedAway, NotInUse where its parent ended."""
    lock_directory()
    check_version(organisation, version)
    if find_open_merge(organisation):
        raise MergedAway
    if organisation.parent and organisation.parent.ended(now.date()):
        raise NotInUse
    _set_end(organisation, None, actor=actor, now=now)


def delete_organisation(
    organisation: Organisation, *, version: int, actor: str, now: datetime
) -> None:
    """Delete an organisation that nothing refers to; merges that were undone go with it.

    Raises StaleVersion, OrganisationUsed, FromTheOfficialList.
    """
    lock_directory()
    check_version(organisation, version)
    if is_public_body(organisation.code):
        raise FromTheOfficialList
    if is_used(organisation):
        raise OrganisationUsed
    record_change(
        AuditAction.ORGANISATION_DELETED,
        organisation,
        before=values_of(organisation),
        after={},
        actor=actor,
        now=now,
    )
    remove(organisation)


def remove(organisation: Organisation) -> None:
    """Delete the row, and the merges that were undone. Flushes."""
    db.session.execute(
        delete(OrganisationMerge)
        .where(_concerns(organisation), OrganisationMerge.undone_at.is_not(None))
        .execution_options(synchronize_session=False)
    )
    db.session.delete(organisation)
    db.session.flush()


def is_used(organisation: Organisation) -> bool:
    """Whether any row refers to it, merges that were undone aside. One statement."""
    db.session.flush()
    referring = [
        exists().where(table.c[column] == organisation.id)
        for table, column in references()
        if table.name != OrganisationMerge.__tablename__
    ]
    merged = exists().where(_concerns(organisation), OrganisationMerge.undone_at.is_(None))
    return any(db.session.execute(select(*referring, merged)).one())


def references() -> list[tuple[Table, str]]:
    """Each table that refers to organisations, and its column; whatever is added later too."""
    return [
        (table, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == Organisation.__tablename__
    ]


def find_open_merge(organisation: Organisation) -> OrganisationMerge | None:
    """The merge that this organisation went into another by, unless it was undone."""
    return db.session.scalar(
        select(OrganisationMerge).where(
            OrganisationMerge.source_id == organisation.id, OrganisationMerge.undone_at.is_(None)
        )
    )


def _concerns(organisation: Organisation) -> ColumnElement[bool]:
    return (OrganisationMerge.source_id == organisation.id) | (
        OrganisationMerge.target_id == organisation.id
    )


def _set_end(organisation: Organisation, on: date | None, *, actor: str, now: datetime) -> None:
    before = values_of(organisation)
    organisation.ended_on = on
    organisation.version += 1
    record_change(
        AuditAction.ORGANISATION_CHANGED,
        organisation,
        before=before,
        after=values_of(organisation),
        actor=actor,
        now=now,
    )

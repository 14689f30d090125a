"""Whether the database answers, and what it has been migrated to."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from eventapp.extensions import db


def answers() -> bool:
    """Whether the database answers at all."""
    return not fault()


def fault() -> str:
    """Why the database does not answer, in its driver's words; empty when it does."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        db.session.rollback()
        return f"does not answer ({str(getattr(error, 'orig', error)).splitlines()[0]})"
    return ""


def migrated_to() -> frozenset[str]:
    """The revisions that the database stands at; none when it has never been migrated."""
    try:
        rows = db.session.execute(text("SELECT version_num FROM alembic_version"))
        return frozenset(row[0] for row in rows)
    except SQLAlchemyError:
        db.session.rollback()
        return frozenset()

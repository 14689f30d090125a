"""Whether the database answers, and what it has been migrated to."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from eventapp.extensions import db


def answers() -> bool:
    """Whether the database answers at all."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def migrated_to() -> frozenset[str]:
    """The revisions that the database stands at; none when it has never been migrated."""
    try:
        rows = db.session.execute(text("SELECT version_num FROM alembic_version"))
        return frozenset(row[0] for row in rows)
    except SQLAlchemyError:
        db.session.rollback()
        return frozenset()

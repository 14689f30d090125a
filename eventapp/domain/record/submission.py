"""Forms that act once: whoever sends the same form twice gets the first answer again."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.extensions import db
from eventapp.models import Submission

SUBMISSION_LIFETIME = timedelta(days=1)


def claim_submission(digest: str, *, now: datetime) -> bool:
    """Claim a form within the transaction that acts on it; False when it has acted before.

    Waits for another transaction that acts on the same form. A rollback gives the claim back.
    """
    db.session.execute(delete(Submission).where(Submission.created_at < now - SUBMISSION_LIFETIME))
    insert_into = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    claimed = db.session.scalar(
        insert_into(Submission)
        .values(digest=digest, location="", created_at=now)
        .on_conflict_do_nothing(index_elements=[Submission.digest])
        .returning(Submission.digest)  # psycopg counts no rows of such an insert
    )
    return claimed is not None


def has_acted(digest: str) -> bool:
    """Whether the form has been claimed, without taking a lock."""
    return db.session.get(Submission, digest) is not None


def record_answer(digest: str, location: str) -> None:
    """Remember the page that answered the form, if the form acted."""
    db.session.execute(
        update(Submission).where(Submission.digest == digest).values(location=location)
    )


def find_answer(digest: str) -> str:
    """The page that answered the form; empty while it is still being answered."""
    return db.session.scalar(select(Submission.location).where(Submission.digest == digest)) or ""

"""Sessions of an account: begun, seen, listed and ended one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import Account, AccountSession, EndedSession

SESSION_DURATION = timedelta(hours=12)
# Ended ones are remembered for longer than any cookie lasts, begun ones as long.
SESSION_RETENTION = timedelta(days=2)
DEVICE_MAX_LENGTH = 80


def begin_session(account: Account, session: str, *, device: str, now: datetime) -> None:
    """Write down that the account signs in with a browser, and on which day it last did.

    What began long ago is forgotten. The caller commits.
    """
    _delete(AccountSession, AccountSession.begun_at < now - SESSION_RETENTION)
    # The day is enough to know when an account has not been used for long.
    account.last_used_at = now.replace(hour=0, minute=0, second=0, microsecond=0)
    db.session.add(
        AccountSession(
            account_id=account.id,
            digest=token_digest(session),
            device=device[:DEVICE_MAX_LENGTH],
            begun_at=now,
            seen_at=full_hour(now),
        )
    )
    db.session.flush()


def note_seen(session: str, *, now: datetime) -> None:
    """Write down in which hour the session was last used. The caller commits."""
    db.session.execute(
        update(AccountSession)
        .where(
            AccountSession.digest == token_digest(session),
            AccountSession.seen_at < full_hour(now),
        )
        .values(seen_at=full_hour(now))
        .execution_options(synchronize_session=False)
    )


def full_hour(moment: datetime) -> datetime:
    """The hour that the moment is in: nobody needs to know it more exactly."""
    return moment.replace(minute=0, second=0, microsecond=0)


def list_sessions(account: Account, *, now: datetime) -> Sequence[AccountSession]:
    """Where the account is signed in, the latest first."""
    return db.session.scalars(
        select(AccountSession)
        .where(
            AccountSession.account_id == account.id,
            AccountSession.begun_at > now - SESSION_DURATION,
        )
        .order_by(AccountSession.begun_at.desc(), AccountSession.id.desc())
    ).all()


def is_of(row: AccountSession, session: str) -> bool:
    """Whether the row is of this session."""
    return row.digest == token_digest(session)


def end_session(session: str, *, now: datetime) -> None:
    """End this one; what ended long ago is forgotten, for no cookie lasts so long.

    The caller commits.
    """
    if session:
        _end([token_digest(session)], now=now)


def end_session_by_code(account: Account, code: str, *, now: datetime) -> None:
    """End the account's session of this code; nothing happens when there is none such."""
    _end([row.digest for row in list_sessions(account, now=now) if row.code == code], now=now)


def end_other_sessions(account: Account, session: str, *, now: datetime) -> None:
    """End every session of the account but this one."""
    rows = list_sessions(account, now=now)
    _end([row.digest for row in rows if not is_of(row, session)], now=now)


def _end(digests: Sequence[str], *, now: datetime) -> None:
    _delete(EndedSession, EndedSession.ended_at < now - SESSION_RETENTION)
    for digest in digests:
        if db.session.get(EndedSession, digest) is None:
            db.session.add(EndedSession(digest=digest, ended_at=now))
    _delete(AccountSession, AccountSession.digest.in_(digests))


def _delete(table: type[EndedSession | AccountSession], which: ColumnElement[bool]) -> None:
    db.session.execute(delete(table).where(which).execution_options(synchronize_session=False))

"""Tries of what a guess could open: counted exactly, over all processes and hosts.

Floods are another matter: they are held off within each process, without asking the database.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import TryCount


@dataclass(frozen=True, slots=True)
class TryLimit:
    """So many tries within each stretch of this length."""

    most: int
    stretch: timedelta


@dataclass(frozen=True, slots=True)
class Trier:
    """Who tries what: an address, or the sign of a browser; neither is stored."""

    kind: str
    who: str

    def digest(self, limit: TryLimit, *, now: datetime) -> str:
        """What the row of the present stretch is found by."""
        text = f"{self.kind}\0{self.who}\0{limit.stretch}\0{_end(limit, now).isoformat()}"
        return hmac.digest(app_keys().tries, text.encode(), hashlib.sha256).hex()


def count_try(trier: Trier, limits: Sequence[TryLimit], *, now: datetime) -> timedelta | None:
    """Count a try. To be committed before what is tried is looked at.

    Returns how long to wait where there have been too many; such a try is not counted.
    """
    digests = {trier.digest(limit, now=now): limit for limit in limits}
    rows = select(TryCount.digest, TryCount.tries).where(TryCount.digest.in_(digests))
    counts = {row.digest: row.tries for row in db.session.execute(rows)}
    spent = [limit for digest, limit in digests.items() if counts.get(digest, 0) >= limit.most]
    if not spent:
        # Of two tries at once each counts the other, which the look above may have missed.
        counts = {digest: _add(digest, limit, now) for digest, limit in digests.items()}
        spent = [limit for digest, limit in digests.items() if counts[digest] > limit.most]
    return max((_end(limit, now) - now for limit in spent), default=None)


def take_back(trier: Trier, limits: Sequence[TryLimit], *, now: datetime) -> None:
    """Take a counted try back: it was right."""
    digests = [trier.digest(limit, now=now) for limit in limits]
    db.session.execute(
        update(TryCount)
        .where(TryCount.digest.in_(digests))
        .values(tries=TryCount.tries - 1)
        .execution_options(synchronize_session=False)
    )


def has_ended(*, now: datetime) -> bool:
    """Whether any stretch is over, so that its count is of no use."""
    ended = select(TryCount.digest).where(TryCount.ends_at <= now).limit(1)
    return db.session.scalar(ended) is not None


def delete_ended(*, now: datetime) -> None:
    """Delete the counts of stretches that are over."""
    db.session.execute(
        delete(TryCount).where(TryCount.ends_at <= now).execution_options(synchronize_session=False)
    )


def _add(digest: str, limit: TryLimit, now: datetime) -> int:
    """Add one, in the database itself; how many there are now."""
    postgres = db.engine.dialect.name == "postgresql"
    insert = (postgresql.insert if postgres else sqlite.insert)(TryCount)
    counted = insert.values(digest=digest, tries=1, ends_at=_end(limit, now)).on_conflict_do_update(
        index_elements=[TryCount.digest], set_={"tries": TryCount.tries + 1}
    )
    return int(db.session.execute(counted.returning(TryCount.tries)).scalar_one())


def _end(limit: TryLimit, now: datetime) -> datetime:
    seconds = int(limit.stretch.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, UTC)

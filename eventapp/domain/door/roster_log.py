"""The roster's revisions: raised one at a time, under the row's lock, by whatever changes it."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, insert, select, update

from eventapp.extensions import db
from eventapp.models import Roster, RosterEntry

LISTED = RosterEntry.record.is_not(None)
RAISE = (
    update(Roster)
    .where(Roster.event_id == bindparam("event"))
    .values(revision=Roster.revision + 1)
    .returning(Roster.revision)
)


class SealedContent(NamedTuple):
    """A ticket's record, a hash of what it says, and the lists that its owner signed up for."""

    content: str
    record: bytes | None
    lists: bytes | None = None


class ListedRecord(NamedTuple):
    """A ticket as a roster lists it; without a record it is gone."""

    digest: str
    record: bytes | None
    lists: bytes | None


GONE = SealedContent("", None)


def create_log(event_id: int) -> None:
    """Create an event's log unless it has one; under the event's lock."""
    if db.session.get(Roster, event_id) is None:
        db.session.add(Roster(event_id=event_id))
        db.session.flush()


def current(event_id: int) -> Roster:
    """The log with its present revision."""
    return db.session.get_one(Roster, event_id, populate_existing=True)


def raise_revision(event_id: int) -> int:
    """Take the next revision. Whoever else wants one waits until this transaction is over."""
    raised = db.session.connection().execute(RAISE, {"event": event_id})
    return int(raised.scalar_one())


def lock(event_id: int) -> int:
    """Lock the log until the transaction ends: the present revision. None is taken meanwhile."""
    row = select(Roster.revision).where(Roster.event_id == event_id).with_for_update()
    return db.session.execute(row).scalar_one()


def record_contents(
    event_id: int, digests: Collection[str], sealed: dict[str, SealedContent]
) -> None:
    """Record which of these tickets' records have changed since they were last recorded.

    What has none among `sealed`, which must have been read under the log's lock, is gone.
    """
    entries = select(RosterEntry.digest, RosterEntry.content, RosterEntry.record, RosterEntry.lists)
    of_these = (RosterEntry.event_id == event_id, RosterEntry.digest.in_(digests))
    known = {
        row.digest: SealedContent(row.content, row.record, row.lists)
        for row in db.session.execute(entries.where(*of_these))
    }
    gone = {d: GONE for d in digests if d not in sealed and known.get(d, GONE) != GONE}
    changed = gone | {d: entry for d, entry in sealed.items() if known.get(d) != entry}
    if not changed:
        return
    row = db.session.get_one(Roster, event_id, populate_existing=True)
    row.listed_revision = row.revision
    db.session.flush()
    rows = [
        {"event_id": event_id, "digest": digest, "revision": row.revision, **entry._asdict()}
        for digest, entry in changed.items()
    ]
    if old := [row["digest"] for row in rows if row["digest"] in known]:
        db.session.execute(
            delete(RosterEntry).where(RosterEntry.event_id == event_id, RosterEntry.digest.in_(old))
        )
    db.session.execute(insert(RosterEntry.__table__), rows)  # type: ignore[arg-type]


def changed_since(event_id: int, revision: int, most: int) -> list[ListedRecord]:
    """The tickets changed after a revision, by digest, at most so many; without a record: gone."""
    rows = db.session.execute(
        select(RosterEntry.digest, RosterEntry.record, RosterEntry.lists)
        .where(RosterEntry.event_id == event_id, RosterEntry.revision > revision)
        .limit(most)
    )
    return sorted((ListedRecord(*row) for row in rows), key=by_digest)


def list_records(event_id: int, after: str, most: int) -> list[ListedRecord]:
    """At most so many records that follow a digest, by digest."""
    rows = db.session.execute(
        select(RosterEntry.digest, RosterEntry.record, RosterEntry.lists)
        .where(RosterEntry.event_id == event_id, LISTED, RosterEntry.digest > after)
        .order_by(RosterEntry.digest)
        .limit(most)
    )
    return [ListedRecord(*row) for row in rows]


def by_digest(listed: ListedRecord) -> str:
    """The order of everything in a roster."""
    return listed.digest


def count_records(event_id: int) -> int:
    """How many tickets the roster lists."""
    count = select(func.count()).select_from(RosterEntry)
    return db.session.scalar(count.where(RosterEntry.event_id == event_id, LISTED)) or 0

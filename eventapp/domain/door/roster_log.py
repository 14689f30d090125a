"""The roster's revisions: raised one at a time, under the row's lock, by whatever changes it."""

from sqlalchemy import bindparam, select, update

from eventapp.extensions import db
from eventapp.models import Roster, RosterEntry

RAISE = (
    update(Roster)
    .where(Roster.event_id == bindparam("event"))
    .values(revision=Roster.revision + 1)
    .returning(Roster.revision)
)


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


def record_contents(event_id: int, contents: dict[str, str], fingerprint: str) -> None:
    """Record which tickets' contents (by digest) have changed since they were last recorded.

    `contents` must have been read under the log's lock. Flushes.
    """
    known = {
        row.digest: row.content
        for row in db.session.execute(
            select(RosterEntry.digest, RosterEntry.content).where(RosterEntry.event_id == event_id)
        )
    }
    gone = {digest: "" for digest, content in known.items() if content and digest not in contents}
    changed = gone | {d: c for d, c in contents.items() if known.get(d, "") != c}
    row = db.session.get_one(Roster, event_id, populate_existing=True)
    row.fingerprint = fingerprint
    if changed:
        row.listed_revision = row.revision
        _write(event_id, changed, known, row.revision)
    db.session.flush()


def changed_since(event_id: int, revision: int) -> list[str]:
    """The digests of the tickets whose record has changed, or gone, after a revision."""
    return list(
        db.session.scalars(
            select(RosterEntry.digest).where(
                RosterEntry.event_id == event_id, RosterEntry.revision > revision
            )
        )
    )


def _write(event_id: int, changed: dict[str, str], known: dict[str, str], revision: int) -> None:
    rows = [
        {"event_id": event_id, "digest": digest, "content": content, "revision": revision}
        for digest, content in changed.items()
    ]
    if new := [row for row in rows if row["digest"] not in known]:
        db.session.execute(RosterEntry.__table__.insert(), new)  # type: ignore[attr-defined]
    if old := [row for row in rows if row["digest"] in known]:
        db.session.execute(update(RosterEntry), old)

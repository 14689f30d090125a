"""`python -m tests.bench.log`: searching and verifying 1,000,000 entries, on both databases.

Limits: any page of the log within 100 ms (p95), verifying all of it within 10 seconds.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from eventapp import transactions
from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.domain.record.audit import digest_change
from eventapp.domain.record.chain import chain_head
from eventapp.domain.record.log import GROUPS, ActionGroup, LogFilter, list_log
from eventapp.domain.record.sealed_text import FIRST_MAC, covered_columns, key_print, next_mac
from eventapp.domain.record.verification import verify
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import (
    AuditChange,
    AuditSeal,
    AuditWord,
    EventState,
    Organisation,
    OrganisationKind,
)
from tests.builders import an_event
from tests.databases import PostgresqlServer, run_id
from tests.settings import app_settings

ENTRIES, BATCH, LOOKS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, 20_000, 20
FIRST = datetime.fromtimestamp(1_800_000_000, UTC)
WORDS = [f"ord{number}" for number in range(5000)]
SECOND = timedelta(seconds=1)
Rows = list[dict[str, Any]]


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="eventapp-bench-") as name:
        folder = Path(name)
        if "--postgresql" not in sys.argv:
            measure("sqlite", folder / "sqlite", "")
        server = PostgresqlServer(run_id(), "bench", folder / "server")
        with server.renewed() as database:
            measure("postgresql", folder / "postgresql", database.url)
        server.disconnect()


def measure(kind: str, folder: Path, url: str) -> None:
    """Fill, search and verify."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(app_settings(folder, database_url=url))
    migrate(app)
    with app.app_context():
        fill()
        with transactions.reading(db.session):
            for name, sought in searches():
                report(kind, name, lambda sought=sought: list_log(sought))  # type: ignore[misc]
            began, own = time.perf_counter(), time.process_time()
            verification = verify([app_keys().log], [head for head in [chain_head()] if head])
            assert verification.broken is None
            assert verification.sealed == ENTRIES
            took, own = time.perf_counter() - began, time.process_time() - own
            print(
                f"{kind}: verified {verification.sealed} in {took:.1f} s, own time {own:.1f} s",
                flush=True,
            )
        db.session.remove()
        db.engine.dispose()


def searches() -> Iterator[tuple[str, LogFilter]]:
    """What people look for, and the worst that they may."""
    page = list_log(LogFilter())
    middle = FIRST + ENTRIES // 2 * SECOND
    yield "newest", LogFilter()
    yield "next page", LogFilter(before=page.next)
    yield "from the middle", LogFilter(until=middle)
    yield "actor", LogFilter(actor="account7")
    yield "group", LogFilter(group=ActionGroup.CHANGED)
    yield "kind", LogFilter(kind="organisation")
    yield "event", LogFilter(event_id=7, event_code="e7")
    yield "one thing", LogFilter(kind="registration", code="thing77")
    yield "actor, group, kind", LogFilter(actor="system", group=ActionGroup.ROLES, kind="account")
    yield "nothing matches", LogFilter(actor="system", kind="wish")
    yield "group that is rare", LogFilter(group=ActionGroup.DELETED, kind="wish", since=middle)
    yield "code", LogFilter(words="thing77")
    yield "word of a reason", LogFilter(words=WORDS[3])
    yield "common word", LogFilter(words="skäl")
    yield "two words", LogFilter(words=f"skäl {WORDS[3]}")
    yield "word, actor, days", LogFilter(words="skäl", actor="system", until=middle)
    yield "an organisation's name", LogFilter(words="linköping")
    yield "an event's address", LogFilter(words="/events/konferens-7")
    yield "no such word", LogFilter(words="finnsinte")


def report(kind: str, name: str, look: Callable[[], object]) -> None:
    """Print how long looks take, in milliseconds: the slowest but one of twenty, and the fastest.

    On a busy machine only the fastest, and this process's own time, say anything.
    """
    times, own = [], time.process_time()
    for _ in range(LOOKS):
        began = time.perf_counter()
        look()
        db.session.rollback()
        times.append((time.perf_counter() - began) * 1000)
    own = (time.process_time() - own) / LOOKS * 1000
    p95 = sorted(times)[int(LOOKS * 0.95) - 1]
    slow = "" if p95 < 100 else " TOO SLOW"
    print(
        f"{kind}: {name}: p95 {p95:.1f}, best {min(times):.1f}, own {own:.1f} ms{slow}", flush=True
    )


def fill() -> None:
    """Write the entries, a change beside every tenth, and all seals."""
    run = db.session.execute
    run(db.text("CREATE TEMP TABLE digests (id INTEGER PRIMARY KEY, digest TEXT)"))
    run(db.text("CREATE TEMP TABLE acts (number INTEGER PRIMARY KEY, action TEXT)"))
    changed = range(10, ENTRIES + 1, 10)
    rows = [{"id": number, "digest": digest(number)} for number in changed]
    run(db.text("INSERT INTO digests VALUES (:id, :digest)"), rows)
    actions = [action.value for group in GROUPS.values() for action in group]
    acts = [{"number": number, "action": action} for number, action in enumerate(actions)]
    run(db.text("INSERT INTO acts VALUES (:number, :action)"), acts)
    run(db.text(filling(len(actions))), {"entries": ENTRIES})
    for start in range(0, len(changed), BATCH):
        numbers = changed[start : start + BATCH]
        run(insert(AuditChange.__table__), [change(number) for number in numbers])  # type: ignore[arg-type]
        run(insert(AuditWord.__table__), [row for n in numbers for row in words(n)])  # type: ignore[arg-type]
    name_things()
    db.session.commit()
    seal_all()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def name_things() -> None:
    """As many organisations and events as an agency has, some of them with entries."""
    towns = [f"Linköpings skola {number}" for number in range(12)]
    towns += [f"Exempelstad {number}" for number in range(700)]
    db.session.add_all(
        Organisation(code=f"thing{number}", kind=OrganisationKind.MUNICIPALITY, name=name)
        for number, name in enumerate(["Linköpings kommun", *towns])
    )
    for number in range(300):
        an_event(slug=f"konferens-{number}", state=EventState.DRAFT)


def filling(actions: int) -> str:
    """The statement that writes all entries; every third act is by the system."""
    named = """'{"organisation": "thing' || (i % 300) || '"}'"""
    details = f"CASE WHEN i % 4 > 0 THEN '{{}}' ELSE {named} END"
    at = "datetime(1800000000 + i, 'unixepoch') || '.000000'"
    if db.engine.dialect.name == "postgresql":
        at, details = "to_timestamp(1800000000 + i)", f"CAST({details} AS JSON)"
    return f"""
        INSERT INTO audit_entries (id, at, actor, action, subject_kind, subject_code, reason,
            details, event_id, change_digest)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :entries)
        SELECT i, {at}, CASE WHEN i % 3 = 0 THEN 'system'
            ELSE 'account' || (i / 3 % 200) END, action,
            CASE (i * 31) % 5 WHEN 0 THEN 'registration' WHEN 1 THEN 'event' WHEN 2 THEN 'account'
            WHEN 3 THEN 'organisation' ELSE 'experience' END,
            'thing' || (i % 40000), '', {details}, i % 50, coalesce(digest, '')
        FROM n JOIN acts ON number = (i / 7 + i) % {actions}
        LEFT JOIN digests ON digests.id = i"""  # our own words


def change(number: int) -> dict[str, Any]:
    """What the act changed, and why."""
    before, after, reason = {"seats": number}, {"seats": number + 1}, f"Skäl {WORDS[number % 5000]}"
    return {
        "entry_id": number,
        "before": before,
        "after": after,
        "reason": reason,
        "salt": f"{number:032}",
    }


def digest(number: int) -> str:
    """The digest of change()."""
    row = change(number)
    return digest_change(
        row["salt"], json.dumps(row["before"]), json.dumps(row["after"]), row["reason"]
    )


def words(number: int) -> Rows:
    """The words of change()'s reason."""
    reason_words = ("skäl", WORDS[number % 5000].casefold())
    return [{"word": word, "entry_id": number} for word in reason_words]


def seal_all() -> None:
    """Seal everything as the worker would, in fewer transactions."""
    key, mac, seals = app_keys().log, FIRST_MAC, []
    statement = db.text(f"SELECT {covered_columns()} FROM audit_entries e ORDER BY e.id")
    for position, row in enumerate(db.session.execute(statement).all(), start=1):
        mac = next_mac(key, mac, tuple(row))
        seals.append(
            {"position": position, "entry_id": row[0], "key_print": key_print(key), "mac": mac}
        )
    for start in range(0, len(seals), BATCH):
        db.session.execute(insert(AuditSeal.__table__), seals[start : start + BATCH])
        db.session.commit()


if __name__ == "__main__":
    main()

"""How long a writer waits while a backup is taken, as a ratio to the same minutes without one.

Measured without, with, with, without, when the disk is done with what was filled in: a database
that has just been written in one go keeps it busy for half a minute.

`python -m tests.bench.backup [--megabytes 1000] [--sqlite | --postgresql]`. The writer commits one
row after the other with the product's durability, on SQLite through its own queue.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from eventapp.clock import utcnow
from eventapp.domain.record.audit import INSTALLATION, OPERATOR, record
from eventapp.extensions import db
from eventapp.models import AuditEntry
from tests.bench.organizer.databases import databases
from tests.databases import KINDS
from tests.faults.mail_server import MailServer
from tests.faults.server import as_environment, production_settings

RATIO_MAX = 3.0
ROW_BYTES = 1000
BATCH_ROWS = 10_000
PAUSE_SECONDS = 0.002
HEAD_START_SECONDS = 0.5


def fill(megabytes: int) -> None:
    """Rows of the log, until the database is about so large."""
    row = {"at": utcnow(), "actor": OPERATOR, "action": "x", "subject_kind": "bench"}
    rows = [
        {**row, "subject_code": str(number), "reason": "ö" * 450} for number in range(BATCH_ROWS)
    ]
    for _batch in range(megabytes * 1_000_000 // ROW_BYTES // BATCH_ROWS):
        db.session.execute(sa.insert(AuditEntry), rows)
        db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("CHECKPOINT"))
        db.session.commit()
    os.sync()


def waits_during(command: Sequence[str]) -> list[float]:
    """How many seconds each commit took while the command ran.

    It starts a moment later: that this process is copied for it is no wait of the product's.
    """
    waits: list[float] = []
    worker = subprocess.Popen(["sh", "-c", f'sleep {HEAD_START_SECONDS}; exec "$@"', "-", *command])
    time.sleep(HEAD_START_SECONDS / 2)
    while worker.poll() is None:
        began = time.perf_counter()
        record("x", INSTALLATION, actor=OPERATOR, now=utcnow())
        db.session.commit()
        waits.append(time.perf_counter() - began)
        time.sleep(PAUSE_SECONDS)
    assert worker.returncode == 0
    return waits


def main() -> None:
    """Measure on each database; exit 1 when a writer waits too long."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=1000)
    for kind in KINDS:
        parser.add_argument(f"--{kind}", action="store_true")
    megabytes = parser.parse_args().megabytes
    ratios = [measure(app, calibrators.folder, megabytes) for app, calibrators in databases()]
    sys.exit(max(ratios) > RATIO_MAX)


def measure(app: Flask, folder: Path, megabytes: int) -> float:
    """Fill, measure with and without; the longest waits' ratio."""
    url = app.extensions["settings"].database_url
    settings = production_settings(folder, MailServer(), url=url)
    command = [sys.executable, "-m", "eventapp", "backup", str(folder / "backup.tar.gz")]
    os.environ.update(as_environment(settings))
    fill(megabytes)
    began = time.perf_counter()
    waits_during(command)  # a first one, to know how long it takes
    seconds = time.perf_counter() - began
    rest = ["sleep", f"{seconds:.1f}"]
    without = waits_during(rest)
    with_it = waits_during(command) + waits_during(command)
    without += waits_during(rest)
    ratio = max(with_it) / max(without)
    print(
        f"{db.engine.dialect.name}: {megabytes} MB in {seconds:.1f} s: longest wait"
        f" {max(with_it) * 1000:.0f} ms with, {max(without) * 1000:.0f} without:"
        f" ratio {ratio:.2f} (at most {RATIO_MAX})"
    )
    return ratio


if __name__ == "__main__":
    main()

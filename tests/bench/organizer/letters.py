"""`python -m tests.bench.organizer.letters [count]`: 1,000 invitations sent by two workers, by TLS.

The workers are processes of their own, as operators start them, and the mail server listens here;
it is timed from the moment when the letters fall due until the last of them has come.
"""

import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import psutil
from flask import Flask
from sqlalchemy import select, update

from eventapp.clock import utcnow
from eventapp.domain.locking import lock_event
from eventapp.domain.registration.group.registration_batch import Newcomer, register_many
from eventapp.extensions import db
from eventapp.models import Job, JobState
from tests.bench.organizer.calibrators import report
from tests.bench.organizer.databases import databases
from tests.bench.organizer.intake import an_open_event
from tests.bench.server import started
from tests.builders import a_session, an_applicant
from tests.certificate import server_certificate
from tests.faults.mail_server import TAKEN, MailServer, listening
from tests.faults.server import as_environment, production_settings, wait_until

LETTERS, WORKERS, SECONDS_MAX, BATCH = 1_000, 2, 8, 50
LATER = timedelta(hours=1)
CERTIFICATE = "mail-server.pem"


@dataclass
class CountingServer(MailServer):
    """Counts letters, and those with an invitation, without reading them."""

    letters: int = 0
    invitations: int = 0

    def take(self, content: bytes) -> str:
        """Count one more; the letters last, as that is what is waited for."""
        self.invitations += b"text/calendar" in content
        self.letters += 1
        return TAKEN


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count = counts[0] if counts else LETTERS
    for app, calibrators in databases():
        tls = server_certificate(calibrators.folder / CERTIFICATE)
        with listening(CountingServer(), tls) as office, ExitStack() as running:
            assert isinstance(office, CountingServer)
            promise(count + WORKERS)
            start = partial(start_worker, app, calibrators.folder, office, running)
            workers = [start() for _ in range(WORKERS)]
            let_fall_due(WORKERS)  # whoever has sent one has loaded all it needs
            wait_until(lambda: office.letters == WORKERS, "the workers")
            hello, commit, before = calibrators.hello(), calibrators.commit(), used(workers)
            began = time.perf_counter()
            let_fall_due(count)
            wait_until(lambda: office.letters == count + WORKERS, "the letters", patience=600)
            seconds = time.perf_counter() - began
            own = used(workers) - before
        assert office.invitations == count + WORKERS
        late = "" if seconds <= SECONDS_MAX else "  TOO SLOW"
        report(
            f"{count} letters with invitation, {WORKERS} workers",
            f"{seconds:.2f} s, own {own / count * 1000:.2f} ms each, {office.calls} connections",
            f"{own / count / hello:.0f} hellos, {seconds / count / commit:.1f} commits each",
            f"≤ {SECONDS_MAX} s{late}",
        )


def promise(count: int) -> None:
    """Register so many people for an event with a session; their letters are due later."""
    event = an_open_event("letters")
    session = a_session(event)
    people = [
        Newcomer(an_applicant(name=f"Åsa {n} Öst", email=f"p{n}@town.example", sessions=[session]))
        for n in range(count)
    ]
    for start in range(0, count, BATCH):
        now, batch = utcnow(), people[start : start + BATCH]
        register_many(lock_event(event), batch, letters_at=now + LATER, actor="bench", now=now)
        db.session.commit()


def start_worker(
    app: Flask, folder: Path, office: MailServer, running: ExitStack
) -> psutil.Process:
    """A worker of this database, stopped with `running`."""
    url = app.extensions["settings"].database_url
    settings = production_settings(folder, office, url=url)
    by_tls = replace(settings, smtp_url=f"smtps://localhost:{office.port}")
    environment = as_environment(by_tls) | {"SSL_CERT_FILE": str(folder / CERTIFICATE)}
    log = folder / "worker.log"
    worker = running.enter_context(started(["eventapp", "worker"], environment, log))
    return psutil.Process(worker.pid)


def let_fall_due(count: int) -> None:
    """Let the next so many letters be due now."""
    ids = db.session.scalars(
        select(Job.id)
        .where(Job.state == JobState.WAITING, Job.due_at > utcnow())
        .order_by(Job.id)
        .limit(count)
    ).all()
    db.session.execute(update(Job).where(Job.id.in_(ids)).values(due_at=utcnow()))
    db.session.commit()


def used(workers: list[psutil.Process]) -> float:
    """Seconds of processor time that the workers have used."""
    times = [worker.cpu_times() for worker in workers]
    return sum(own.user + own.system for own in times)


if __name__ == "__main__":
    main()

"""A house in production, its processes to be killed and its table to be read by the tests."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import psutil
from flask import Flask
from sqlalchemy import ColumnElement, Select, select, update

from eventapp import transactions
from eventapp.app import create_app
from eventapp.clock import utcnow
from eventapp.config import Settings
from eventapp.extensions import db
from eventapp.models import Job, JobState, Registration
from tests.bench import server as processes
from tests.faults.mail_server import MailServer
from tests.journeys.demo_event import an_event_soon
from tests.server import free_port
from tests.settings import app_settings

PATIENCE = 150  # seconds; on a machine with much else to do
LOOK_EVERY = 0.1  # seconds: who looks all the time takes it from those who are waited for
PAST = timedelta(seconds=1)
Row = TypeVar("Row")


def wait_until(holds: Callable[[], object], what: str, *, patience: float = PATIENCE) -> None:
    """Look again and again; fail, saying what did not come, when patience (in seconds) ends."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(LOOK_EVERY)


@dataclass(frozen=True, slots=True)
class DatabaseView:
    """The database of a house, looked into from outside."""

    app: Flask

    def add_event(self, *, seats: int) -> str:
        """An event open for registration; its slug."""
        slug = an_event_soon(seats=seats).slug
        db.session.commit()
        return slug

    def registrations(self) -> list[Registration]:
        """All there are, in the order of their numbers."""
        return self._read(select(Registration).order_by(Registration.id))

    def jobs(self) -> list[Job]:
        """All that was promised, in order."""
        return self._read(select(Job).order_by(Job.id))

    def all_done(self) -> bool:
        """Whether every promise is kept."""
        return {job.state for job in self.jobs()} <= {JobState.DONE}

    def errors(self) -> set[str]:
        """What the jobs say last went wrong."""
        return {job.error for job in self.jobs()}

    def let_leases_run_out(self) -> None:
        """As if a minute had passed since a worker died."""
        self._change(Job.state == JobState.LEASED, leased_until=utcnow() - PAST)

    def let_waiting_be_due(self) -> None:
        """As if the wait before the next attempt were over."""
        self._change(Job.state == JobState.WAITING, due_at=utcnow() - PAST)

    def _change(self, which: ColumnElement[bool], **values: object) -> None:
        db.session.execute(update(Job).where(which).values(**values))
        db.session.commit()

    def _read(self, statement: Select[tuple[Row]]) -> list[Row]:
        with transactions.reading(db.session):  # else the house would wait for the test
            rows = list(db.session.scalars(statement))
            db.session.expunge_all()
        return rows


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A house that serves: its port, its table, its keeper."""

    port: int
    table: DatabaseView
    keeper: psutil.Process

    def web_processes(self) -> list[psutil.Process]:
        """Those that answer visitors."""
        return [child for child in self._children() if _line(child) == "eventapp: web"]

    def worker(self) -> psutil.Process | None:
        """The one that sends mail, when there is one just now."""
        workers = (child for child in self._children() if _line(child) == "eventapp: worker")
        return next(workers, None)

    def _children(self) -> list[psutil.Process]:
        return self.keeper.children()


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline()).strip()
    except psutil.Error:
        return ""  # gone meanwhile


def production_settings(
    data: Path, office: MailServer, *, port: int = 0, url: str = ""
) -> Settings:
    """Settings as an operator would write them, with the test's own mail server."""
    known = app_settings(data)
    return Settings(
        mode="production",
        data=str(data),
        database_url=url,
        base_url=f"http://localhost:{port}",
        secret_key=known.secret_key,
        ticket_keys=known.ticket_keys,
        care_keys=known.care_keys,
        factor_keys=known.factor_keys,
        protected_keys=known.protected_keys,
        walk_in_keys=known.walk_in_keys,
        smtp_url=f"smtp://127.0.0.1:{office.port}?tls=off",
        mail_from=known.mail_from,
        registrations_per_minute="1000000",
    )


def as_environment(settings: Settings) -> dict[str, str]:
    """The same as a process reads it."""
    return {
        item.metadata["name"]: getattr(settings, name)
        for name, item in Settings.__dataclass_fields__.items()
    }


@contextmanager
def database_view(settings: Settings) -> Iterator[DatabaseView]:
    """The table that a house of these settings has; it must be migrated."""
    app = create_app(settings)
    with app.app_context():
        yield DatabaseView(app)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def running_server(data: Path, office: MailServer) -> Iterator[RunningServer]:
    """`eventapp serve` with two web processes and the worker, on SQLite, answering."""
    port = free_port()
    settings = production_settings(data, office, port=port)
    started = processes.server(port, as_environment(settings), data.parent / "house.log")
    with started as keeper, database_view(settings) as table:
        yield RunningServer(port, table, keeper)

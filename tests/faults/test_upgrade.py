"""The older release goes on while the newer migrates; a release starts on a newer database."""

import io
import os
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
import sqlalchemy as sa

from eventapp.app import create_app, migration_heads
from eventapp.cli.migration import disconnecting, migrate, upgrade_to
from eventapp.config import ROOT, Settings
from eventapp.domain.installation import database_health
from eventapp.extensions import db
from tests import visitor
from tests.databases import KINDS, PostgresqlServer
from tests.faults.crowd import Visitor
from tests.faults.mail_server import MailServer, listening
from tests.faults.server import as_environment, database_view, production_settings, wait_until
from tests.server import free_port, stop

# The release before this one, by the commit that it was made from.
OLDER = "5a9370b5169fc9357baeb198b2bf8cf884bdc09f"
PAGES = ("/", "/experiences", "/registrations", "/healthz")
PAUSE_SECONDS = 0.02
BEFORE_ONE_THAT_ALTERS = "0048_count_tries_and_turns"
WAITING = """
SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE datname = current_database() AND relation = 'registrations'::regclass AND NOT granted
"""


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The older release's tree."""
    packed = subprocess.run(
        ["git", "archive", OLDER, "eventapp", "migrations", "templates", "static"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if packed.returncode:
        pytest.skip("the older release is not in this clone")
    folder = tmp_path_factory.mktemp("older-release")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as tree:
        tree.extractall(folder, filter="data")
    return folder


@contextmanager
def serving(tree: Path, settings: Settings, port: int) -> Iterator[None]:
    """`eventapp serve` of that tree, answering."""
    command = [sys.executable, "-m", "eventapp", "serve", "--port", str(port), "--workers", "1"]
    log = (Path(settings.data) / "server.log").open("w")
    process = subprocess.Popen(
        command,
        cwd=tree,
        env={**os.environ, **as_environment(settings)},
        stderr=log,
        text=True,
        start_new_session=True,
    )
    try:
        wait_until(lambda: status(port, "/readyz") == 200, "the server")
        yield
    finally:
        stop(process)
        log.close()


def status(port: int, path: str) -> int:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def visiting(port: int) -> Iterator[list[int]]:
    """Somebody looks at pages without pause; what they were answered."""
    answers: list[int] = []
    ended = threading.Event()

    def visit() -> None:
        while not ended.is_set():
            answers.extend(status(port, path) for path in PAGES)
            time.sleep(PAUSE_SECONDS)

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        yield answers
    finally:
        ended.set()
        visitor.join()


@pytest.mark.parametrize("kind", KINDS)
def test_the_older_release_goes_on_while_the_newer_migrates(
    kind: str,
    older: Path,
    postgresql: PostgresqlServer,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    if request.config.getoption("--db") not in {kind, "both"}:
        pytest.skip("not asked for")
    port = free_port()
    with ExitStack() as stack:
        on_postgresql = kind == "postgresql"
        url = stack.enter_context(postgresql.new_database("upgrade")) if on_postgresql else ""
        office = stack.enter_context(listening(MailServer()))
        settings = production_settings(tmp_path, office, port=port, url=url)
        stack.enter_context(serving(older, settings, port))

        newer = create_app(settings)
        with visiting(port) as answers, disconnecting(newer):
            migrate(newer)
            after = len(answers)
            wait_until(lambda: len(answers) > after + len(PAGES), "a visitor")
        assert set(answers) == {200}

        with database_view(settings) as table:
            assert database_health.current_revisions() == migration_heads()
            slug = table.add_event(seats=3)
            visitor = Visitor(port, slug)
            assert visitor.register("linnea@town.example") == 303
            visitor.close()
            wait_until(table.all_done, "the letter")
            assert [registration.email for registration in table.registrations()] == [
                "linnea@town.example"
            ]
        assert len(office.messages) == 1


def test_a_migration_gives_way_to_readers(postgresql: PostgresqlServer, tmp_path: Path) -> None:
    """Somebody reads for long what is to be altered; others are answered, and it ends well.

    Control: a migration that waits for the first lets the others wait behind itself.
    """
    with postgresql.new_database("give_way") as url:
        app = create_app(production_settings(tmp_path, MailServer(), url=url))
        with disconnecting(app):
            upgrade_to(app, BEFORE_ONE_THAT_ALTERS)
        migration = threading.Thread(target=migrate, args=[app])
        address = app.extensions["settings"].database_uri.replace("+psycopg", "")
        with psycopg.connect(address) as slow, psycopg.connect(address, autocommit=True) as others:
            slow.execute("SELECT count(*) FROM registrations")
            others.execute("SET lock_timeout TO '5s'")
            migration.start()
            wait_until(lambda: others.execute(WAITING).fetchone() is not None, "the migration")
            for _reader in range(50):
                assert others.execute("SELECT count(*) FROM registrations").fetchone() == (0,)
            slow.commit()
        migration.join()
        with disconnecting(app):
            assert database_health.current_revisions() == migration_heads()


def test_a_release_starts_on_a_database_that_a_later_one_migrated(tmp_path: Path) -> None:
    app = create_app(production_settings(tmp_path, MailServer()))
    app.test_client_class = visitor.Visitor
    migrate(app)
    later = "9999_add_what_is_not_thought_of"
    with disconnecting(app):
        db.session.execute(sa.text("UPDATE alembic_version SET version_num = :it"), {"it": later})
        db.session.commit()

        migrate(app)

        assert database_health.current_revisions() == {later}
        assert app.test_client().get("/readyz").get_json()["checks"]["migrations"]

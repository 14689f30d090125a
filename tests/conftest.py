"""What tests are given: a database of either kind, an app, a visitor, a browser, a server."""

# ruff: noqa: E402  # what is inherited is put right before anything else is loaded
from tests.environment import restore

restore()

import gc

gc.disable()  # what is loaded stays: looking for garbage in it would find none

import importlib
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from eventapp import transactions
from eventapp.clock import standing_at
from eventapp.domain.people import sign_in
from eventapp.domain.registration.registration_count import list_miscounted
from eventapp.extensions import db
from tests import server
from tests.browser import QUIET, SWEDISH_PHONE, chromium_path
from tests.builders.moments import NOON
from tests.databases import KINDS, MigratedDatabase, PostgresqlServer, SqliteTemplate, run_id
from tests.marks import list_unmarked
from tests.s3_server import s3_server
from tests.scheduler import GroupsInTurn
from tests.server import LiveServer
from tests.settings import app_settings
from tests.shared_app import SharedApp
from tests.visitor import Visitor

AppFor = Callable[[MigratedDatabase, str], SharedApp]
# Hours of it, for `make soak` alone; what needs the built wheel, for `.ci/wheel`.
collect_ignore = ["soak", "wheel"]

TESTS = Path(__file__).parent
# Where registrations are taken in, moved, merged, undone, copied and deleted by the many.
COUNTED = (
    "races",
    "domain/delegation",
    "domain/desk",
    "domain/event",
    "domain/organisation",
    "domain/record",
    "domain/retention",
)
# The layers that may not speak SQL: they ask verbs, which are tried on both kinds of database, and
# house/test_postgresql.py opens every door. What all pages share, in views itself, is tried twice,
# and so is a module marked `on_both`, which asks what no other test does.
WITHOUT_SQL = ("documents", "forms", "mail", "views/")
# How many new objects are looked through at once: a statement makes hundreds that live on.
GARBAGE_AT = 10_000
# The fixtures of races that shall go wrong.
UNLOCKED = {"unlocked", "crowd_without_locks", "app_without_locks"}

# The same examples on every machine; how long one takes says nothing on a shared one.
hypothesis_settings.register_profile(
    "tests",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("tests")
# Passwords are slow to check on purpose; here many are given, and nobody's is checked as often.
sign_in.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
sign_in.NOBODYS_HASH = sign_in.hasher.hash("a password that nobody has kept")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db",
        choices=[*KINDS, "both"],
        default="both",
        help="the databases that tests run on (both)",
    )


def pytest_xdist_auto_num_workers() -> int:
    """One test process more than there are processors: a fifth of the tests' time is waiting."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> GroupsInTurn | None:
    """Ours for tests in groups; where another way of sharing them out is asked for, xdist's own."""
    return GroupsInTurn(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "on_sqlite_alone: the kind of database plays no part")
    config.addinivalue_line("markers", "on_both: asks a database what tests of verbs do not")
    config.addinivalue_line("markers", "on_postgresql_alone: tried on SQLite elsewhere")
    # SIGTERM counts as Ctrl-C: what tests have started is stopped on the way out.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(config, "workerinput") and config.args == config.getini("testpaths"):
        count = config.workerinput["workercount"]
        compile_share(int(config.workerinput["workerid"].removeprefix("gw")), count)


def compile_share(process: int, count: int) -> None:
    """Compile this process's share of the test modules, while the others compile theirs.

    In a fresh clone each process would else compile them all. The collection reports what fails.
    """
    modules = sorted(TESTS.rglob("test_*.py"))[process::count]
    names = [path.relative_to(TESTS.parent).with_suffix("").parts for path in modules]
    with warnings.catch_warnings(action="error"):
        for parts in names:
            if parts[1] not in collect_ignore:
                with suppress(Exception):
                    importlib.import_module(".".join(parts))


def pytest_collection_finish() -> None:
    """Leave what is loaded out of garbage collection: it stays until the end.

    The little garbage among it stays too: to find it all would have to be looked through.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE_AT)
    gc.enable()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that uses a database on each kind of database that is asked for."""
    if "database" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--db")
        kinds = [kind for kind in KINDS if asked in {kind, "both"}]
        marked = metafunc.definition.get_closest_marker
        without_sql = _area(metafunc.definition.path).startswith(WITHOUT_SQL)
        if asked == "both" and without_sql and not marked("on_both"):
            kinds = ["sqlite"]
        for kind in KINDS:
            if marked(f"on_{kind}_alone"):
                kinds = [kind]
        metafunc.parametrize("database", kinds, indirect=True)


def _area(module: Path) -> str:
    """The folder of a test module, as in the tables above."""
    return module.relative_to(TESTS).parent.as_posix()


@pytest.fixture(autouse=True)
def _writing_is_left_allowed() -> Iterator[None]:
    """A request of a client that is no Visitor would make every later test's writes fail."""
    yield
    left_reading = transactions.is_reading()
    transactions.begin_writing()
    assert not left_reading, "this test left reading transactions behind: let a Visitor ask"


@pytest.fixture(autouse=True)
def _registrations_are_counted_right(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever these tests did to registrations, and however, their counts are what they were."""
    if "app" not in request.fixturenames or not _area(request.path).startswith(COUNTED):
        yield
        return
    request.getfixturevalue("app")  # it must still be there afterwards
    yield
    if not db.session.is_active:
        db.session.rollback()
    assert list_miscounted() == [], "registration_counts differ from what is counted anew"
    if not UNLOCKED & set(request.fixturenames):  # two who do not wait do not see each other
        assert list_unmarked() == [], "possible_doubles lack some who share a name or an address"


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite-template"))


@pytest.fixture(scope="session")
def postgresql(
    worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgresqlServer]:
    """Started at first use; nothing happens where only SQLite is asked for."""
    server = PostgresqlServer(run_id(), worker_id, tmp_path_factory.mktemp("postgresql"))
    yield server
    server.disconnect()


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """The address of a bucket, for the group of tests that share it; none of theirs at first."""
    with s3_server() as address:
        yield address


@pytest.fixture
def database(
    request: pytest.FixtureRequest, sqlite: SqliteTemplate, postgresql: PostgresqlServer
) -> Iterator[MigratedDatabase]:
    """A migrated, empty database of the kind that this turn of the test is for."""
    template = sqlite if request.param == "sqlite" else postgresql
    with template.renewed() as renewed:
        yield renewed


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all test processes of a run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def compiled_templates(shared_folder: Path) -> BytecodeCache:
    """Templates compiled once a run, for all apps of all test processes."""
    folder = shared_folder / "compiled-templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def mode() -> str:
    """The mode of the app; a module that wants the mailbox overrides it with `demo`."""
    return "test"


@pytest.fixture(scope="session")
def shared_apps(compiled_templates: BytecodeCache) -> Iterator[AppFor]:
    """An app for each kind of database and each mode, created at its first use."""
    apps: dict[tuple[MigratedDatabase, str], SharedApp] = {}

    def app_for(database: MigratedDatabase, mode: str) -> SharedApp:
        if (database, mode) not in apps:
            settings = app_settings(database.data, database_url=database.url, mode=mode)
            apps[database, mode] = SharedApp(settings, compiled_templates)
        return apps[database, mode]

    yield app_for
    for app in apps.values():
        app.disconnect()


@pytest.fixture
def app(database: MigratedDatabase, mode: str, shared_apps: AppFor) -> Iterator[Flask]:
    """The app on that database, its app context entered, its clock standing at NOON."""
    shared = shared_apps(database, mode)
    shared.reset()
    with standing_at(NOON), shared.app.app_context():
        yield shared.app
        db.session.remove()
    if database.kind == "sqlite":
        shared.disconnect()  # its file is replaced for the next test


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A visitor who has never been here."""
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    return visitor


@pytest.fixture
def threaded_server(app: Flask) -> Iterator[str]:
    """The app served from threads: cheap, for a browser or many clients. Yields its address."""
    db.session.commit()
    with server.threads(app) as base:
        yield base


@pytest.fixture(scope="session")
def seeded(shared_folder: Path) -> Path:
    """A folder in which the demo has put its sample, shared by all test processes of a run."""
    folder = shared_folder / "seeded-demo"
    server.seed(folder)
    return folder


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> Iterator[LiveServer]:
    """The demo as a person starts it, in processes of its own, shared by a test process."""
    with server.demo(tmp_path_factory.mktemp("demo"), seeded) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; there can be only one in a process."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, which goes on running between tests; each opens its own context."""
    chromium = playwright.chromium.launch(
        executable_path=chromium_path(playwright), chromium_sandbox=False, args=QUIET
    )
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a Swedish phone of 390 by 844 pixels."""
    context = browser.new_context(**SWEDISH_PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()

"""A disk that is full, a database that takes no writes: said to all, and survived."""

import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
import sqlalchemy
from flask import Flask

from eventapp.domain.permission import Role
from eventapp.extensions import db
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import token_on
from tests.databases import MigratedDatabase
from tests.faults.crowd import Visitor
from tests.faults.mail_server import MailServer, listening
from tests.faults.server import (
    RunningServer,
    as_environment,
    production_settings,
    running_server,
    wait_until,
)
from tests.server import free_port
from tests.views.filled import ask_for_place
from tests.visitor import Visitor as Browser

# Files may grow to so many bytes; everything beyond is refused by the system, to root as well.
ROOM = 8 * 1024
MUCH = 300 * 1024


def readiness(port: int) -> tuple[int, dict[str, str]]:
    """Status and reasons of /readyz."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    with closing(connection):
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, json.load(answer)["reasons"]


@contextmanager
def full_disk(house: RunningServer) -> Iterator[None]:
    """No process of the house can write more than ROOM bytes to a file."""
    family = [house.keeper, *house.keeper.children(recursive=True)]
    limits = [process.rlimit(psutil.RLIMIT_FSIZE) for process in family]
    for process, (_soft, hard) in zip(family, limits, strict=True):
        process.rlimit(psutil.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        for process, limit in zip(family, limits, strict=True):
            with suppress(psutil.NoSuchProcess):
                process.rlimit(psutil.RLIMIT_FSIZE, limit)


@pytest.mark.xdist_group("real-house")
def test_a_full_disk_is_said_and_everything_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with listening(MailServer()) as office, running_server(tmp_path, office) as house:
        slug = house.table.add_event(seats=10)
        with closing(Visitor(house.port, slug)) as visitor:
            office.greeting = "421 4.3.2 Closing"
            assert visitor.register("early@town.example") == 303
            wait_until(lambda: "SMTP 421 4.3.2 Closing" in house.table.errors(), "mail that waits")
            house.table.let_waiting_be_due()
            before = (house.worker(), house.web_processes())
            with full_disk(house):
                time.sleep(1.5)  # the worker looks twice a second, and would lease what is due
                statuses = [visitor.register(f"{n}@town.example") for n in range(3)]
                ready, reasons = readiness(house.port)

            assert statuses == [503] * 3
            assert ready == 503
            assert "disk" in reasons
            assert [registration.email for registration in house.table.registrations()] == [
                "early@town.example"
            ]

            office.greeting = "220 post.example"
            assert readiness(house.port) == (200, {})
            assert visitor.register("later@town.example") == 303
            house.table.let_waiting_be_due()
            wait_until(house.table.all_done, "every mail")
            assert (house.worker(), house.web_processes()) == before


def test_serve_says_in_a_sentence_that_it_cannot_write(tmp_path: Path) -> None:
    environment = as_environment(production_settings(tmp_path, MailServer(port=free_port())))
    ended = subprocess.run(
        [sys.executable, "-m", "eventapp", "serve", "--port", str(free_port())],
        env={**os.environ, **environment},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM)),
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode not in {0, -9}
    assert "The database does not answer (disk I/O error)." in ended.stderr
    assert "Traceback" not in ended.stderr


@dataclass(frozen=True, slots=True)
class Address:
    """An event that this thread reads nothing of: what it reads with could write."""

    slug: str


@contextmanager
def every_connection(pragma: str) -> Iterator[None]:
    """Each connection to SQLite has this set, and none is left over from before or after."""

    def refuse(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    db.session.commit()
    db.engine.dispose()
    with closing(sqlite3.connect(str(db.engine.url.database))) as connection:
        connection.execute("VACUUM")  # migrations leave free pages: the disk would not be full
    sqlalchemy.event.listen(db.engine, "connect", refuse)
    try:
        yield
    finally:
        sqlalchemy.event.remove(db.engine, "connect", refuse)
        db.engine.dispose()


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize("refusal", ["max_page_count = 1", "query_only = ON"])
def test_people_are_asked_to_come_back_where_the_database_takes_no_writes(
    app: Flask, client: Browser, refusal: str
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    event = Address(an_event().slug)
    with every_connection(refusal):
        answers = [ask_for_place(client, event, email=f"{n}@town.example") for n in range(20)]

        full = [answer for answer in answers if answer.status_code != 303]
        assert full
        assert {answer.status_code for answer in full} == {503}
        assert {answer.headers["Retry-After"] for answer in full} == {"30"}
    assert ask_for_place(client, event, email="later@town.example").status_code == 303


@pytest.mark.on_sqlite_alone
def test_a_file_that_finds_no_room_is_answered_with_come_back_soon(
    app: Flask, client: Browser
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    address = f"/organizer/events/{an_event().slug}/materials"
    signed_in(client, an_account(Role.ORGANIZER))
    form = {
        "csrf_token": token_on(client, address),
        "title": "Bilder",
        "language": "sv",
        "audience": "public",
        "file": (io.BytesIO(b"%PDF-1.7\n" + bytes(MUCH + ROOM)), "Bilder.pdf"),
    }
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MUCH, hard))
    try:
        answer = client.post(address, data=form)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert not any(path.is_file() for path in (app_data(app) / "files").rglob("*"))


def app_data(app: Flask) -> Path:
    folder: Path = app.extensions["settings"].data_folder
    return folder


@pytest.mark.on_sqlite_alone
def test_a_lock_that_is_held_is_said_at_once(
    app: Flask, client: Browser, database: MigratedDatabase
) -> None:
    assert client.get("/readyz").status_code == 200
    with closing(sqlite3.connect(database.data / "eventapp.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        answer = client.get("/readyz")
        assert time.monotonic() - began < 5

    assert answer.status_code == 503
    assert answer.get_json()["reasons"] == {"database": "takes no writes (database is locked)"}
    assert client.get("/readyz").status_code == 200
